import type { Exploration, ExplorationEvent, Plan } from '../core/exploration.js';
import { RandomStream } from '../core/random.js';
import { selectorNamed } from '../core/selectors/index.js';
import type { Selector } from '../core/selectors/selector.js';
import { Pool } from './pool.js';

/** A candidate that is to be verified, chosen among the first `pool` attempts. */
export interface NamedCandidate {
  readonly candidate: number;
  readonly pool: number;
}

type Arrival = Extract<ExplorationEvent, { type: 'attempt' }>;

/** Names the candidates to verify, one after another: the same for the same attempts in the same order of arrival. */
export class Picks {
  private readonly pool: Pool;
  private readonly selector: Selector;
  private readonly random: RandomStream;
  private readonly picked: number[] = [];

  constructor({ seed, selector }: Pick<Plan, 'seed' | 'selector'>) {
    this.pool = new Pool(seed);
    this.selector = selectorNamed(selector);
    this.random = RandomStream.of(seed);
  }

  /** How many were named. */
  get count(): number {
    return this.picked.length;
  }

  /** Takes the next attempt to arrive. `state` has it already. */
  take({ attempt, interpretation }: Arrival, state: Exploration): void {
    const candidate = interpretation.kind === 'edit' ? state.candidates.get(interpretation.key) : null;
    this.pool.add(attempt, candidate?.id ?? null);
  }

  /**
   * The next one: `later` while more attempts must arrive first, `nothing` when every candidate was named.
   *
   * @param complete whether no more attempts will arrive
   */
  next(complete: boolean): NamedCandidate | 'later' | 'nothing' {
    const view = this.pool.choice(this.picked, complete);
    if (typeof view === 'string') return view;
    const candidate = view.candidates[this.selector.pick(view, this.random)]!;
    this.picked.push(candidate);
    return { candidate, pool: view.attempts };
  }
}
