import type { Architecture } from '../architectures/architecture.js';
import { EMBEDDING, FINAL_NORM, HEAD, layerTensors } from '../architectures/tensor-names.js';
import { UnsupportedFeatureError } from '../errors.js';
import type { GgufFile } from '../gguf/file.js';
import type { ExternalDataWriter } from '../onnx/external-data.js';
import type { ExternalRegion } from '../onnx/messages.js';
import type { MatrixForm, WeightForms } from './forms.js';
import { BLOCK_SIZE, quantizeBlocks, quantizeRows } from './quantize.js';
import { deinterleaveHeads, rotaryTables } from './rotary.js';

/** A matrix [rows, columns] in the external data; it maps a vector of `columns` values to one of `rows`. */
export type StoredMatrix = { readonly rows: number; readonly columns: number } & (
  | { readonly form: 'float32'; readonly values: ExternalRegion }
  | {
      readonly form: 'blocks';
      readonly quants: ExternalRegion;
      readonly scales: ExternalRegion;
      readonly zeroPoints: ExternalRegion;
    }
  | {
      readonly form: 'rows';
      /** [columns, rows] */
      readonly quants: ExternalRegion;
      /** [rows] */
      readonly scales: ExternalRegion;
    }
);

export interface Projection {
  readonly matrix: StoredMatrix;
  readonly bias?: Float32Array;
}

export interface LayerWeights {
  readonly attentionNorm: Float32Array;
  /** The rows of query, key and value, in this order. */
  readonly attentionInput: Projection;
  readonly attentionOutput: Projection;
  readonly feedForwardNorm: Float32Array;
  /** The rows of gate and up, in this order. */
  readonly feedForwardInput: Projection;
  readonly feedForwardOutput: Projection;
}

/** All that a decoder graph needs to know of a model's numbers. */
export interface ModelWeights {
  readonly embedding: StoredMatrix;
  readonly layers: readonly LayerWeights[];
  readonly finalNorm: Float32Array;
  /** The same regions as the embedding's where the model ties them and both have one form. */
  readonly head: StoredMatrix;
  /** Cosines and sines of the rotary angles, each [contextLength, headDim / 2]. */
  readonly rotary: { readonly cosines: ExternalRegion; readonly sines: ExternalRegion };
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
  const { width, heads, kvHeads, headDim, feedForward, vocabulary, attentionBias } = architecture;
  const mover = new WeightMover(file, data, options);
  const headDimIfInterleaved = architecture.rotaryRows === 'interleaved' ? headDim : undefined;

  // Only a few rows of the embedding are ever read, so its form costs no time.
  const embeddingForm = forms.head === 'float32' ? 'float32' : 'blocks';
  const embedding = await mover.matrix([{ weight: EMBEDDING, rows: vocabulary }], width, embeddingForm);
  const layers: LayerWeights[] = [];
  for (let layer = 0; layer < architecture.layers; layer++) {
    const names = layerTensors(layer);
    const withBias = (part: MatrixPart, bias: string): MatrixPart => (attentionBias ? { ...part, bias } : part);
    const attentionInput = [
      withBias({ weight: names.query, rows: heads * headDim, headDimIfInterleaved }, names.queryBias),
      withBias({ weight: names.key, rows: kvHeads * headDim, headDimIfInterleaved }, names.keyBias),
      withBias({ weight: names.value, rows: kvHeads * headDim }, names.valueBias),
    ];
    const feedForwardInput = [
      { weight: names.gate, rows: feedForward },
      { weight: names.up, rows: feedForward },
    ];
    layers.push({
      attentionNorm: await mover.vector(names.attentionNorm, width),
      attentionInput: await mover.projection(attentionInput, width, forms.attentionInput),
      attentionOutput: await mover.projection(
        [{ weight: names.output, rows: width }],
        heads * headDim,
        forms.attentionOutput,
      ),
      feedForwardNorm: await mover.vector(names.feedForwardNorm, width),
      feedForwardInput: await mover.projection(feedForwardInput, width, forms.feedForwardInput),
      feedForwardOutput: await mover.projection(
        [{ weight: names.down, rows: width }],
        feedForward,
        forms.feedForwardOutput,
      ),
    });
  }
  const finalNorm = await mover.vector(FINAL_NORM, width);
  const head =
    architecture.tiedHead && forms.head === embeddingForm
      ? embedding
      : await mover.matrix([{ weight: architecture.tiedHead ? EMBEDDING : HEAD, rows: vocabulary }], width, forms.head);
  const tables = rotaryTables(architecture);
  const rotary = { cosines: await data.write([tables.cosines]), sines: await data.write([tables.sines]) };
  return { embedding, layers, finalNorm, head, rotary };
}

/** Rows of a matrix that are a tensor of the file. */
interface MatrixPart {
  readonly weight: string;
  readonly rows: number;
  readonly bias?: string;
  /** Given where the rows must be put in order for the rotary embedding. */
  readonly headDimIfInterleaved?: number | undefined;
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
    if (parts.every(({ bias }) => bias === undefined)) return { matrix };
    const bias = new Float32Array(matrix.rows);
    let end = 0;
    for (const part of parts) {
      if (part.bias !== undefined) {
        const values = await this.vector(part.bias, part.rows);
        bias.set(inOrder(values, 1, part.headDimIfInterleaved), end);
      }
      end += part.rows;
    }
    return { matrix, bias };
  }

  /** The rows of all parts, one part after the other. */
  async matrix(parts: readonly MatrixPart[], columns: number, form: MatrixForm): Promise<StoredMatrix> {
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    const slabs = this.slabs(parts, columns);
    switch (form) {
      case 'float32':
        return { rows, columns, form, values: await this.data.write(slabs) };
      case 'blocks': {
        if (columns % BLOCK_SIZE !== 0) {
          const found = `whose rows have ${columns} values`;
          const supported = [`multiples of ${BLOCK_SIZE}`];
          throw new UnsupportedFeatureError(this.file.path, `the tensor ${parts[0]?.weight},`, found, supported);
        }
        const blocks = (rows * columns) / BLOCK_SIZE;
        const scales = new Float32Array(blocks);
        const zeroPoints = new Uint8Array(blocks);
        return {
          rows,
          columns,
          form,
          quants: await this.data.write(blockQuants(slabs, scales, zeroPoints)),
          scales: await this.data.write([scales]),
          zeroPoints: await this.data.write([zeroPoints]),
        };
      }
      case 'rows': {
        // The whole matrix lies in memory while it is turned round, at a byte a weight.
        const quants = new Int8Array(rows * columns);
        const scales = new Float32Array(rows);
        let row = 0;
        for await (const values of slabs) {
          quantizeRows(values, columns, { quants, scales }, row);
          row += values.length / columns;
        }
        return {
          rows,
          columns,
          form,
          quants: await this.data.write([quants]),
          scales: await this.data.write([scales]),
        };
      }
    }
  }

  private async *slabs(parts: readonly MatrixPart[], columns: number): AsyncGenerator<Float32Array> {
    for (const { weight, rows, headDimIfInterleaved } of parts) {
      const tensor = this.file.tensor(weight, rows, columns);
      for await (const { values } of this.file.slabs(tensor, headDimIfInterleaved)) {
        this.options.signal?.throwIfAborted();
        yield inOrder(values, columns, headDimIfInterleaved);
        this.moved += values.length;
        this.options.onProgress(Math.min(1, this.moved / this.total));
      }
    }
  }
}

function inOrder(values: Float32Array, columns: number, headDimIfInterleaved: number | undefined): Float32Array {
  return headDimIfInterleaved ? deinterleaveHeads(values, columns, headDimIfInterleaved) : values;
}

/** The quants of slabs that follow each other; fills the scales and zero points on the way. */
async function* blockQuants(
  slabs: AsyncIterable<Float32Array>,
  scales: Float32Array,
  zeroPoints: Uint8Array,
): AsyncGenerator<Uint8ClampedArray> {
  let block = 0;
  let buffer = new Uint8ClampedArray(0);
  for await (const values of slabs) {
    if (buffer.length < values.length) buffer = new Uint8ClampedArray(values.length);
    const quants = buffer.subarray(0, values.length);
    quantizeBlocks(values, { quants, scales, zeroPoints }, block);
    block += values.length / BLOCK_SIZE;
    yield quants;
  }
}
