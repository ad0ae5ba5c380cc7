export function justifyText(words, width) {
  const lines = [];
  for (const word of words) {
    const line = lines[lines.length - 1];
    if (line && line.join(' ').length + 1 + word.length <= width) line.push(word);
    else lines.push([word]);
  }
  return lines.map((line, index) => {
    if (index === lines.length - 1 || line.length === 1) return line.join(' ').padEnd(width);
    const gaps = line.length - 1;
    const spaces = width - line.join('').length;
    const narrow = gaps - (spaces % gaps);
    return line.reduce(
      (text, word, place) => text + ' '.repeat(Math.floor(spaces / gaps) + (place > narrow ? 1 : 0)) + word,
    );
  });
}
