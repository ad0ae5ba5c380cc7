export interface Tree<T> {
  value: T;
  children: Tree<T>[];
}

/**
 * The values from the root of a tree down to the first node that fits, or null. A node comes before its children, and
 * these in their order with all that is below them.
 * Example: in a tree of 1 with the children 2 and 3, findPath(tree, (n) => n === 3) is [1, 3].
 */
export function findPath<T>(tree: Tree<T>, fits: (value: T) => boolean): T[] | null {
  throw new Error('not implemented');
}
