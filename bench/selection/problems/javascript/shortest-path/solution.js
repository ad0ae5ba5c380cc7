export function shortestPath(map) {
  const start = map.findIndex((row) => row.includes('S'));
  let edge = [[start, map[start].indexOf('S')]];
  const seen = new Set([String(edge[0])]);
  for (let steps = 0; edge.length > 0; steps++) {
    const next = [];
    for (const [row, column] of edge) {
      if (map[row][column] === 'E') return steps;
      for (const [down, right] of [
        [0, 1],
        [1, 0],
        [0, -1],
        [-1, 0],
      ]) {
        const place = [row + down, column + right];
        const sign = map[place[0]]?.[place[1]];
        if (sign === undefined || sign === '#' || seen.has(String(place))) continue;
        seen.add(String(place));
        next.push(place);
      }
    }
    edge = next;
  }
  return -1;
}
