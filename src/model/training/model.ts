import type { Architecture } from '../architectures/architecture.js';
import { architectureOf } from '../architectures/index.js';
import { EMBEDDING, FINAL_NORM } from '../architectures/tensor-names.js';
import type { GraphInput } from '../fidelity/compute.js';
import { GgufFile } from '../gguf/file.js';
import { byProjection, type LayerProjection, layerProjections } from '../graph/forms.js';
import { trainingHeadGraph } from '../graph/training-head.js';
import { trainingLayerGraph } from '../graph/training-layer.js';
import { type MatrixSource, projectionSources, rowsOf, WeightReader } from '../graph/weight-reader.js';
import { headSource, type LayerWeights, layerVectors, projections, tablesOf } from '../graph/weights.js';
import { bytesOf } from '../onnx/bytes.js';

/** The names of the inputs that an adapter of a projection has in a layer's graph. */
export function adapterInputs(projection: LayerProjection): { readonly down: string; readonly up: string } {
  return { down: `${projection}.down`, up: `${projection}.up` };
}

/** So many rows of the lm_head at once, for the memory that their logits take. */
const headSlab = 16_384;

/** One layer, ready to be computed. */
export interface TrainingLayer {
  /** Its matrices in float32. */
  readonly inputs: Readonly<Record<string, GraphInput>>;
  graph(direction: 'forward' | 'backward'): Uint8Array;
}

/** Some rows of the lm_head. */
export interface HeadRows {
  readonly firstRow: number;
  readonly weight: GraphInput;
}

/** A model's own weights in float32, read from its file as they are asked for. */
export class TrainingModel {
  private readonly reader: WeightReader;
  private readonly kept = new Map<string, Float32Array>();

  private constructor(
    private readonly file: GgufFile,
    readonly architecture: Architecture,
    private readonly keeps: boolean,
  ) {
    this.reader = new WeightReader(file, { onProgress: () => {} });
  }

  /** @param memory bytes in which what was read may be kept; where they do not suffice, it is read again each time */
  static async open(modelPath: string, memory: number): Promise<TrainingModel> {
    const file = await GgufFile.open(modelPath);
    try {
      const weights = [...file.tensors.values()].reduce((sum, { rows, columns }) => sum + rows * columns, 0);
      return new TrainingModel(file, architectureOf(file), 4 * weights <= memory);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** [tokens, D] */
  async embed(tokens: readonly number[]): Promise<Float32Array> {
    const { vocabulary, width, embeddingScale } = this.architecture;
    const rows = new Map<number, Float32Array>();
    for (const token of new Set(tokens)) {
      const source = { fused: EMBEDDING, firstRow: token, allRows: vocabulary };
      const row = await this.matrix({ parts: [{ source, rows: 1 }], columns: width });
      rows.set(
        token,
        row.map((value) => value * embeddingScale),
      );
    }
    const values = new Float32Array(tokens.length * width);
    for (const [index, token] of tokens.entries()) values.set(rows.get(token)!, index * width);
    return values;
  }

  /**
   * @param positions how many there are
   * @param ranks of the adapters
   */
  async layer(
    index: number,
    positions: number,
    ranks: Readonly<Record<LayerProjection, number>>,
  ): Promise<TrainingLayer> {
    const { reader } = this;
    const short = { ...this.architecture, contextLength: positions };
    const layer = short.layers[index]!;
    const sources = projectionSources(short, layer);
    const inputs: Record<string, GraphInput> = {};
    for (const name of layerProjections) {
      const dimensions = [rowsOf(sources[name]), sources[name].columns];
      inputs[name] = { dimensions, values: await this.once(`${index} ${name}`, () => this.matrix(sources[name])) };
    }
    const given = await projections(reader, sources, (name) => {
      const { columns } = sources[name];
      return { form: 'given', input: name, rows: rowsOf(sources[name]), columns };
    });
    const adapted = (name: LayerProjection) => ({
      ...given[name],
      adapter: { ...adapterInputs(name), rank: ranks[name] },
    });
    const tables = layer.rotary && (await tablesOf(reader, short, layer.rotary));
    const weights: LayerWeights = {
      ...(await layerVectors(reader, short, layer)),
      ...byProjection(adapted),
      rotary: tables && {
        positions: tables.positions,
        cosines: bytesOf(tables.cosines),
        sines: bytesOf(tables.sines),
      },
    };
    return { inputs, graph: (direction) => trainingLayerGraph(short, index, weights, direction) };
  }

  async headGraph(direction: 'forward' | 'backward'): Promise<Uint8Array> {
    const finalNorm = await this.reader.vector(FINAL_NORM, this.architecture.width);
    return trainingHeadGraph(this.architecture, finalNorm, direction);
  }

  /** All rows of the lm_head, one part after the other; a part is of no use any more when the next is asked for. */
  async *headRows(): AsyncGenerator<HeadRows> {
    const { width } = this.architecture;
    const slabs = this.keeps
      ? slabsOf(await this.once('head', () => this.matrix(headSource(this.architecture))), headSlab * width)
      : this.reader.rows(headSource(this.architecture));
    let firstRow = 0;
    for await (const values of slabs) {
      const rows = values.length / width;
      yield { firstRow, weight: { dimensions: [rows, width], values } };
      firstRow += rows;
    }
  }

  private async once(name: string, read: () => Promise<Float32Array>): Promise<Float32Array> {
    const known = this.kept.get(name);
    if (known) return known;
    const values = await read();
    if (this.keeps) this.kept.set(name, values);
    return values;
  }

  /** [rows, columns] */
  private async matrix(source: MatrixSource): Promise<Float32Array> {
    const values = new Float32Array(rowsOf(source) * source.columns);
    let end = 0;
    for await (const rows of this.reader.rows(source)) {
      values.set(rows, end);
      end += rows.length;
    }
    return values;
  }
}

/** Views of so many numbers each, and of what is left. */
function* slabsOf(values: Float32Array, length: number): Generator<Float32Array> {
  for (let start = 0; start < values.length; start += length) yield values.subarray(start, start + length);
}
