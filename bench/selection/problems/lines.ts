/** The line (one-based) of the first match, which must be there. */
export function lineOf(source: string, pattern: RegExp): number {
  const at = source.search(pattern);
  if (at < 0) throw new Error(`${pattern} is not in this text:\n${source}`);
  return source.slice(0, at).split('\n').length;
}
