import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { GGMLQuantizationType, type GGUFParseOutput, gguf } from '@huggingface/gguf';
import { toError } from '../../core/errors.js';
import {
  DamagedModelError,
  ModelFileMissingError,
  NotGgufError,
  TruncatedModelError,
  UnsupportedFeatureError,
  UnsupportedTensorTypeError,
} from '../errors.js';
import { supportedTensorTypes, type TensorType, tensorType } from './tensor-types.js';

/** One tensor of the file, seen as a matrix whose rows lie one after the other; a vector is one row. */
export interface TensorInfo {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly type: TensorType;
  /** Where its bytes begin in the file. */
  readonly offset: number;
}

/** Some rows of a tensor as float32. The buffer is used again for the next slab. */
export interface Slab {
  readonly firstRow: number;
  readonly rows: number;
  /** rows x columns values. */
  readonly values: Float32Array;
}

/**
 * Values in a slab, about. 2 MB as float32 stay in a processor's cache from dequantising to quantising, and even a large
 * embedding never lies in memory as a whole.
 */
const SLAB_VALUES = 1 << 19;

/**
 * A GGUF file: its metadata, and its tensors read and dequantised a slab at a time.
 *
 * Opening it checks that every tensor lies inside the file and has a type that can be read.
 */
export class GgufFile {
  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private readonly metadata: Readonly<Record<string, unknown>>,
    readonly tensors: ReadonlyMap<string, TensorInfo>,
  ) {}

  /** @throws a `ModelFileError` where the file is missing, not GGUF, cut off, damaged or has unsupported tensors */
  static async open(filePath: string): Promise<GgufFile> {
    const handle = await open(filePath, 'r').catch((error: unknown) => {
      throw new ModelFileMissingError(filePath, toError(error));
    });
    try {
      const size = await checkBeginning(filePath, handle);
      const header = await readHeader(filePath, size);
      return new GgufFile(filePath, handle, { ...header.metadata }, locateTensors(filePath, size, header));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get fileName(): string {
    return path.basename(this.path);
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  string(key: string): string | undefined {
    return this.value(key, 'a text', (value) => typeof value === 'string');
  }

  boolean(key: string): boolean | undefined {
    return this.value(key, 'true or false', (value) => typeof value === 'boolean');
  }

  number(key: string): number | undefined {
    const value = this.value(key, 'a number', (value) => typeof value === 'number' || typeof value === 'bigint');
    return value === undefined ? undefined : Number(value);
  }

  strings(key: string): readonly string[] | undefined {
    return this.value(key, 'a list of texts', (value) => Array.isArray(value) && typeof value[0] === 'string');
  }

  numbers(key: string): readonly number[] | undefined {
    return this.value(key, 'a list of numbers', (value) => Array.isArray(value) && typeof value[0] === 'number');
  }

  /** @throws DamagedModelError where `read` found nothing under the key */
  required<T>(key: string, read: (key: string) => T | undefined): T {
    const value = read.call(this, key);
    if (value === undefined) throw new DamagedModelError(this.path, `it has no ${key}.`);
    return value;
  }

  /** @throws DamagedModelError where there is no such tensor, or its shape is another */
  tensor(name: string, rows: number, columns: number): TensorInfo {
    const found = this.tensors.get(name);
    if (!found) throw new DamagedModelError(this.path, `it has no tensor ${name}.`);
    if (found.rows !== rows || found.columns !== columns) {
      throw new DamagedModelError(
        this.path,
        `the tensor ${name} is ${found.rows} x ${found.columns}, where ${rows} x ${columns} was to be expected.`,
      );
    }
    return found;
  }

  /**
   * A tensor's rows in order. Each slab but the last has a multiple of `rowGroup` rows, and so has the last one
   * where the tensor has.
   */
  async *slabs(tensor: TensorInfo, rowGroup = 1): AsyncGenerator<Slab> {
    const { rows, columns, type } = tensor;
    const groups = Math.max(1, Math.floor(SLAB_VALUES / (columns * rowGroup)));
    const slabRows = Math.min(rows, groups * rowGroup);
    const rowBytes = (columns / type.blockSize) * type.blockBytes;
    const bytes = new Uint8Array(slabRows * rowBytes);
    const values = new Float32Array(slabRows * columns);
    for (let firstRow = 0; firstRow < rows; firstRow += slabRows) {
      const count = Math.min(slabRows, rows - firstRow);
      await this.read(bytes.subarray(0, count * rowBytes), tensor.offset + firstRow * rowBytes);
      const slab = values.subarray(0, count * columns);
      type.dequantize(bytes, slab);
      yield { firstRow, rows: count, values: slab };
    }
  }

  /** A whole tensor of one row. */
  async vector(tensor: TensorInfo): Promise<Float32Array> {
    const values = new Float32Array(tensor.columns);
    for await (const slab of this.slabs(tensor)) values.set(slab.values);
    return values;
  }

  private async read(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await this.handle.read(bytes, done, bytes.length - done, position + done);
      if (bytesRead === 0)
        throw new TruncatedModelError(this.path, 'a tensor', position + done, position + bytes.length);
      done += bytesRead;
    }
  }

  private value<T>(key: string, expected: string, is: (value: unknown) => boolean): T | undefined {
    const value = this.metadata[key];
    if (value === undefined) return undefined;
    if (!is(value)) throw new DamagedModelError(this.path, `${key} is not ${expected}.`);
    return value as T;
  }
}

/** Checks the magic number; returns the file's size. */
async function checkBeginning(filePath: string, handle: FileHandle): Promise<number> {
  const beginning = new Uint8Array(4);
  const { bytesRead } = await handle.read(beginning, 0, 4, 0).catch((error: unknown) => {
    throw new ModelFileMissingError(filePath, toError(error)); // a folder opens on POSIX, but cannot be read
  });
  const found = beginning.subarray(0, bytesRead);
  if (new TextDecoder('latin1').decode(found) !== 'GGUF') throw new NotGgufError(filePath, found);
  return (await handle.stat()).size;
}

async function readHeader(filePath: string, size: number): Promise<GGUFParseOutput> {
  let header: GGUFParseOutput;
  try {
    header = await gguf(filePath, { allowLocalFile: true });
  } catch (error) {
    const reason = toError(error);
    throw new DamagedModelError(filePath, `its header cannot be read (${reason.message}).`, { cause: reason });
  }
  // The reader fills what is missing with zeros, so a header that was cut off shows here.
  const headerEnd = header.tensorInfoByteRange[1];
  if (headerEnd > size) throw new TruncatedModelError(filePath, 'its header', size, headerEnd);
  if (!header.littleEndian) {
    throw new UnsupportedFeatureError(filePath, 'the byte order', 'big-endian', ['little-endian']);
  }
  return header;
}

function locateTensors(filePath: string, size: number, header: GGUFParseOutput): ReadonlyMap<string, TensorInfo> {
  const tensors = new Map<string, TensorInfo>();
  for (const { name, shape, dtype, offset } of header.tensorInfos) {
    const type = tensorType(dtype);
    if (!type)
      throw new UnsupportedTensorTypeError(
        filePath,
        name,
        GGMLQuantizationType[dtype] ?? `number ${dtype}`,
        supportedTensorTypes,
      );
    const [columns = 1, ...others] = shape.map(Number);
    const rows = others.reduce((product, dimension) => product * dimension, 1);
    if (columns % type.blockSize !== 0) {
      throw new DamagedModelError(
        filePath,
        `the rows of ${name} have ${columns} values, not whole ${type.name} blocks.`,
      );
    }
    const start = Number(header.tensorDataOffset + offset);
    const end = start + rows * (columns / type.blockSize) * type.blockBytes;
    if (end > size) throw new TruncatedModelError(filePath, `the tensor ${name}`, size, end);
    tensors.set(name, { name, rows, columns, type, offset: start });
  }
  return tensors;
}
