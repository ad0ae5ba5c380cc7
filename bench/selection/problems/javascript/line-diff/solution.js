export function lineDiff(before, after) {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i][j] =
        before[i] === after[j] ? 1 + lengths[i + 1][j + 1] : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (lengths[i][j] > 0) {
    let stays = [i, j];
    search: for (let old = i; ; old++) {
      for (let fresh = j; fresh < after.length; fresh++) {
        if (before[old] === after[fresh] && lengths[old + 1][fresh + 1] + 1 === lengths[i][j]) {
          stays = [old, fresh];
          break search;
        }
      }
    }
    lines.push(...before.slice(i, stays[0]).map((line) => `- ${line}`));
    lines.push(...after.slice(j, stays[1]).map((line) => `+ ${line}`));
    lines.push(`  ${before[stays[0]]}`);
    [i, j] = [stays[0] + 1, stays[1] + 1];
  }
  lines.push(...before.slice(i).map((line) => `- ${line}`), ...after.slice(j).map((line) => `+ ${line}`));
  return lines;
}
