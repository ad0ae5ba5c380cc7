import { Tensor } from 'onnxruntime-node';
import { type KeyValueShape, keyDimensionsOf } from '../../model/graph/caches.js';
import { arithmeticOf, type GraphTarget } from '../../model/graph/device.js';
import type { KeyValues, KeyValueTensors } from './key-values.js';

/** What can be done with keys and values where they lie; each gives new tensors. */
export interface KeyValueOperations {
  /** The columns of one after those of the other. */
  append(past: KeyValueTensors, fresh: KeyValueTensors): Promise<KeyValueTensors>;
  select(past: KeyValueTensors, rows: readonly number[], columns: readonly number[]): Promise<KeyValueTensors>;
}

/**
 * Keys and values in tensors that JavaScript cannot write, in a GPU's memory: new ones are made of old ones there, and
 * what is replaced is given back at once, for the garbage collector knows nothing of that memory.
 */
export class AppendedKeyValues implements KeyValues {
  /** @param held owned by this object from now on */
  private constructor(
    private readonly operations: KeyValueOperations,
    private held: KeyValueTensors,
  ) {}

  /** One column of zeros, which the first that is put replaces: an empty tensor makes the WebGPU provider crash. */
  static empty(
    operations: KeyValueOperations,
    shape: KeyValueShape,
    target: GraphTarget,
    rows: number,
  ): AppendedKeyValues {
    const length = shape.kvHeads * rows * shape.headDim;
    const zeros = (dimensions: readonly number[]) =>
      arithmeticOf(target).floats === 'half'
        ? new Tensor('float16', new Uint16Array(length), dimensions)
        : new Tensor('float32', new Float32Array(length), dimensions);
    const { key, value } = keyDimensionsOf(shape, target, rows, 1);
    const tensors = Array.from({ length: shape.layers }, () => [zeros(key), zeros(value)]);
    return new AppendedKeyValues(operations, tensors.flat());
  }

  get rows(): number {
    return this.dimension(1);
  }

  get columns(): number {
    return this.dimension(2);
  }

  get tensors(): KeyValueTensors {
    return this.held;
  }

  async put(values: KeyValueTensors, _tokens: number, column: number): Promise<void> {
    if (column === 0) {
      this.replace(values);
      return;
    }
    if (column !== this.columns) throw new RangeError('columns can only be appended here');
    const joined = await this.operations.append(this.held, values);
    dispose(values);
    this.replace(joined);
  }

  async keepRows(rows: readonly number[]): Promise<void> {
    this.replace(await this.operations.select(this.held, rows, range(0, this.columns)));
  }

  async dropColumns(columns: number): Promise<void> {
    this.replace(await this.operations.select(this.held, range(0, this.rows), range(columns, this.columns)));
  }

  async shortened(columns: number): Promise<AppendedKeyValues> {
    if (columns === this.columns) return this;
    this.replace(await this.operations.select(this.held, range(0, this.rows), range(0, columns)));
    return this;
  }

  dispose(): void {
    dispose(this.held);
  }

  /** Of the values, whose dimensions are the same on all devices: [kvHeads, rows, columns, headDim]. */
  private dimension(index: number): number {
    return this.held[1]!.dims[index]!;
  }

  private replace(tensors: KeyValueTensors): void {
    dispose(this.held);
    this.held = tensors;
  }
}

function dispose(tensors: KeyValueTensors): void {
  for (const tensor of tensors) tensor.dispose();
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
