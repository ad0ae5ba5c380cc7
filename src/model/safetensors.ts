import { Float16Array } from '@petamoriken/float16';
import * as z from 'zod';

/** How numbers are kept: bytes of one. */
const sizes = { F64: 8, F32: 4, F16: 2, BF16: 2 } as const;
export type NumberType = keyof typeof sizes;

/** A tensor as it is kept, row by row. */
export interface StoredTensor {
  readonly type: NumberType;
  readonly shape: readonly number[];
  /** Little-endian. */
  readonly bytes: Uint8Array;
}

export interface SafetensorsFile {
  /** By name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A file is not in the safetensors format, is cut off, or holds what we do not read. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

const entry = z.object({
  dtype: z.enum(Object.keys(sizes) as [NumberType, ...NumberType[]]),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const header = z.looseObject({ __metadata__: z.record(z.string(), z.string()).optional() });

/** A file in the safetensors format (huggingface.co/docs/safetensors), which NumPy, PyTorch and PEFT read. */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array {
  const entries: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { type, shape, bytes }] of tensors) {
    entries[name] = { dtype: type, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
  }
  const text = JSON.stringify(entries);
  // What follows it must be aligned.
  const head = Buffer.from(text + ' '.repeat((8 - (Buffer.byteLength(text) % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  return Buffer.concat([length, head, ...[...tensors.values()].map(({ bytes }) => bytes)]);
}

/** @throws SafetensorsError */
export function decodeSafetensors(file: Uint8Array): SafetensorsFile {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 8) throw new SafetensorsError('shorter than its own length');
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  if (start > bytes.length) throw new SafetensorsError('cut off within its header');
  const { __metadata__: metadata = {}, ...entries } = parsed(bytes.toString('utf8', 8, start));
  const tensors = new Map<string, StoredTensor>();
  for (const [name, value] of Object.entries(entries)) {
    const found = entry.safeParse(value);
    if (!found.success) throw new SafetensorsError(`${name}: ${z.prettifyError(found.error)}`);
    const { dtype: type, shape, data_offsets: offsets } = found.data;
    const [from, to] = [start + offsets[0], start + offsets[1]];
    const count = shape.reduce((product, size) => product * size, 1);
    if (to > bytes.length) throw new SafetensorsError(`cut off within ${name}`);
    if (to - from !== count * sizes[type]) throw new SafetensorsError(`${name} has not the size of its shape`);
    tensors.set(name, { type, shape, bytes: bytes.subarray(from, to) });
  }
  return { tensors, metadata };
}

/** The numbers of a tensor, whatever they are kept in. */
export function floatsOf({ type, bytes }: StoredTensor): Float32Array {
  // Copied, for its place in the file need not be aligned.
  const { buffer } = Uint8Array.from(bytes);
  switch (type) {
    case 'F64':
      return Float32Array.from(new Float64Array(buffer));
    case 'F32':
      return new Float32Array(buffer);
    case 'F16':
      return Float32Array.from(new Float16Array(buffer));
    case 'BF16':
      // The upper half of a float32.
      return new Float32Array(Uint32Array.from(new Uint16Array(buffer), (half) => half << 16).buffer);
  }
}

/** Numbers as a tensor. */
export function tensorOf(values: Float32Array, shape: readonly number[], type: 'F32' | 'F16' = 'F32'): StoredTensor {
  const { buffer, byteOffset, byteLength } = type === 'F16' ? new Float16Array(values) : values;
  return { type, shape, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
}

function parsed(text: string): z.infer<typeof header> {
  try {
    return header.parse(JSON.parse(text));
  } catch (cause) {
    throw new SafetensorsError('its header cannot be read', { cause });
  }
}
