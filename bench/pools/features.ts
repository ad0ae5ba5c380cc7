/** How the states of a response's tokens become one vector. */
export const poolings = ['mean', 'last', 'code'] as const;
export type Pooling = (typeof poolings)[number];

/**
 * A vector for a response.
 *
 * @param states [T, D] of the tokens that were fed
 * @param isCode of each token of the response, which may have one more than were fed
 * @param normalize whether each state is first divided by its root mean square: behind a layer that is not the last,
 *   the residual stream has no norm yet, and few tokens would outweigh all others
 */
export function pooled(
  states: Float32Array,
  width: number,
  pooling: Pooling,
  isCode: readonly boolean[],
  normalize: boolean,
): Float32Array {
  const tokens = states.length / width;
  const all = Array.from({ length: tokens }, (_, token) => token);
  const code = all.filter((token) => isCode[token]);
  const chosen = { mean: all, last: all.slice(-1), code: code.length > 0 ? code : all }[pooling];
  const sum = new Float64Array(width);
  for (const token of chosen) {
    const state = states.subarray(token * width, (token + 1) * width);
    const scale = normalize ? 1 / rootMeanSquare(state) : 1;
    for (let i = 0; i < width; i++) sum[i]! += scale * state[i]!;
  }
  return Float32Array.from(sum, (value) => value / chosen.length);
}

function rootMeanSquare(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares / values.length) || 1;
}
