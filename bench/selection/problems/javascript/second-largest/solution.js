export function secondLargest(numbers) {
  const different = [...new Set(numbers)].sort((a, b) => b - a);
  return different.length < 2 ? null : different[1];
}
