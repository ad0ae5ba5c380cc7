export type Type = { kind: 'variable'; name: string } | { kind: 'constructor'; name: string; parameters: Type[] };

/**
 * What variables must stand for so that two types are the same, as a Map from names to types in which no variable
 * of the Map occurs any more; null where that is impossible, also because a type would have to contain itself. Of two
 * variables, the one on the left stands for the one on the right, unless it is the same.
 * Example: of List<a> and List<number> it is a Map of a to number.
 */
export function unifyTypes(left: Type, right: Type): Map<string, Type> | null {
  throw new Error('not implemented');
}
