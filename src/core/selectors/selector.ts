import type { RandomStream } from '../random.js';

/** What a selector may look at when it names the next candidate to verify. */
export interface SelectionView {
  /** One row a candidate: its features, centred on the pool (METHOD.md section 1); all of length d. */
  readonly features: readonly Float64Array[];
  /** The rows picked so far, in order. */
  readonly picked: readonly number[];
}

/** Decides which candidate is verified next. */
export interface Selector {
  readonly name: string;
  /** One line for a person who chooses. */
  readonly description: string;
  /** What the pick after `earlier` others is, made among the first `pool` attempts. */
  choice(earlier: number, pool: number): string;
  /** A row of `view.features` that is not in `view.picked`; there is at least one. */
  pick(view: SelectionView, random: RandomStream): number;
}

/** The rows of a view that may still be picked, ascending. */
export function unpicked(view: SelectionView): number[] {
  const picked = new Set(view.picked);
  return view.features.flatMap((_, row) => (picked.has(row) ? [] : [row]));
}
