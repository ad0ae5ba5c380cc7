export function lruCache(capacity) {
  const entries = new Map();
  function touch(key, value) {
    entries.delete(key);
    entries.set(key, value);
  }
  return {
    get(key) {
      if (!entries.has(key)) return undefined;
      const value = entries.get(key);
      touch(key, value);
      return value;
    },
    set(key, value) {
      touch(key, value);
      if (entries.size > capacity) entries.delete(entries.keys().next().value);
    },
    size: () => entries.size,
  };
}
