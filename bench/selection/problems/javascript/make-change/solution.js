export function makeChange(amount, coins) {
  const falling = [...coins].sort((a, b) => b - a);
  const best = [[]];
  for (let sum = 1; sum <= amount; sum++) {
    best[sum] = null;
    for (const coin of falling) {
      const rest = best[sum - coin];
      if (rest && (best[sum] === null || rest.length + 1 < best[sum].length)) best[sum] = [coin, ...rest];
    }
    best[sum]?.sort((a, b) => b - a);
  }
  return best[amount];
}
