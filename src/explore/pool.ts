import type { Attempt } from '../core/domain.js';
import { project, type SparseProjection, sparseProjection } from '../core/projection.js';
import { RandomStream } from '../core/random.js';
import type { SelectionView } from '../core/selectors/selector.js';
import { mean, subtract } from '../core/vectors.js';

/** Length of the features that selectors see; wider representations are projected (METHOD.md section 1). */
const featureLength = 512;

/**
 * How many attempts, in order of arrival, the selector may choose among at a pick (0, 1, 2, …).
 *
 * Verifying starts while attempts are still being written. If the pool were simply what has arrived, the picks
 * would depend on how quick the verifiers are; so it grows by this fixed schedule instead. The order of arrival
 * is fixed by the seed, and so are the picks. From the first pick on, at least half of the pool is left unpicked:
 * a choice worth the name.
 */
export function poolSizeAt(pick: number): number {
  return 8 + 2 * pick;
}

/** Rows for a selector, and whose they are. */
export interface PoolView extends SelectionView {
  /** The candidate of each row. */
  readonly candidates: readonly number[];
  /** How many attempts these are. */
  readonly attempts: number;
}

interface Member {
  readonly candidate: number | null;
  readonly features: Float64Array;
}

/** The attempts of an exploration as selectors see them. */
export class Pool {
  private readonly members: Member[] = [];
  private projection: SparseProjection | null = null;
  /** How many attempts may be chosen among. Never shrinks: what was picked stays in view. */
  private size = 0;

  /** @param seed of the projection */
  constructor(private readonly seed: number) {}

  /** Adds the next attempt to arrive; `candidate` is null where no edit could be made of it. */
  add(attempt: Attempt, candidate: number | null): void {
    this.members.push({ candidate, features: this.features(attempt.representation) });
  }

  /**
   * What the next pick may choose among: `later` while more attempts must arrive first, `nothing` when every
   * candidate was picked. Where all that may be chosen was picked already, it looks further, one attempt at a time.
   *
   * @param complete whether no more attempts will arrive
   */
  choice(picked: readonly number[], complete: boolean): PoolView | 'later' | 'nothing' {
    this.size = Math.max(this.size, poolSizeAt(picked.length));
    while (true) {
      if (this.size > this.members.length && !complete) return 'later';
      const view = this.view(this.size, picked);
      if (view.candidates.length > picked.length) return view;
      if (this.size >= this.members.length && complete) return 'nothing';
      this.size++;
    }
  }

  /**
   * The first `size` arrivals as rows, one a candidate: the mean of its attempts' features, centred on the mean
   * of all these attempts. All `picked` candidates must be among them.
   */
  private view(size: number, picked: readonly number[]): PoolView {
    const members = this.members.slice(0, size);
    const byCandidate = new Map<number, Float64Array[]>();
    for (const { candidate, features } of members) {
      if (candidate === null) continue;
      const group = byCandidate.get(candidate);
      if (group) group.push(features);
      else byCandidate.set(candidate, [features]);
    }
    const candidates = [...byCandidate.keys()];
    if (candidates.length === 0) return { candidates, attempts: members.length, features: [], picked: [] };
    const centre = mean(members.map(({ features }) => features));
    return {
      candidates,
      attempts: members.length,
      features: [...byCandidate.values()].map((group) => subtract(mean(group), centre)),
      picked: picked.map((candidate) => candidates.indexOf(candidate)),
    };
  }

  private features(representation: Float32Array): Float64Array {
    if (representation.length <= featureLength) return Float64Array.from(representation);
    this.projection ??= sparseProjection(representation.length, featureLength, RandomStream.of(this.seed));
    return project(this.projection, representation);
  }
}
