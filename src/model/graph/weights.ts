import type { Architecture } from '../architectures/architecture.js';
import { EMBEDDING, FINAL_NORM, HEAD, layerTensors } from '../architectures/tensor-names.js';
import { UnsupportedFeatureError } from '../errors.js';
import type { GgufFile, TensorInfo } from '../gguf/file.js';
import type { ExternalDataWriter } from '../onnx/external-data.js';
import type { ExternalRegion } from '../onnx/messages.js';
import { BLOCK_SIZE, quantizeBlocks } from './quantize.js';
import { deinterleaveHeads, rotaryTables } from './rotary.js';

/** How a graph keeps its matrices: 8 bits, or as float32. */
export type Precision = 'int8' | 'float32';

/** A matrix [rows, columns] in the external data; it maps a vector of `columns` values to one of `rows`. */
export type StoredMatrix = { readonly rows: number; readonly columns: number } & (
  | { readonly precision: 'float32'; readonly values: ExternalRegion }
  | {
      readonly precision: 'int8';
      readonly quants: ExternalRegion;
      readonly scales: ExternalRegion;
      readonly zeroPoints: ExternalRegion;
    }
);

export interface Projection {
  readonly matrix: StoredMatrix;
  readonly bias?: Float32Array;
}

export interface LayerWeights {
  readonly attentionNorm: Float32Array;
  readonly query: Projection;
  readonly key: Projection;
  readonly value: Projection;
  readonly output: Projection;
  readonly feedForwardNorm: Float32Array;
  readonly gate: Projection;
  readonly up: Projection;
  readonly down: Projection;
}

/** All that a decoder graph needs to know of a model's numbers. */
export interface ModelWeights {
  readonly embedding: StoredMatrix;
  readonly layers: readonly LayerWeights[];
  readonly finalNorm: Float32Array;
  /** The same regions as the embedding's where the model ties them. */
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
  precision: Precision,
  data: ExternalDataWriter,
  options: WorkOptions,
): Promise<ModelWeights> {
  const { width, heads, kvHeads, headDim, feedForward, vocabulary, attentionBias } = architecture;
  const mover = new WeightMover(file, precision, data, options);
  const headDimIfInterleaved = architecture.rotaryRows === 'interleaved' ? headDim : undefined;

  const embedding = await mover.matrix(EMBEDDING, vocabulary, width);
  const layers: LayerWeights[] = [];
  for (let layer = 0; layer < architecture.layers; layer++) {
    const names = layerTensors(layer);
    const bias = (name: string) => (attentionBias ? name : undefined);
    layers.push({
      attentionNorm: await mover.vector(names.attentionNorm, width),
      query: await mover.projection(names.query, bias(names.queryBias), heads * headDim, width, headDimIfInterleaved),
      key: await mover.projection(names.key, bias(names.keyBias), kvHeads * headDim, width, headDimIfInterleaved),
      value: await mover.projection(names.value, bias(names.valueBias), kvHeads * headDim, width),
      output: await mover.projection(names.output, undefined, width, heads * headDim),
      feedForwardNorm: await mover.vector(names.feedForwardNorm, width),
      gate: await mover.projection(names.gate, undefined, feedForward, width),
      up: await mover.projection(names.up, undefined, feedForward, width),
      down: await mover.projection(names.down, undefined, width, feedForward),
    });
  }
  const finalNorm = await mover.vector(FINAL_NORM, width);
  const head = architecture.tiedHead ? embedding : await mover.matrix(HEAD, vocabulary, width);
  const tables = rotaryTables(architecture);
  const rotary = { cosines: await data.write([tables.cosines]), sines: await data.write([tables.sines]) };
  return { embedding, layers, finalNorm, head, rotary };
}

class WeightMover {
  private readonly total: number;
  private moved = 0;

  constructor(
    private readonly file: GgufFile,
    private readonly precision: Precision,
    private readonly data: ExternalDataWriter,
    private readonly options: WorkOptions,
  ) {
    this.total = [...file.tensors.values()].reduce((sum, tensor) => sum + tensor.rows * tensor.columns, 0);
  }

  vector(name: string, length: number): Promise<Float32Array> {
    return this.file.vector(this.file.tensor(name, 1, length));
  }

  /** @param headDimIfInterleaved given where the rows must be put in order for the rotary embedding */
  async projection(
    weight: string,
    bias: string | undefined,
    rows: number,
    columns: number,
    headDimIfInterleaved?: number,
  ): Promise<Projection> {
    const matrix = await this.matrix(weight, rows, columns, headDimIfInterleaved);
    if (bias === undefined) return { matrix };
    const values = await this.vector(bias, rows);
    return { matrix, bias: headDimIfInterleaved ? deinterleaveHeads(values, 1, headDimIfInterleaved) : values };
  }

  async matrix(name: string, rows: number, columns: number, headDimIfInterleaved?: number): Promise<StoredMatrix> {
    const tensor = this.file.tensor(name, rows, columns);
    const slabs = this.slabs(tensor, headDimIfInterleaved);
    if (this.precision === 'float32') {
      return { rows, columns, precision: 'float32', values: await this.data.write(slabs) };
    }
    if (columns % BLOCK_SIZE !== 0) {
      const found = `whose rows have ${columns} values`;
      throw new UnsupportedFeatureError(this.file.path, `the tensor ${name},`, found, [`multiples of ${BLOCK_SIZE}`]);
    }
    const blocks = (rows * columns) / BLOCK_SIZE;
    const scales = new Float32Array(blocks);
    const zeroPoints = new Uint8Array(blocks);
    return {
      rows,
      columns,
      precision: 'int8',
      quants: await this.data.write(quantized(slabs, scales, zeroPoints)),
      scales: await this.data.write([scales]),
      zeroPoints: await this.data.write([zeroPoints]),
    };
  }

  private async *slabs(tensor: TensorInfo, headDimIfInterleaved: number | undefined): AsyncGenerator<Float32Array> {
    for await (const { values } of this.file.slabs(tensor, headDimIfInterleaved)) {
      this.options.signal?.throwIfAborted();
      yield headDimIfInterleaved ? deinterleaveHeads(values, tensor.columns, headDimIfInterleaved) : values;
      this.moved += values.length;
      this.options.onProgress(this.moved / this.total);
    }
  }
}

/** The quants of slabs that follow each other; fills the scales and zero points on the way. */
async function* quantized(
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
