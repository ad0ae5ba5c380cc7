export function setIn(value, path, replacement) {
  const keys = path.match(/[^.[\]]+|\[\d+\]/g).map((key) => (key.startsWith('[') ? Number(key.slice(1, -1)) : key));
  const change = (part, [key, ...rest]) => {
    if (key === undefined) return replacement;
    const copy = Array.isArray(part) ? [...part] : { ...part };
    const made = (part === null || part === undefined) && typeof key === 'number' ? [] : copy;
    made[key] = change(part?.[key], rest);
    return made;
  };
  return change(value, keys);
}
