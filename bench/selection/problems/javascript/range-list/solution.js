export function rangeList(first, last) {
  const list = [];
  for (let number = first; number <= last; number++) list.push(number);
  return list;
}
