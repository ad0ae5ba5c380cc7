/** Sum of products of two vectors of equal length. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** The mean of at least one vector; all of equal length. */
export function mean(vectors: readonly ArrayLike<number>[]): Float64Array {
  const [first] = vectors;
  if (!first) throw new RangeError('the mean of no vectors');
  const sum = new Float64Array(first.length);
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i] as number;
  for (let i = 0; i < sum.length; i++) sum[i]! /= vectors.length;
  return sum;
}

/** a - b, as a new vector. */
export function subtract(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: a.length }, (_, i) => (a[i] as number) - (b[i] as number));
}
