export function globMatch(glob, path) {
  const signs = glob.match(/\*\*|[\s\S]/g) ?? [];
  const pattern = signs.map((sign) => {
    if (sign === '**') return '[\\s\\S]*';
    if (sign === '*') return '[^/]*';
    if (sign === '?') return '[^/]';
    return sign.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
  });
  return new RegExp(`^${pattern.join('')}$`).test(path);
}
