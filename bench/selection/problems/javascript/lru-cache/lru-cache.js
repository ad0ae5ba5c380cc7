/**
 * A cache that holds at most `capacity` entries: { get(key), set(key, value), size() }. `get` gives undefined for what
 * is not there. When one entry too many is set, the entry goes that was not read or set for the longest time.
 * Example: after set('a', 1), set('b', 2), get('a') and set('c', 3) with a capacity of 2, 'b' is gone.
 */
export function lruCache(capacity) {
  throw new Error('not implemented');
}
