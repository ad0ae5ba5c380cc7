/**
 * An amount as the fewest coins, largest first, or null where the coins cannot make it. Of each kind there are as many
 * as needed. Of several ways with as few coins, the one with the larger coin at the first difference.
 * Example: makeChange(6, [1, 3, 4]) is [3, 3].
 */
export function makeChange(amount, coins) {
  throw new Error('not implemented');
}
