/**
 * pass@k: the probability that at least one of k attempts, drawn without replacement from n of which c are
 * correct, is correct: 1 - C(n-c, k) / C(n, k) (Chen et al. 2021, arXiv 2107.03374), as a product that does not
 * overflow. Requires 0 <= c <= n and 1 <= k <= n.
 */
export function passAtK(n: number, c: number, k: number): number {
  if (!(c >= 0 && c <= n && k >= 1 && k <= n)) throw new RangeError(`pass@${k} of ${c} correct among ${n}`);
  let allWrong = 1;
  for (let i = n - c + 1; i <= n; i++) allWrong *= Math.max(0, 1 - k / i);
  return 1 - allWrong;
}
