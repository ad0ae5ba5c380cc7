export function wordWrap(text, width) {
  const lines = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== '' && line.length + 1 + word.length <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    for (line = word; line.length > width; line = line.slice(width)) lines.push(line.slice(0, width));
  }
  return line === '' ? lines : [...lines, line];
}
