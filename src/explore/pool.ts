import type { Attempt } from '../core/domain.js';
import { project, type SparseProjection, sparseProjection } from '../core/projection.js';
import { RandomStream } from '../core/random.js';
import type { CandidateTraits } from '../core/selectors/selector.js';
import { mean, subtract } from '../core/vectors.js';

/** Length of the features that selectors see; wider representations are projected (METHOD.md section 1). */
export const featureLength = 512;

/**
 * How many attempts, in order of arrival, the selector must be able to choose among at a pick (0, 1, 2, …).
 *
 * Verifying starts while attempts are still being written. If the pool were simply what has arrived, the picks
 * would depend on how quick the verifiers are; so it grows by this fixed schedule instead. The order of arrival
 * is fixed by the seed, and so is what each pick is made among. From the first pick on, at least half of the pool is
 * left unpicked: a choice worth the name.
 */
export function poolSizeAt(pick: number): number {
  return 8 + 2 * pick;
}

/** A pool grows by this share at once: each time its centre is another, and selectors begin anew. */
const growth = 0.25;

/** What a candidate that was picked writes, and who said it. */
export interface Arrived {
  readonly attempt: Pick<Attempt, 'meanLogProbability' | 'representation'>;
  /** null where no edit could be made of it. */
  readonly candidate: { readonly id: number; readonly length: number } | null;
}

/** The first attempts of an exploration as a selector sees them. */
export interface PoolView {
  /** How many attempts these are. */
  readonly attempts: number;
  /** The candidate of each row. */
  readonly candidates: readonly number[];
  readonly traits: readonly CandidateTraits[];
}

interface Member extends Arrived {
  /** null where its representation is not finite: a device may compute such a thing, and others must not suffer. */
  readonly features: Float64Array | null;
}

/** The attempts of an exploration, in order of arrival. */
export class Pool {
  private readonly members: Member[] = [];
  private projection: SparseProjection | null = null;
  private view: PoolView = { attempts: 0, candidates: [], traits: [] };

  /** @param seed of the projection */
  constructor(private readonly seed: number) {}

  /** Adds the next attempt to arrive. */
  add(arrived: Arrived): void {
    this.members.push({ ...arrived, features: this.features(arrived.attempt.representation) });
  }

  /**
   * What the next pick may choose among, the same object as before where that has not changed: `later` while more attempts
   * must arrive first, `nothing` when every candidate was picked. Where all that may be chosen was picked already, it looks
   * further.
   *
   * @param picked how many candidates were picked, all of them out of what this gave
   * @param complete whether no more attempts will arrive
   */
  choice(picked: number, complete: boolean): PoolView | 'later' | 'nothing' {
    let size = this.view.attempts;
    while (size < poolSizeAt(picked)) size = grown(size);
    while (true) {
      if (size > this.members.length && !complete) return 'later';
      const reached = Math.min(size, this.members.length);
      if (reached > this.view.attempts) this.view = viewOf(this.members.slice(0, reached));
      if (this.view.candidates.length > picked) return this.view;
      if (reached < size) return 'nothing';
      size = grown(size);
    }
  }

  /** All attempts at once, as a selector would see them that chooses when none is to follow. */
  whole(): PoolView {
    return viewOf(this.members);
  }

  private features(representation: Float32Array): Float64Array | null {
    if (!representation.every(Number.isFinite)) return null;
    if (representation.length <= featureLength) return Float64Array.from(representation);
    this.projection ??= sparseProjection(representation.length, featureLength, RandomStream.of(this.seed));
    return project(this.projection, representation);
  }
}

function grown(size: number): number {
  return size === 0 ? poolSizeAt(0) : size + Math.ceil(growth * size);
}

/**
 * One row a candidate: the mean of its attempts' features, centred on the mean of all these attempts. Attempts without
 * features are in neither, and a candidate of such alone stands in the centre.
 */
function viewOf(members: readonly Member[]): PoolView {
  const groups = new Map<number, { readonly length: number; readonly members: Member[] }>();
  for (const member of members) {
    if (!member.candidate) continue;
    const { id, length } = member.candidate;
    const group = groups.get(id);
    if (group) group.members.push(member);
    else groups.set(id, { length, members: [member] });
  }
  const centre = meanOf(members) ?? new Float64Array();
  return {
    attempts: members.length,
    candidates: [...groups.keys()],
    traits: [...groups.values()].map(({ length, members: same }) => ({
      features: subtract(meanOf(same) ?? centre, centre),
      attempts: same.length,
      meanLogProbability: same.reduce((sum, { attempt }) => sum + attempt.meanLogProbability, 0) / same.length,
      length,
    })),
  };
}

/** null where none has features. */
function meanOf(members: readonly Member[]): Float64Array | null {
  const known = members.flatMap(({ features }) => (features ? [features] : []));
  return known.length > 0 ? mean(known) : null;
}
