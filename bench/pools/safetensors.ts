import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Float16Array } from '@petamoriken/float16';

/** How numbers are kept: in 32 bits or in 16. */
export type Precision = 'F32' | 'F16';

/** A matrix [rows, columns], row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** What a file in the safetensors format holds, of which we write matrices and one text. */
export interface Tensors {
  /** By name. */
  readonly matrices: ReadonlyMap<string, Matrix>;
  /** JSON text that says what they are. */
  readonly description: string;
}

/** A file is not what `writeTensors` writes, or was changed since. */
export class TensorFileError extends Error {}

interface Entry {
  readonly dtype: Precision;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Writes matrices and their description as a safetensors file (huggingface.co/docs/safetensors), which NumPy and PyTorch
 * read. Its metadata has the SHA-256 of the description and all numbers. The file is there whole or not at all.
 */
export function writeTensors(file: string, { matrices, description }: Tensors, precision: Precision = 'F32'): void {
  const parts = [...matrices].map(([name, { rows, columns, values }]) => ({
    name,
    shape: [rows, columns],
    bytes: bytesOf(precision === 'F16' ? new Float16Array(values) : values),
  }));
  const hash = hashOf(
    description,
    parts.map(({ bytes }) => bytes),
  );
  const entries: Record<string, Entry | Record<string, string>> = { __metadata__: { description, sha256: hash } };
  let offset = 0;
  for (const { name, shape, bytes } of parts) {
    const end = offset + bytes.length;
    entries[name] = { dtype: precision, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = JSON.stringify(entries);
  // What follows it must be aligned.
  const header = Buffer.from(text + ' '.repeat((8 - (Buffer.byteLength(text) % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(`${file}.partial`, Buffer.concat([length, header, ...parts.map(({ bytes }) => bytes)]));
  renameSync(`${file}.partial`, file);
}

/**
 * Reads what `writeTensors` wrote.
 *
 * @throws TensorFileError
 */
export function readTensors(file: string): Tensors {
  const bytes = readFileSync(file);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const { __metadata__: metadata, ...entries } = JSON.parse(bytes.toString('utf8', 8, start)) as {
    readonly __metadata__: { readonly description: string; readonly sha256: string };
  } & Record<string, Entry>;
  const parts: Uint8Array[] = [];
  const matrices = new Map<string, Matrix>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(entries as Record<string, Entry>)) {
    const [rows, columns] = shape;
    if (rows === undefined || columns === undefined || shape.length > 2) {
      throw new TensorFileError(`${file}: ${name} is no matrix`);
    }
    const part = Uint8Array.from(bytes.subarray(start + offsets[0], start + offsets[1]));
    parts.push(part);
    const values = dtype === 'F16' ? Float32Array.from(new Float16Array(part.buffer)) : new Float32Array(part.buffer);
    matrices.set(name, { rows, columns, values });
  }
  const { description, sha256 } = metadata;
  if (hashOf(description, parts) !== sha256) throw new TensorFileError(`${file} was changed since it was written`);
  return { matrices, description };
}

function hashOf(description: string, parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256').update(description);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
