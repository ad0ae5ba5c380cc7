/**
 * Text of a model, a candidate or a file's name, safe to show: nothing in it is a command to a terminal, and nothing
 * makes code look like other code. Control characters become their pictures (U+2400 to U+2421), those that turn the
 * direction of reading (Unicode Bidirectional Algorithm, UAX 9) and the C1 controls their numbers; any line ending
 * becomes a line feed.
 */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(invisible, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}

/** All of Cc but tab and line feed, and the explicit directional formatting characters. */
const invisible = /(?![\t\n])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
