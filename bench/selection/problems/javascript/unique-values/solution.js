export function uniqueValues(list) {
  return [...new Set(list)];
}
