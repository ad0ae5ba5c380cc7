export function longestRising(numbers) {
  const rows = [];
  for (const number of numbers) {
    const length = rows.findIndex((row) => row[row.length - 1] >= number);
    const at = length < 0 ? rows.length : length;
    rows[at] = [...(rows[at - 1] ?? []), number];
  }
  return rows[rows.length - 1] ?? [];
}
