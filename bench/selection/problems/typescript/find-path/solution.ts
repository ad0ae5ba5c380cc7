export interface Tree<T> {
  value: T;
  children: Tree<T>[];
}

export function findPath<T>(tree: Tree<T>, fits: (value: T) => boolean): T[] | null {
  if (fits(tree.value)) return [tree.value];
  for (const child of tree.children) {
    const path = findPath(child, fits);
    if (path) return [tree.value, ...path];
  }
  return null;
}
