export function topologicalOrder(needs) {
  const tasks = new Set([...Object.keys(needs), ...Object.values(needs).flat()]);
  const order = [];
  while (tasks.size > 0) {
    const free = [...tasks].filter((task) => (needs[task] ?? []).every((needed) => !tasks.has(needed)));
    if (free.length === 0) throw new Error(`a cycle among ${[...tasks].join(', ')}`);
    const [next] = free.sort();
    tasks.delete(next);
    order.push(next);
  }
  return order;
}
