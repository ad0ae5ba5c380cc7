import { expect } from 'vitest';

/** Equal numbers, to so many decimal digits. */
export function close(actual: ArrayLike<number>, expected: ArrayLike<number>, digits = 9) {
  expect(actual).toHaveLength(expected.length);
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, digits);
}
