import { editedLength } from '../core/domain.js';
import type { Exploration, ExplorationEvent, Plan } from '../core/exploration.js';
import { RandomStream } from '../core/random.js';
import { selectorNamed } from '../core/selectors/index.js';
import type { Selection, Selector } from '../core/selectors/selector.js';
import { type Arrived, Pool, type PoolView } from './pool.js';

/** A candidate that is to be verified, chosen among the first `pool` attempts. */
export interface NamedCandidate {
  readonly candidate: number;
  readonly pool: number;
}

/** An attempt as picks take it; `state` has it already. */
export function arrivedOf(
  { attempt, interpretation }: Extract<ExplorationEvent, { type: 'attempt' }>,
  state: Exploration,
): Arrived {
  const candidate = interpretation.kind === 'edit' ? state.candidates.get(interpretation.key) : undefined;
  return { attempt, candidate: candidate ? { id: candidate.id, length: editedLength(candidate.edits) } : null };
}

/** Names the candidates to verify, one after another: the same for the same attempts and verdicts in the same order. */
export class Picks {
  private readonly pool: Pool;
  private readonly selector: Selector;
  private readonly random: RandomStream;
  private readonly picked: number[] = [];
  private readonly rewards = new Map<number, number>();
  private work: {
    readonly view: PoolView;
    readonly rows: ReadonlyMap<number, number>;
    readonly selection: Selection;
  } | null = null;

  constructor({ seed, selector }: Pick<Plan, 'seed' | 'selector'>) {
    this.pool = new Pool(seed);
    this.selector = selectorNamed(selector);
    this.random = RandomStream.of(seed);
  }

  /** How many were named. */
  get count(): number {
    return this.picked.length;
  }

  /** Takes the next attempt to arrive. */
  take(arrived: Arrived): void {
    this.pool.add(arrived);
  }

  /** Takes what became of a candidate that was named. */
  learn(candidate: number, reward: number): void {
    this.rewards.set(candidate, reward);
    const row = this.work?.rows.get(candidate);
    if (row !== undefined) this.work?.selection.learn(row, reward);
  }

  /**
   * The next one: `later` while more attempts must arrive first, `nothing` when every candidate was named.
   *
   * @param complete whether no more attempts will arrive
   */
  next(complete: boolean): NamedCandidate | 'later' | 'nothing' {
    const view = this.pool.choice(this.picked.length, complete);
    if (typeof view === 'string') return view;
    if (this.work?.view !== view) this.work = this.begin(view);
    const { selection } = this.work;
    const row = selection.propose();
    selection.take(row);
    const candidate = view.candidates[row]!;
    this.picked.push(candidate);
    return { candidate, pool: view.attempts };
  }

  /** A selection over a pool that has grown, which knows what is known. */
  private begin(view: PoolView): NonNullable<Picks['work']> {
    const selection = this.selector.begin(view.traits, this.random);
    const rows = new Map(view.candidates.map((candidate, row) => [candidate, row]));
    for (const candidate of this.picked) {
      const row = rows.get(candidate)!;
      selection.take(row);
      const reward = this.rewards.get(candidate);
      if (reward !== undefined) selection.learn(row, reward);
    }
    return { view, rows, selection };
  }
}
