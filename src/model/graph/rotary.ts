import type { Architecture } from '../architectures/architecture.js';

/**
 * Moves pairs of rows that lie side by side in each head, (0, 1), (2, 3), …, apart: first all first ones, then all
 * second ones. GGUF's `llama` files have them side by side (Su et al. 2021, RoFormer); the graph turns halves.
 *
 * @param values whole heads of `headDim` rows each
 * @param columns values in a row
 */
export function deinterleaveHeads(values: Float32Array, columns: number, headDim: number): Float32Array {
  const result = new Float32Array(values.length);
  const half = headDim / 2;
  for (let row = 0; row < values.length / columns; row++) {
    const within = row % headDim;
    const target = row - within + (within % 2) * half + (within >> 1);
    result.set(values.subarray(row * columns, (row + 1) * columns), target * columns);
  }
  return result;
}

/** Angle of position p and pair i: p * base^(-2i / headDim). Each table is [contextLength, headDim / 2]. */
export function rotaryTables({ contextLength, headDim, rotaryBase }: Architecture): {
  readonly cosines: Float32Array;
  readonly sines: Float32Array;
} {
  const half = headDim / 2;
  const cosines = new Float32Array(contextLength * half);
  const sines = new Float32Array(contextLength * half);
  for (let pair = 0; pair < half; pair++) {
    const frequency = rotaryBase ** ((-2 * pair) / headDim);
    for (let position = 0; position < contextLength; position++) {
      cosines[position * half + pair] = Math.cos(position * frequency);
      sines[position * half + pair] = Math.sin(position * frequency);
    }
  }
  return { cosines, sines };
}
