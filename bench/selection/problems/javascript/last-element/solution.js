export function lastElement(list) {
  return list.length === 0 ? null : list[list.length - 1];
}
