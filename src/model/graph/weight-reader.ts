import type { Architecture, Layer, ProjectionSource } from '../architectures/architecture.js';
import { GROUP_SIZE, type NibbleGroups } from '../gguf/dequantize/nibbles.js';
import type { GgufFile, TensorInfo } from '../gguf/file.js';
import type { LayerProjection } from './forms.js';
import { headOrder, reorderHeads } from './rotary.js';

export interface WorkOptions {
  /** Fractions of the whole. */
  readonly onProgress: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** Rows of a matrix, and where they are in the file. */
export interface MatrixPart {
  readonly source: ProjectionSource;
  readonly rows: number;
  /** Given where the rows of each head must be put in order for the rotary embedding. */
  readonly order?: readonly number[] | undefined;
  /** Given where each row, its bias too, is to be divided by a number of its own. */
  readonly rowDivisors?: Float32Array | undefined;
}

/** A matrix, put together from parts. */
export interface MatrixSource {
  readonly parts: readonly MatrixPart[];
  readonly columns: number;
  /** Given where each column is to be multiplied by a number of its own. */
  readonly columnFactors?: Float32Array | undefined;
}

/** The rows of a tensor that is a matrix by itself. */
export function plainPart(weight: string, rows: number): MatrixPart {
  return { source: { weight, bias: undefined }, rows };
}

/** Where a layer's projections are in the file. */
export function projectionSources(
  architecture: Architecture,
  layer: Layer,
): Readonly<Record<LayerProjection, MatrixSource>> {
  const { width, heads, kvHeads, headDim, feedForward } = architecture;
  const order = headOrder(architecture);
  return {
    attentionInput: {
      parts: [
        { source: layer.query, rows: heads * headDim, order },
        { source: layer.key, rows: kvHeads * headDim, order },
        { source: layer.value, rows: kvHeads * headDim },
      ],
      columns: width,
    },
    attentionOutput: { parts: [{ source: layer.output, rows: width }], columns: heads * headDim },
    feedForwardInput: {
      parts: [
        { source: layer.gate, rows: feedForward },
        { source: layer.up, rows: feedForward },
      ],
      columns: width,
    },
    feedForwardOutput: { parts: [{ source: layer.down, rows: width }], columns: feedForward },
  };
}

export function rowsOf({ parts }: MatrixSource): number {
  return parts.reduce((sum, part) => sum + part.rows, 0);
}

/** A part's rows as a tensor by themselves. */
export function tensorOf(file: GgufFile, { source, rows }: MatrixPart, columns: number): TensorInfo {
  if ('weight' in source) return file.tensor(source.weight, rows, columns);
  const whole = file.tensor(source.fused, source.allRows, columns);
  const rowBytes = (columns / whole.type.blockSize) * whole.type.blockBytes;
  return { ...whole, rows, offset: whole.offset + source.firstRow * rowBytes };
}

/** Reads a model's weights, a slab at a time. Between slabs the event loop runs, and the signal is heeded. */
export class WeightReader {
  private readonly total: number;
  private done = 0;

  constructor(
    readonly file: GgufFile,
    private readonly options: WorkOptions,
  ) {
    this.total = [...file.tensors.values()].reduce((sum, tensor) => sum + tensor.rows * tensor.columns, 0);
  }

  vector(name: string, length: number): Promise<Float32Array> {
    return this.file.vector(this.file.tensor(name, 1, length));
  }

  /** A vector with a number for each of a head's dimensions, in the order of the rows of query and key. */
  async headVector(name: string, architecture: Architecture): Promise<Float32Array> {
    return inOrder(await this.vector(name, architecture.headDim), 1, headOrder(architecture));
  }

  /** The rows of all parts, one part after the other. A slab is of no use any more when the next is asked for. */
  async *rows({ parts, columns, columnFactors }: MatrixSource): AsyncGenerator<Float32Array> {
    for (const part of parts) {
      const { order, rowDivisors } = part;
      for await (const { values, firstRow } of this.file.slabs(tensorOf(this.file, part, columns), order?.length)) {
        this.options.signal?.throwIfAborted();
        const rows = inOrder(values, columns, order);
        if (columnFactors || rowDivisors) scale(rows, firstRow, columns, columnFactors, rowDivisors);
        yield rows;
        this.count(values.length);
      }
    }
  }

  /** The same of a matrix of which the file has all parts in 4 bits; one that is to be changed cannot be read so. */
  async *nibbles({ parts, columns, columnFactors }: MatrixSource): AsyncGenerator<NibbleGroups> {
    const groupsOfRow = columns / GROUP_SIZE;
    for (const part of parts) {
      const { order, rowDivisors } = part;
      if (columnFactors || rowDivisors) throw new RangeError('4 bits are kept as they are in the file');
      const tensor = tensorOf(this.file, part, columns);
      for await (const { rows, groups } of this.file.nibbleSlabs(tensor, order?.length)) {
        this.options.signal?.throwIfAborted();
        yield {
          quants: inOrder(groups.quants, columns / 2, order),
          scales: inOrder(groups.scales, groupsOfRow, order),
          centres: inOrder(groups.centres, groupsOfRow, order),
        };
        this.count(rows * columns);
      }
    }
  }

  /** The biases of all parts' rows; undefined where no part has any. */
  async biases(source: MatrixSource): Promise<Float32Array | undefined> {
    const names = source.parts.map((part) => ('bias' in part.source ? part.source.bias : undefined));
    if (names.every((name) => name === undefined)) return undefined;
    const values = new Float32Array(rowsOf(source));
    let end = 0;
    for (const [index, { rows, order, rowDivisors }] of source.parts.entries()) {
      const name = names[index];
      if (name !== undefined) {
        const biases = inOrder(await this.vector(name, rows), 1, order);
        if (rowDivisors) scale(biases, 0, 1, undefined, rowDivisors);
        values.set(biases, end);
      }
      end += rows;
    }
    return values;
  }

  private count(values: number): void {
    this.done += values;
    this.options.onProgress(Math.min(1, this.done / this.total));
  }
}

function inOrder<Values extends Float32Array | Uint8Array>(
  values: Values,
  columns: number,
  order: readonly number[] | undefined,
): Values {
  return order ? reorderHeads(values, columns, order) : values;
}

/** Whole rows in their place; the first of them is row `firstRow` of its part. */
function scale(
  values: Float32Array,
  firstRow: number,
  columns: number,
  columnFactors: Float32Array | undefined,
  rowDivisors: Float32Array | undefined,
): void {
  const rows = values.length / columns;
  for (let row = 0; row < rows; row++) {
    const ofRow = rowDivisors ? 1 / rowDivisors[firstRow + row]! : 1;
    const start = row * columns;
    // Apart, as there are hundreds of millions of values.
    if (columnFactors) for (let i = 0; i < columns; i++) values[start + i]! *= ofRow * columnFactors[i]!;
    else for (let i = 0; i < columns; i++) values[start + i]! *= ofRow;
  }
}
