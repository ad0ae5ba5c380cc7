/** Reading types of 4 bits without dequantising them. */

/** Weights that share a scale and a centre, along a row. */
export const GROUP_SIZE = 32;

/**
 * Weights of 4 bits, whole groups of them: weight = scale * (quant - 8) + centre. Types that have minima are centred too:
 * so all are of one form, and where a kernel rounds activations, that is multiplied by quants half as large as from 0 on.
 */
export interface NibbleGroups {
  /** 16 bytes a group: two quants a byte, the first of them in the low half. */
  readonly quants: Uint8Array;
  /** One a group. */
  readonly scales: Float32Array;
  /** One a group. */
  readonly centres: Float32Array;
}

/** How a type of 4 bits is read as it is. */
export interface NibbleReader {
  /** Whether there are centres other than 0. */
  readonly hasCentres: boolean;
  /** Fills `out` from the whole blocks at the beginning of `bytes`. */
  readonly read: (bytes: Uint8Array, out: NibbleGroups) => void;
}

/** Puts the low halves of `count` bytes together, two a byte, and the high halves after them. */
export function pairUp(bytes: Uint8Array, at: number, count: number, out: Uint8Array, o: number): void {
  const pairs = count / 2;
  for (let j = 0; j < pairs; j++) {
    const first = bytes[at + 2 * j]!;
    const second = bytes[at + 2 * j + 1]!;
    out[o + j] = (first & 15) | ((second & 15) << 4);
    out[o + j + pairs] = (first >> 4) | (second & 0xf0);
  }
}
