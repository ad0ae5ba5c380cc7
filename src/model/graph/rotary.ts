import type { Architecture, Rotary } from '../architectures/architecture.js';

/**
 * For each place in a head, the file's row that comes there. The graph turns pairs of places (i, i + headDim/2); rows
 * that are not turned come last in both halves, where the angles are 0. Queries and keys are put in the same order, so
 * their products do not change.
 *
 * @returns undefined where the file has them in this order
 */
export function headOrder({
  headDim,
  rotaryDimensions,
  rotaryRows,
}: Pick<Architecture, 'headDim' | 'rotaryDimensions' | 'rotaryRows'>): readonly number[] | undefined {
  const turned = rotaryDimensions / 2;
  const pairs = headDim / 2;
  const order = Array.from({ length: headDim }, (_, place) => {
    const [pair, isSecond] = [place % pairs, place >= pairs];
    if (pair >= turned) return rotaryDimensions + (isSecond ? pairs - turned : 0) + (pair - turned);
    return rotaryRows === 'interleaved' ? 2 * pair + Number(isSecond) : pair + (isSecond ? turned : 0);
  });
  return order.every((row, place) => row === place) ? undefined : order;
}

/**
 * The rows of whole heads, each put in the order of `headOrder`.
 *
 * @param columns values in a row
 */
export function reorderHeads<Values extends Float32Array | Uint8Array>(
  values: Values,
  columns: number,
  order: readonly number[],
): Values {
  const result = values.slice() as Values;
  const rows = values.length / columns;
  for (let head = 0; head < rows; head += order.length) {
    for (const [place, row] of order.entries()) {
      const source = values.subarray((head + row) * columns, (head + row + 1) * columns);
      result.set(source, (head + place) * columns);
    }
  }
  return result;
}

/**
 * Cosines and sines of the angles by which the pairs of a head are turned at each position, times the magnitude; each
 * table is [contextLength, headDim / 2].
 *
 * @param divisors of the turned pairs' frequencies
 */
export function rotaryTables(
  { contextLength, headDim, rotaryDimensions }: Architecture,
  { base, positionDivisor, magnitude }: Rotary,
  divisors: Float32Array | undefined,
): { readonly cosines: Float32Array; readonly sines: Float32Array } {
  const pairs = headDim / 2;
  const cosines = new Float32Array(contextLength * pairs).fill(1);
  const sines = new Float32Array(contextLength * pairs);
  for (let pair = 0; pair < rotaryDimensions / 2; pair++) {
    const frequency = base ** ((-2 * pair) / rotaryDimensions) / positionDivisor / (divisors?.[pair] ?? 1);
    for (let position = 0; position < contextLength; position++) {
      cosines[position * pairs + pair] = magnitude * Math.cos(position * frequency);
      sines[position * pairs + pair] = magnitude * Math.sin(position * frequency);
    }
  }
  return { cosines, sines };
}
