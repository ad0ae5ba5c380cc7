/** No line is longer, so that it fits common terminals, unless a single word is. */
const WIDTH = 100;

/** A cell longer than this does not make its column wider; what follows it goes into the next line. */
const WIDEST = 48;

/**
 * Rows of cells in columns, two spaces apart, the first row being the heading. Columns of sizes are aligned right.
 *
 * @param right indices of those columns
 */
export function table(rows: readonly (readonly string[])[], right: ReadonlySet<number>): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0).filter((length) => length <= WIDEST)),
  );
  return rows.flatMap((row) => {
    const cells = row.map((cell, column) => pad(cell, widths[column] ?? 0, right.has(column)));
    const [first = '', ...others] = cells;
    const overlong = first.length > (widths[0] ?? 0);
    const lines = overlong ? [first, [''.padEnd(widths[0] ?? 0), ...others].join('  ')] : [cells.join('  ')];
    return lines.map((line) => line.trimEnd());
  });
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}

/** A sentence as lines that begin with `indent`. */
export function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? indent + word : `${line} ${word}`;
    if (line !== '' && longer.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
