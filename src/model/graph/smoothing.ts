import type { LayerProjection } from './forms.js';

/**
 * Numbers by which activations are divided and the weights that they meet are multiplied, a channel at a time: the
 * product is the same, but a channel that is large in every token does not cost all others their precision when a token
 * is rounded to 8 bits by one scale. Xiao et al. 2023, SmoothQuant (arXiv 2211.10438).
 *
 * Where the input comes from a norm, its gain is divided; that of the feed-forward network's last projection is divided
 * in the rows of up; the head's by itself, for its input is the model's hidden state. The attention's output is not
 * smoothed: that would change little (docs/engine.md).
 */
export interface Smoothing {
  readonly layers: readonly LayerSmoothing[];
  /** [D] */
  readonly head: Float32Array;
}

/** As many as the projection has columns, each. */
export type LayerSmoothing = Readonly<Partial<Record<LayerProjection, Float32Array>>>;

/**
 * SmoothQuant's divisors with migration strength 1/2: sqrt(largest input / largest weight), a channel each.
 *
 * @param inputs the largest magnitude of each channel over some tokens
 * @param weights the largest magnitude of each column
 */
export function divisorsOf(inputs: Float32Array, weights: Float32Array): Float32Array {
  return inputs.map((input, channel) => Math.sqrt(Math.max(input, least) / Math.max(weights[channel]!, least)));
}

/** For channels that are never used. */
const least = 1e-5;

/** The largest magnitude of each column of whole rows, and of what was found before. */
export function widen(largest: Float32Array, rows: Float32Array): void {
  const columns = largest.length;
  for (let start = 0; start < rows.length; start += columns) {
    for (let column = 0; column < columns; column++) {
      const magnitude = Math.abs(rows[start + column]!);
      if (magnitude > largest[column]!) largest[column] = magnitude;
    }
  }
}
