/**
 * How many candidates are verified, up to and with the first survivor, where they are taken in random order: on average
 * (n + 1) / (s + 1) of n of which s survive, the mean of the negative hypergeometric distribution. Requires 1 <= s <= n.
 */
export function expectedVerifications(n: number, s: number): number {
  if (!(s >= 1 && s <= n)) throw new RangeError(`the first of ${s} survivors among ${n}`);
  return (n + 1) / (s + 1);
}
