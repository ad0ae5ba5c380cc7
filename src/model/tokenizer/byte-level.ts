/**
 * Byte-level BPE writes every byte as one printable character (GPT-2's `bytes_to_unicode`): printable bytes of
 * Latin-1 stand for themselves, the others for the characters from U+0100 on, in order.
 */
const BYTES = new Map<string, number>();
for (let byte = 0, next = 0x100; byte < 256; byte++) {
  const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  BYTES.set(String.fromCodePoint(printable ? byte : next++), byte);
}

/** The bytes that a token of a byte-level vocabulary stands for; undefined where it is not written that way. */
export function bytesOfByteLevel(token: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const character of token) {
    const byte = BYTES.get(character);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
