/**
 * The fields of one line of CSV. Fields are separated by commas. One in double quotes may hold commas, and a double
 * quote as two of them; its quotes are not part of it. Spaces count. A quoted field that is not closed throws a
 * SyntaxError.
 * Example: parseCsvLine('a,"b,c","d""e"') is ['a', 'b,c', 'd"e'].
 */
export function parseCsvLine(line) {
  throw new Error('not implemented');
}
