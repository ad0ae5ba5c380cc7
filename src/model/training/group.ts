import type { LayerProjection } from '../graph/forms.js';

/** Attempts at one prompt, as tokens; none of them is empty. */
export interface Group {
  readonly prompt: readonly number[];
  readonly attempts: readonly (readonly number[])[];
}

/** A matrix of low rank, which adds down up to a projection's transpose: down [columns, rank], up [rank, rows]. */
export interface LowRank {
  readonly rank: number;
  readonly down: Float32Array;
  readonly up: Float32Array;
}

/** By layer; the same shape for an adapter and for the derivatives by it. */
export type LayerAdapters = readonly Readonly<Record<LayerProjection, LowRank>>[];
