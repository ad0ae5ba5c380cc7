import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import {
  decodeSafetensors,
  encodeSafetensors,
  floatsOf,
  type StoredTensor,
  tensorOf,
} from '../../src/model/safetensors.js';

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

/**
 * Writes matrices and their description as a safetensors file. Its metadata has the SHA-256 of the description and all
 * numbers. The file is there whole or not at all.
 */
export function writeTensors(file: string, { matrices, description }: Tensors, precision: 'F32' | 'F16' = 'F32'): void {
  const tensors = new Map(
    [...matrices].map(([name, { rows, columns, values }]) => [name, tensorOf(values, [rows, columns], precision)]),
  );
  const metadata = { description, sha256: hashOf(description, tensors) };
  writeFileSync(`${file}.partial`, encodeSafetensors({ tensors, metadata }));
  renameSync(`${file}.partial`, file);
}

/**
 * Reads what `writeTensors` wrote.
 *
 * @throws TensorFileError, SafetensorsError
 */
export function readTensors(file: string): Tensors {
  const { tensors, metadata } = decodeSafetensors(readFileSync(file));
  const { description = '', sha256 } = metadata;
  if (hashOf(description, tensors) !== sha256) throw new TensorFileError(`${file} was changed since it was written`);
  const matrices = new Map<string, Matrix>();
  for (const [name, tensor] of tensors) {
    const [rows, columns] = tensor.shape;
    if (rows === undefined || columns === undefined || tensor.shape.length > 2) {
      throw new TensorFileError(`${file}: ${name} is no matrix`);
    }
    matrices.set(name, { rows, columns, values: floatsOf(tensor) });
  }
  return { matrices, description };
}

function hashOf(description: string, tensors: ReadonlyMap<string, StoredTensor>): string {
  const hash = createHash('sha256').update(description);
  for (const { bytes } of tensors.values()) hash.update(bytes);
  return hash.digest('hex');
}
