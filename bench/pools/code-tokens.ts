/** Strings, so that what looks like a comment in one is none; comments; and Python's texts for people. */
const stringsAndComments = {
  python:
    /(?<comment>"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|#[^\n]*)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/g,
  ecmascript:
    /(?<comment>\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?/g,
} as const;

/**
 * Which tokens of a response say something to the machine: those that are not white space and not in a comment.
 *
 * @param pieces the UTF-8 bytes of each token
 */
export function codeTokens(pieces: readonly Uint8Array[], language: string): boolean[] {
  const bytes = Buffer.concat(pieces);
  const isCode = new Uint8Array(bytes.length).fill(1);
  const text = bytes.toString('latin1');
  // One character a byte, so that places in the text are places of bytes.
  for (const { index, 0: found, groups } of text.matchAll(
    stringsAndComments[language === 'python' ? 'python' : 'ecmascript'],
  )) {
    if (groups?.comment !== undefined) isCode.fill(0, index, index + found.length);
  }
  for (const [index, byte] of bytes.entries()) if (byte <= 0x20) isCode[index] = 0;
  let at = 0;
  return pieces.map((piece) => {
    const start = at;
    at += piece.length;
    return isCode.subarray(start, at).includes(1);
  });
}
