/**
 * Tasks in an order in which each comes after all that it needs; where several could come next, the one that is first
 * in the alphabet. `needs` has for each task the list of those it needs, which may lack an entry of their own.
 * Tasks that need each other throw an Error whose message contains 'cycle'.
 * Example: topologicalOrder({ shoes: ['socks'], hat: [] }) is ['hat', 'socks', 'shoes'].
 */
export function topologicalOrder(needs) {
  throw new Error('not implemented');
}
