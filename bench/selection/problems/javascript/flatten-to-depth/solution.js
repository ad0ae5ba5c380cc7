export function flattenToDepth(list, depth) {
  if (depth < 1) return [...list];
  return list.reduce(
    (flattened, item) => flattened.concat(Array.isArray(item) ? flattenToDepth(item, depth - 1) : [item]),
    [],
  );
}
