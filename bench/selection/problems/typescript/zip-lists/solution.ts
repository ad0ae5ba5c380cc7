export function zipLists<A, B>(first: readonly A[], second: readonly B[]): [A, B][] {
  return first.slice(0, second.length).map((item, index) => [item, second[index] as B]);
}
