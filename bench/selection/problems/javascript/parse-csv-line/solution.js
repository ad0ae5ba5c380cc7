export function parseCsvLine(line) {
  const fields = [];
  let at = 0;
  do {
    let field = '';
    if (line[at] === '"') {
      for (at++; line[at] !== '"' || line[at + 1] === '"'; at++) {
        if (at >= line.length) throw new SyntaxError('a quoted field is not closed');
        if (line[at] === '"') at++;
        field += line[at];
      }
      at++;
    } else {
      for (; at < line.length && line[at] !== ','; at++) field += line[at];
    }
    fields.push(field);
  } while (line[at++] === ',');
  return fields;
}
