import { dot, mean, subtract } from './vectors.js';

/**
 * The rows most alike to one of them, the most alike first: by the cosine of the angle between their differences
 * from the mean of all. Without the mean every two hidden states of one model look alike.
 *
 * @param rows of equal length
 * @param of which row
 * @param count how many are wanted
 */
export function nearest(rows: readonly ArrayLike<number>[], of: number, count: number): number[] {
  const centre = mean(rows);
  const direction = subtract(rows[of]!, centre);
  const alike = rows.map((row) => {
    const other = subtract(row, centre);
    const lengths = Math.sqrt(dot(direction, direction) * dot(other, other));
    return lengths === 0 ? 0 : dot(direction, other) / lengths;
  });
  return [...rows.keys()]
    .filter((row) => row !== of)
    .sort((a, b) => alike[b]! - alike[a]! || a - b)
    .slice(0, count);
}
