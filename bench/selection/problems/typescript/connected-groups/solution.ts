export function connectedGroups<T>(items: readonly T[], pairs: readonly (readonly [T, T])[]): T[][] {
  const neighbours = new Map<T, T[]>(items.map((item) => [item, []]));
  const of = (item: T) => {
    const found = neighbours.get(item);
    if (!found) throw new RangeError(`${item} is no item`);
    return found;
  };
  for (const [a, b] of pairs) {
    of(a).push(b);
    of(b).push(a);
  }
  const groupOf = new Map<T, T[]>();
  const groups: T[][] = [];
  for (const item of items) {
    if (!groupOf.has(item)) {
      const group: T[] = [];
      groups.push(group);
      const open = [item];
      for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
        if (groupOf.has(next as T)) continue;
        groupOf.set(next as T, group);
        open.push(...of(next as T));
      }
    }
    groupOf.get(item)?.push(item);
  }
  return groups;
}
