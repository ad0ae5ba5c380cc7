export function chunkList(list, size) {
  if (size < 1) throw new RangeError('the size must be 1 or more');
  const chunks = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks;
}
