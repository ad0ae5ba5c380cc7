import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { DamagedModelError, TruncatedModelError, UnsupportedTensorTypeError } from '../errors.js';
import { GROUP_SIZE, type NibbleGroups } from './dequantize/nibbles.js';
import type { TensorEntry } from './header.js';
import type { Metadata } from './metadata.js';
import type { GgufPart } from './part.js';
import { closeParts, type GgufParts, openParts } from './split.js';
import { supportedTensorTypes, type TensorType, tensorType, tensorTypeName } from './tensor-types.js';

/** One tensor of the model, seen as a matrix whose rows lie one after the other; a vector is one row. */
export interface TensorInfo {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly type: TensorType;
  /** The file it is in. */
  readonly part: GgufPart;
  /** Where its bytes begin in that file. */
  readonly offset: number;
}

/** Some rows of a tensor. The buffers are used again for the next slab. */
interface Rows {
  readonly firstRow: number;
  readonly rows: number;
}

/** Rows as float32. */
export interface Slab extends Rows {
  /** rows x columns values. */
  readonly values: Float32Array;
}

/** Rows of a type of 4 bits, as they are in the file. */
export interface NibbleSlab extends Rows {
  readonly groups: NibbleGroups;
}

/**
 * Values in a slab, about. 2 MB as float32 stay in a processor's cache from dequantising to quantising, and even a large
 * embedding never lies in memory as a whole.
 */
const SLAB_VALUES = 1 << 19;

/**
 * A model in GGUF format, in one file or several: its metadata, and its tensors read and dequantised a slab at a time.
 *
 * Opening it checks that every tensor lies inside its file and has a type that can be read.
 */
export class GgufFile {
  private constructor(
    /** Its files, in their order. */
    readonly parts: GgufParts,
    readonly tensors: ReadonlyMap<string, TensorInfo>,
  ) {}

  /**
   * @param filePath of the model's only file, or of any one of its files
   * @throws a `ModelFileError` where a file is missing, not GGUF, cut off, damaged or has unsupported tensors
   */
  static async open(filePath: string): Promise<GgufFile> {
    const parts = await openParts(filePath);
    try {
      return GgufFile.of(parts);
    } catch (error) {
      await closeParts(parts);
      throw error;
    }
  }

  /**
   * The model in these open files. Closing it closes them.
   *
   * @throws a `ModelFileError` where a file is cut off, damaged or has unsupported tensors
   */
  static of(parts: GgufParts): GgufFile {
    return new GgufFile(parts, locateTensors(parts));
  }

  /** Of its only file, or its first one. */
  get path(): string {
    return this.parts[0].path;
  }

  get fileName(): string {
    return path.basename(this.path);
  }

  close(): Promise<void> {
    return closeParts(this.parts);
  }

  string(key: string): string | undefined {
    return this.metadata.string(key);
  }

  boolean(key: string): boolean | undefined {
    return this.metadata.boolean(key);
  }

  number(key: string): number | undefined {
    return this.metadata.number(key);
  }

  strings(key: string): readonly string[] | undefined {
    return this.metadata.strings(key);
  }

  numbers(key: string): readonly number[] | undefined {
    return this.metadata.numbers(key);
  }

  /** @throws DamagedModelError where `read` found nothing under the key */
  required<T>(key: string, read: (key: string) => T | undefined): T {
    const value = read.call(this, key);
    if (value === undefined) throw new DamagedModelError(this.path, l10n.t('it has no {0}.', key));
    return value;
  }

  /** @throws DamagedModelError where there is no such tensor, or its shape is another */
  tensor(name: string, rows: number, columns: number): TensorInfo {
    const found = this.tensors.get(name);
    if (!found) throw new DamagedModelError(this.path, l10n.t('it has no tensor {0}.', name));
    if (found.rows !== rows || found.columns !== columns) {
      throw new DamagedModelError(
        this.path,
        l10n.t(
          'the tensor {0} is {1}, where {2} was to be expected.',
          name,
          `${found.rows} x ${found.columns}`,
          `${rows} x ${columns}`,
        ),
      );
    }
    return found;
  }

  /**
   * A tensor's rows in order. Each slab but the last has a multiple of `rowGroup` rows, and so has the last one
   * where the tensor has.
   */
  async *slabs(tensor: TensorInfo, rowGroup = 1): AsyncGenerator<Slab> {
    const { columns, type } = tensor;
    const values = new Float32Array(slabRowsOf(tensor, rowGroup) * columns);
    for await (const { firstRow, rows, bytes } of this.bytes(tensor, rowGroup)) {
      const slab = values.subarray(0, rows * columns);
      type.dequantize(bytes, slab);
      yield { firstRow, rows, values: slab };
    }
  }

  /** The same rows, of a type of 4 bits. */
  async *nibbleSlabs(tensor: TensorInfo, rowGroup = 1): AsyncGenerator<NibbleSlab> {
    const { name, columns, type } = tensor;
    if (!type.nibbles) throw new RangeError(`the tensor ${name} is ${type.name}, not of 4 bits`);
    const most = (slabRowsOf(tensor, rowGroup) * columns) / GROUP_SIZE;
    const buffers = {
      quants: new Uint8Array((most * GROUP_SIZE) / 2),
      scales: new Float32Array(most),
      centres: new Float32Array(most),
    };
    for await (const { firstRow, rows, bytes } of this.bytes(tensor, rowGroup)) {
      const count = (rows * columns) / GROUP_SIZE;
      const groups = {
        quants: buffers.quants.subarray(0, (count * GROUP_SIZE) / 2),
        scales: buffers.scales.subarray(0, count),
        centres: buffers.centres.subarray(0, count),
      };
      type.nibbles.read(bytes, groups);
      yield { firstRow, rows, groups };
    }
  }

  /** A whole tensor of one row. */
  async vector(tensor: TensorInfo): Promise<Float32Array> {
    const values = new Float32Array(tensor.columns);
    for await (const slab of this.slabs(tensor)) values.set(slab.values);
    return values;
  }

  private async *bytes(tensor: TensorInfo, rowGroup: number): AsyncGenerator<Rows & { readonly bytes: Uint8Array }> {
    const { columns, type, part, offset } = tensor;
    const slabRows = slabRowsOf(tensor, rowGroup);
    const rowBytes = (columns / type.blockSize) * type.blockBytes;
    const buffer = new Uint8Array(slabRows * rowBytes);
    for (let firstRow = 0; firstRow < tensor.rows; firstRow += slabRows) {
      const rows = Math.min(slabRows, tensor.rows - firstRow);
      const bytes = buffer.subarray(0, rows * rowBytes);
      await part.read(bytes, offset + firstRow * rowBytes);
      yield { firstRow, rows, bytes };
    }
  }

  private get metadata(): Metadata {
    return this.parts[0].header.metadata;
  }
}

/** Rows in all slabs but the last. */
function slabRowsOf({ rows, columns }: TensorInfo, rowGroup: number): number {
  const groups = Math.max(1, Math.floor(SLAB_VALUES / (columns * rowGroup)));
  return Math.min(rows, groups * rowGroup);
}

function locateTensors(parts: GgufParts): ReadonlyMap<string, TensorInfo> {
  const tensors = new Map<string, TensorInfo>();
  for (const part of parts) {
    for (const entry of part.header.tensors) {
      if (tensors.has(entry.name))
        throw new DamagedModelError(part.path, l10n.t('the tensor {0} is there twice.', entry.name));
      tensors.set(entry.name, locateTensor(part, entry));
    }
  }
  return tensors;
}

function locateTensor(part: GgufPart, { name, shape, type: typeNumber, offset }: TensorEntry): TensorInfo {
  const type = tensorType(typeNumber);
  if (!type) throw new UnsupportedTensorTypeError(part.path, name, tensorTypeName(typeNumber), supportedTensorTypes);
  const [columns = 1, ...others] = shape;
  const rows = others.reduce((product, dimension) => product * dimension, 1);
  if (columns % type.blockSize !== 0) {
    throw new DamagedModelError(
      part.path,
      l10n.t('the rows of {0} have the length {1}, which is not one of whole {2} blocks.', name, columns, type.name),
    );
  }
  const end = offset + rows * (columns / type.blockSize) * type.blockBytes;
  if (end > part.size) throw new TruncatedModelError(part.path, l10n.t('the tensor {0}', name), part.size, end);
  return { name, rows, columns, type, part, offset };
}
