import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A matrix [rows, columns], row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** What a file in the safetensors format holds, of which we write matrices in float32 and one text. */
export interface Tensors {
  /** By name. */
  readonly matrices: ReadonlyMap<string, Matrix>;
  /** JSON text that says what they are. */
  readonly description: string;
}

/** A file is not what `writeTensors` writes, or was changed since. */
export class TensorFileError extends Error {}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Writes matrices and their description as a safetensors file (huggingface.co/docs/safetensors), which NumPy and PyTorch
 * read. Its metadata has the SHA-256 of the description and all values. The file is there whole or not at all.
 */
export function writeTensors(file: string, { matrices, description }: Tensors): void {
  const entries: Record<string, Entry | Record<string, string>> = {
    __metadata__: { description, sha256: hashOf(description, matrices) },
  };
  let offset = 0;
  for (const [name, { rows, columns, values }] of matrices) {
    const end = offset + values.byteLength;
    entries[name] = { dtype: 'F32', shape: [rows, columns], data_offsets: [offset, end] };
    offset = end;
  }
  const text = JSON.stringify(entries);
  // What follows it must be aligned.
  const header = Buffer.from(text.padEnd(text.length + ((8 - (Buffer.byteLength(text) % 8)) % 8)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const parts = [...matrices.values()].map(({ values }) => bytesOf(values));
  writeFileSync(`${file}.partial`, Buffer.concat([length, header, ...parts]));
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
  const matrices = new Map<string, Matrix>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(entries as Record<string, Entry>)) {
    const [rows, columns] = shape;
    if (dtype !== 'F32' || rows === undefined || columns === undefined || shape.length > 2) {
      throw new TensorFileError(`${file}: ${name} is no matrix in float32`);
    }
    const values = new Float32Array(Uint8Array.from(bytes.subarray(start + offsets[0], start + offsets[1])).buffer);
    matrices.set(name, { rows, columns, values });
  }
  const { description, sha256 } = metadata;
  if (hashOf(description, matrices) !== sha256) throw new TensorFileError(`${file} was changed since it was written`);
  return { matrices, description };
}

function hashOf(description: string, matrices: Tensors['matrices']): string {
  const hash = createHash('sha256').update(description);
  for (const { values } of matrices.values()) hash.update(bytesOf(values));
  return hash.digest('hex');
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
