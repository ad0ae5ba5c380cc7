import type { Architecture, ProjectionSource, Rotary } from '../architectures/architecture.js';
import { EMBEDDING, FINAL_NORM, HEAD } from '../architectures/tensor-names.js';
import { UnsupportedFeatureError } from '../errors.js';
import type { GgufFile, TensorInfo } from '../gguf/file.js';
import type { ExternalDataWriter } from '../onnx/external-data.js';
import type { ExternalRegion } from '../onnx/messages.js';
import type { MatrixForm, WeightForms } from './forms.js';
import { BLOCK_SIZE } from './quantize.js';
import { headOrder, reorderHeads, rotaryTables } from './rotary.js';
import { type StoredMatrix, storeMatrix } from './stored-matrix.js';

export interface Projection {
  readonly matrix: StoredMatrix;
  readonly bias?: Float32Array;
}

export interface LayerWeights {
  readonly attentionNorm: Float32Array;
  /** The rows of query, key and value, in this order. */
  readonly attentionInput: Projection;
  /** [headDim] each, in the order of the rows of query and key. */
  readonly headNorms: { readonly query: Float32Array; readonly key: Float32Array } | undefined;
  /** Undefined where queries and keys are not turned. */
  readonly rotary: RotaryTables | undefined;
  readonly attentionOutput: Projection;
  readonly feedForwardNorm: Float32Array;
  /** The rows of gate and up, in this order. */
  readonly feedForwardInput: Projection;
  readonly feedForwardOutput: Projection;
  readonly postNorms: { readonly attention: Float32Array; readonly feedForward: Float32Array } | undefined;
}

/** Cosines and sines of the rotary angles, each [contextLength, headDim / 2]; layers that turn alike share the object. */
export interface RotaryTables {
  readonly cosines: ExternalRegion;
  readonly sines: ExternalRegion;
}

/** All that a decoder graph needs to know of a model's numbers. */
export interface ModelWeights {
  readonly embedding: StoredMatrix;
  readonly layers: readonly LayerWeights[];
  readonly finalNorm: Float32Array;
  /** The same regions as the embedding's where the model ties them and both have one form. */
  readonly head: StoredMatrix;
}

export interface WorkOptions {
  /** Fractions of the whole. */
  readonly onProgress: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Moves a model's weights from its GGUF file into the external data of a graph, a slab at a time; vectors stay in
 * memory. Between slabs the event loop runs, and the signal is heeded.
 */
export async function storeWeights(
  file: GgufFile,
  architecture: Architecture,
  forms: WeightForms,
  data: ExternalDataWriter,
  options: WorkOptions,
): Promise<ModelWeights> {
  const { width, heads, kvHeads, headDim, feedForward, vocabulary } = architecture;
  const mover = new WeightMover(file, data, options);
  const order = headOrder(architecture);
  const rotary = new RotaryStore(architecture, mover, data);

  // Only a few rows of the embedding are ever read, so its form costs no time.
  const embeddingForm = forms.head === 'float32' ? 'float32' : 'blocks';
  const embedding = await mover.matrix([plainPart(EMBEDDING, vocabulary)], width, embeddingForm);
  const layers: LayerWeights[] = [];
  for (const layer of architecture.layers) {
    const attentionInput = [
      { source: layer.query, rows: heads * headDim, order },
      { source: layer.key, rows: kvHeads * headDim, order },
      { source: layer.value, rows: kvHeads * headDim },
    ];
    const feedForwardInput = [
      { source: layer.gate, rows: feedForward },
      { source: layer.up, rows: feedForward },
    ];
    layers.push({
      attentionNorm: await mover.vector(layer.attentionNorm, width),
      attentionInput: await mover.projection(attentionInput, width, forms.attentionInput),
      headNorms: layer.headNorms && {
        query: inOrder(await mover.vector(layer.headNorms.query, headDim), 1, order),
        key: inOrder(await mover.vector(layer.headNorms.key, headDim), 1, order),
      },
      rotary: layer.rotary && (await rotary.tables(layer.rotary)),
      attentionOutput: await mover.projection(
        [{ source: layer.output, rows: width }],
        heads * headDim,
        forms.attentionOutput,
      ),
      feedForwardNorm: await mover.vector(layer.feedForwardNorm, width),
      feedForwardInput: await mover.projection(feedForwardInput, width, forms.feedForwardInput),
      feedForwardOutput: await mover.projection(
        [{ source: layer.down, rows: width }],
        feedForward,
        forms.feedForwardOutput,
      ),
      postNorms: layer.postNorms && {
        attention: await mover.vector(layer.postNorms.attention, width),
        feedForward: await mover.vector(layer.postNorms.feedForward, width),
      },
    });
  }
  const finalNorm = await mover.vector(FINAL_NORM, width);
  const head =
    architecture.tiedHead && forms.head === embeddingForm
      ? embedding
      : await mover.matrix([plainPart(architecture.tiedHead ? EMBEDDING : HEAD, vocabulary)], width, forms.head);
  return { embedding, layers, finalNorm, head };
}

/** Writes the tables of each rotary embedding once. */
class RotaryStore {
  private readonly stored = new Map<Rotary, RotaryTables>();

  constructor(
    private readonly architecture: Architecture,
    private readonly mover: WeightMover,
    private readonly data: ExternalDataWriter,
  ) {}

  async tables(rotary: Rotary): Promise<RotaryTables> {
    const known = this.stored.get(rotary);
    if (known) return known;
    const { frequencyDivisors } = rotary;
    const divisors =
      frequencyDivisors === undefined
        ? undefined
        : await this.mover.vector(frequencyDivisors, this.architecture.rotaryDimensions / 2);
    const { cosines, sines } = rotaryTables(this.architecture, rotary, divisors);
    const tables = { cosines: await this.data.write([cosines]), sines: await this.data.write([sines]) };
    this.stored.set(rotary, tables);
    return tables;
  }
}

/** Rows of a matrix, and where they are in the file. */
interface MatrixPart {
  readonly source: ProjectionSource;
  readonly rows: number;
  /** Given where the rows of each head must be put in order for the rotary embedding. */
  readonly order?: readonly number[] | undefined;
}

function plainPart(weight: string, rows: number): MatrixPart {
  return { source: { weight, bias: undefined }, rows };
}

class WeightMover {
  private readonly total: number;
  private moved = 0;

  constructor(
    private readonly file: GgufFile,
    private readonly data: ExternalDataWriter,
    private readonly options: WorkOptions,
  ) {
    this.total = [...file.tensors.values()].reduce((sum, tensor) => sum + tensor.rows * tensor.columns, 0);
  }

  vector(name: string, length: number): Promise<Float32Array> {
    return this.file.vector(this.file.tensor(name, 1, length));
  }

  async projection(parts: readonly MatrixPart[], columns: number, form: MatrixForm): Promise<Projection> {
    const matrix = await this.matrix(parts, columns, form);
    const biases = parts.map(({ source }) => ('bias' in source ? source.bias : undefined));
    if (biases.every((bias) => bias === undefined)) return { matrix };
    const values = new Float32Array(matrix.rows);
    let end = 0;
    for (const [index, { rows, order }] of parts.entries()) {
      const bias = biases[index];
      if (bias !== undefined) values.set(inOrder(await this.vector(bias, rows), 1, order), end);
      end += rows;
    }
    return { matrix, bias: values };
  }

  /** The rows of all parts, one part after the other. */
  async matrix(parts: readonly MatrixPart[], columns: number, form: MatrixForm): Promise<StoredMatrix> {
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    if (form === 'blocks' && columns % BLOCK_SIZE !== 0) {
      const found = `whose rows have ${columns} values`;
      const supported = [`multiples of ${BLOCK_SIZE}`];
      throw new UnsupportedFeatureError(this.file.path, 'a matrix', found, supported);
    }
    return storeMatrix(this.data, this.slabs(parts, columns), { rows, columns, form });
  }

  private async *slabs(parts: readonly MatrixPart[], columns: number): AsyncGenerator<Float32Array> {
    for (const part of parts) {
      const { order } = part;
      for await (const { values } of this.file.slabs(this.tensor(part, columns), order?.length)) {
        this.options.signal?.throwIfAborted();
        yield inOrder(values, columns, order);
        this.moved += values.length;
        this.options.onProgress(Math.min(1, this.moved / this.total));
      }
    }
  }

  /** A part's rows as a tensor by themselves. */
  private tensor({ source, rows }: MatrixPart, columns: number): TensorInfo {
    if ('weight' in source) return this.file.tensor(source.weight, rows, columns);
    const whole = this.file.tensor(source.fused, source.allRows, columns);
    const rowBytes = (columns / whole.type.blockSize) * whole.type.blockBytes;
    return { ...whole, rows, offset: whole.offset + source.firstRow * rowBytes };
  }
}

function inOrder(values: Float32Array, columns: number, order: readonly number[] | undefined): Float32Array {
  return order ? reorderHeads(values, columns, order) : values;
}
