import { GGMLQuantizationType as Type } from '@huggingface/gguf';
import type { RandomStream } from '../../src/core/random.js';
import type { TensorToWrite } from '../unit/model/gguf-writer.js';

/** The tensor types that hubs' files have, and that a model can be made of here. */
export type MatrixType = keyof typeof encoders;

export const matrixTypes = () => Object.keys(encoders) as MatrixType[];

/** A matrix of random values with this standard deviation, about; `shape` has the columns first. */
export function randomMatrix(
  random: RandomStream,
  type: MatrixType,
  [columns, rows]: readonly [columns: number, rows: number],
  deviation: number,
): TensorToWrite {
  return { shape: [columns, rows], type: Type[type], bytes: encoders[type](random, columns * rows, deviation) };
}

/** A float32 vector around a mean. */
export function randomVector(random: RandomStream, length: number, mean: number, deviation: number): TensorToWrite {
  const values = Float32Array.from({ length }, () => mean + deviation * normal(random));
  return { shape: [length], type: Type.F32, bytes: new Uint8Array(values.buffer) };
}

type Encoder = (random: RandomStream, count: number, deviation: number) => Uint8Array;

/**
 * Blocks of random bytes, which are valid quants and block scales in all of ggml's types (`ggml-common.h`), and half-
 * precision scales at given places. Each block is `blockBytes` long for `blockSize` values.
 *
 * @param unit the values' standard deviation where the scale is 1
 * @param halves where the scales lie, and what each is in units of the first
 */
function blocks(
  blockSize: number,
  blockBytes: number,
  unit: number,
  halves: Readonly<Record<number, number>>,
): Encoder {
  return (random, count, deviation) => {
    const length = (count / blockSize) * blockBytes;
    const words = Uint32Array.from({ length: Math.ceil(length / 4) }, () => random.below(2 ** 32));
    const bytes = new Uint8Array(words.buffer, 0, length);
    const view = new DataView(bytes.buffer);
    for (let block = 0; block < bytes.length; block += blockBytes) {
      const sign = random.next() < 0.5 ? -1 : 1; // else the mean would not be 0 where the quants' is not
      const scale = ((sign * deviation) / unit) * (0.75 + random.next() / 2);
      for (const [at, factor] of Object.entries(halves)) view.setUint16(block + Number(at), half(factor * scale), true);
    }
    return bytes;
  };
}

const encoders = {
  F32: (random, count, deviation) =>
    new Uint8Array(Float32Array.from({ length: count }, () => deviation * normal(random)).buffer),
  F16: (random, count, deviation) =>
    new Uint8Array(Uint16Array.from({ length: count }, () => half(deviation * normal(random))).buffer),
  BF16: (random, count, deviation) => {
    const floats = Float32Array.from({ length: count }, () => deviation * normal(random));
    const words = new Uint32Array(floats.buffer);
    return new Uint8Array(Uint16Array.from(words, (word) => word >>> 16).buffer);
  },
  // The second number of each is the standard deviation of its formula's value for uniform bytes and a scale of 1;
  // the factor of a minimum makes the mean 0.
  Q4_0: blocks(32, 18, 4.6, { 0: 1 }),
  Q4_1: blocks(32, 20, 4.6, { 0: 1, 2: -7.5 }),
  Q5_0: blocks(32, 22, 9.2, { 0: 1 }),
  Q5_1: blocks(32, 24, 9.2, { 0: 1, 2: -15.5 }),
  Q8_0: blocks(32, 34, 74, { 0: 1 }),
  Q2_K: blocks(256, 84, 14, { 80: 1, 82: 1.5 }),
  Q3_K: blocks(256, 110, 43, { 108: 1 }),
  Q4_K: blocks(256, 144, 258, { 0: 1, 2: 7.5 }),
  Q5_K: blocks(256, 176, 527, { 0: 1, 2: 15.5 }),
  Q6_K: blocks(256, 210, 1370, { 208: 1 }),
  IQ4_NL: blocks(32, 18, 68, { 0: 1 }),
  IQ4_XS: blocks(256, 136, 1258, { 0: 1 }),
} satisfies Record<string, Encoder>;

/** Box and Muller 1958. */
function normal(random: RandomStream): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** The bits of the half-precision number next to a value, which must be smaller than 65504. */
function half(value: number): number {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  // Counted in steps of 2^(exponent - 10), so that a fraction rounded up carries into the exponent.
  const steps = Math.round(size / 2 ** (exponent - 10));
  return sign + (size < 2 ** -14 ? steps : ((exponent + 14) << 10) + steps);
}
