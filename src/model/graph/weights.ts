import * as l10n from '@vscode/l10n';
import type { Architecture, Layer, Rotary } from '../architectures/architecture.js';
import { EMBEDDING, FINAL_NORM, HEAD } from '../architectures/tensor-names.js';
import { UnsupportedFeatureError } from '../errors.js';
import type { GgufFile } from '../gguf/file.js';
import type { ExternalDataWriter } from '../onnx/external-data.js';
import type { Tensor } from '../onnx/messages.js';
import { byProjection, type LayerProjection, type MatrixForm, type WeightForms } from './forms.js';
import { keptForm } from './kept-form.js';
import { BLOCK_SIZE } from './quantize.js';
import { rotaryTables } from './rotary.js';
import type { Smoothing } from './smoothing.js';
import { type StoredMatrix, storeMatrix, storeNibbles } from './stored-matrix.js';
import {
  type MatrixSource,
  plainPart,
  projectionSources,
  rowsOf,
  WeightReader,
  type WorkOptions,
} from './weight-reader.js';

export interface Projection {
  readonly matrix: StoredMatrix;
  readonly bias?: Float32Array | undefined;
  readonly adapter?: AdapterInputs | undefined;
  /** What columns and rows are multiplied by, where the matrix is smoothed. */
  readonly factors?:
    | { readonly columns: Float32Array | undefined; readonly rows: Float32Array | undefined }
    | undefined;
}

/**
 * A low-rank adapter (LoRA; Hu et al. 2021, arXiv 2106.09685) of a projection, which gives x W^T + (x down) up: two inputs of
 * the graph, `down` [columns, rank] and `up` [rank, rows], for the matrix as it is in the model's file.
 */
export interface AdapterInputs {
  readonly down: string;
  readonly up: string;
  /** A number, or the name of one that is not known yet. */
  readonly rank: number | string;
}

/** A layer's numbers. The rows of `attentionInput` are those of query, key and value, those of `feedForwardInput` gate and up. */
export interface LayerWeights extends Readonly<Record<LayerProjection, Projection>> {
  readonly attentionNorm: Float32Array;
  /** [headDim] each, in the order of the rows of query and key. */
  readonly headNorms: { readonly query: Float32Array; readonly key: Float32Array } | undefined;
  /** Undefined where queries and keys are not turned. */
  readonly rotary: RotaryTables | undefined;
  readonly feedForwardNorm: Float32Array;
  readonly postNorms: { readonly attention: Float32Array; readonly feedForward: Float32Array } | undefined;
}

/** Cosines and sines of the rotary angles, each [positions, headDim / 2]; layers that turn alike share the object. */
export interface RotaryTables {
  readonly positions: number;
  readonly cosines: Tensor['data'];
  readonly sines: Tensor['data'];
}

/** All that a decoder graph needs to know of a model's numbers. */
export interface ModelWeights {
  readonly embedding: StoredMatrix;
  readonly layers: readonly LayerWeights[];
  readonly finalNorm: Float32Array;
  /** The same regions as the embedding's where the model ties them and both have one form. */
  readonly head: StoredMatrix;
  /** [D]: what the head's input is divided by, where its matrix is smoothed; see `smoothing.ts`. */
  readonly headDivisors: Float32Array | undefined;
}

/** Moves a model's weights from its GGUF file into the external data of a graph, a slab at a time; vectors stay in memory. */
export async function storeWeights(
  file: GgufFile,
  architecture: Architecture,
  forms: WeightForms,
  smoothing: Smoothing | undefined,
  data: ExternalDataWriter,
  options: WorkOptions,
): Promise<ModelWeights> {
  const { width, vocabulary } = architecture;
  const reader = new WeightReader(file, options);
  const store = (source: MatrixSource, form: MatrixForm) => storeSource(reader, data, source, form);
  const stored = new Map<Rotary, RotaryTables>();
  const rotaryOf = async (rotary: Rotary): Promise<RotaryTables> => {
    const known = stored.get(rotary);
    if (known) return known;
    const { positions, cosines, sines } = await tablesOf(reader, architecture, rotary);
    const tables = { positions, cosines: await data.write([cosines]), sines: await data.write([sines]) };
    stored.set(rotary, tables);
    return tables;
  };

  // Only a few rows of the embedding are ever read, so its form costs no time.
  const embeddingForm = forms.head === 'rows' ? 'blocks' : forms.head;
  const embedding = await store({ parts: [plainPart(EMBEDDING, vocabulary)], columns: width }, embeddingForm);
  const layers: LayerWeights[] = [];
  for (const [index, layer] of architecture.layers.entries()) {
    const ofLayer = smoothing?.layers[index];
    const divisorsOf = (name: LayerProjection) => (isSmoothed(name, forms) ? ofLayer?.[name] : undefined);
    const sources = smoothed(projectionSources(architecture, layer), divisorsOf);
    const vectors = await layerVectors(reader, architecture, layer);
    layers.push({
      ...vectors,
      attentionNorm: divided(vectors.attentionNorm, divisorsOf('attentionInput')),
      feedForwardNorm: divided(vectors.feedForwardNorm, divisorsOf('feedForwardInput')),
      rotary: layer.rotary && (await rotaryOf(layer.rotary)),
      ...withFactors(await projections(reader, sources, (name) => store(sources[name], forms[name])), sources),
    });
  }
  const finalNorm = await reader.vector(FINAL_NORM, width);
  const headDivisors = forms.head === 'rows' ? smoothing?.head : undefined;
  const head =
    architecture.tiedHead && forms.head === embeddingForm
      ? embedding
      : await store({ ...headSource(architecture), columnFactors: headDivisors }, forms.head);
  return { embedding, layers, finalNorm, head, headDivisors };
}

/** The names of the inputs that an adapter of a layer's projection has in a decoder's graph. */
export function decoderAdapterInputs(
  layer: number,
  projection: LayerProjection,
): { readonly down: string; readonly up: string } {
  const name = `adapter.${layer}.${projection}`;
  return { down: `${name}.down`, up: `${name}.up` };
}

/** The same weights with an adapter of every layer's projections, whose rank is not known yet. */
export function withAdapters(weights: ModelWeights): ModelWeights {
  const layers = weights.layers.map((layer, index) => {
    const adapted = (name: LayerProjection): Projection => ({
      ...layer[name],
      adapter: { ...decoderAdapterInputs(index, name), rank: `rank of ${name}` },
    });
    return { ...layer, ...byProjection(adapted) };
  });
  return { ...weights, layers };
}

/** Where the lm_head is in the file. */
export function headSource({ tiedHead, vocabulary, width }: Architecture): MatrixSource {
  return { parts: [plainPart(tiedHead ? EMBEDDING : HEAD, vocabulary)], columns: width };
}

/** A layer's small vectors. */
export async function layerVectors(
  reader: WeightReader,
  architecture: Architecture,
  layer: Layer,
): Promise<Pick<LayerWeights, 'attentionNorm' | 'headNorms' | 'feedForwardNorm' | 'postNorms'>> {
  const { width } = architecture;
  const { headNorms, postNorms } = layer;
  return {
    attentionNorm: await reader.vector(layer.attentionNorm, width),
    headNorms: headNorms && {
      query: await reader.headVector(headNorms.query, architecture),
      key: await reader.headVector(headNorms.key, architecture),
    },
    feedForwardNorm: await reader.vector(layer.feedForwardNorm, width),
    postNorms: postNorms && {
      attention: await reader.vector(postNorms.attention, width),
      feedForward: await reader.vector(postNorms.feedForward, width),
    },
  };
}

/** A layer's projections, with their biases; `matrixOf` says where each matrix is. */
export async function projections(
  reader: WeightReader,
  sources: Readonly<Record<LayerProjection, MatrixSource>>,
  matrixOf: (name: LayerProjection) => StoredMatrix | Promise<StoredMatrix>,
): Promise<Record<LayerProjection, Projection>> {
  const projection = async (name: LayerProjection): Promise<Projection> => ({
    matrix: await matrixOf(name),
    bias: await reader.biases(sources[name]),
  });
  return {
    attentionInput: await projection('attentionInput'),
    attentionOutput: await projection('attentionOutput'),
    feedForwardInput: await projection('feedForwardInput'),
    feedForwardOutput: await projection('feedForwardOutput'),
  };
}

/** The tables of a rotary embedding, for as many positions as the architecture has. */
export async function tablesOf(
  reader: WeightReader,
  architecture: Architecture,
  rotary: Rotary,
): Promise<{ readonly positions: number; readonly cosines: Float32Array; readonly sines: Float32Array }> {
  const { frequencyDivisors } = rotary;
  const { rotaryDimensions, contextLength } = architecture;
  const divisors = frequencyDivisors && (await reader.vector(frequencyDivisors, rotaryDimensions / 2));
  return { positions: contextLength, ...rotaryTables(architecture, rotary, divisors || undefined) };
}

/**
 * Smoothing is for activations that are rounded a token at a time. For the last projection's, up's rows would have to be
 * divided, and 4 bits are kept as they are in the file.
 */
function isSmoothed(name: LayerProjection, forms: WeightForms): boolean {
  return forms[name] === 'rows' && (name !== 'feedForwardOutput' || forms.feedForwardInput !== 'nibbles');
}

/** What a projection's input is divided by, its columns are multiplied by; where that input comes from differs. */
function smoothed(
  sources: Readonly<Record<LayerProjection, MatrixSource>>,
  divisorsOf: (name: LayerProjection) => Float32Array | undefined,
): Readonly<Record<LayerProjection, MatrixSource>> {
  const { attentionInput, attentionOutput, feedForwardInput, feedForwardOutput } = sources;
  const [gate, up] = feedForwardInput.parts;
  if (!gate || !up) throw new RangeError('the input of a feed-forward network is gate and up');
  return {
    attentionInput: { ...attentionInput, columnFactors: divisorsOf('attentionInput') },
    attentionOutput,
    feedForwardInput: {
      // Up's output is a factor of what the last projection gets.
      parts: [gate, { ...up, rowDivisors: divisorsOf('feedForwardOutput') }],
      columns: feedForwardInput.columns,
      columnFactors: divisorsOf('feedForwardInput'),
    },
    feedForwardOutput: { ...feedForwardOutput, columnFactors: divisorsOf('feedForwardOutput') },
  };
}

function withFactors(
  made: Readonly<Record<LayerProjection, Projection>>,
  sources: Readonly<Record<LayerProjection, MatrixSource>>,
): Record<LayerProjection, Projection> {
  const of = (name: LayerProjection): Projection => {
    const { parts, columnFactors: columns } = sources[name];
    if (!columns && parts.every(({ rowDivisors }) => !rowDivisors)) return made[name];
    const rows = parts.flatMap(({ rows, rowDivisors }) =>
      Array.from({ length: rows }, (_, row) => 1 / (rowDivisors?.[row] ?? 1)),
    );
    return {
      ...made[name],
      factors: { columns, rows: rows.every((factor) => factor === 1) ? undefined : Float32Array.from(rows) },
    };
  };
  return byProjection(of);
}

function divided(values: Float32Array, divisors: Float32Array | undefined): Float32Array {
  return divisors ? values.map((value, index) => value / divisors[index]!) : values;
}

async function storeSource(
  reader: WeightReader,
  data: ExternalDataWriter,
  source: MatrixSource,
  wanted: MatrixForm,
): Promise<StoredMatrix> {
  const { columns } = source;
  const rows = rowsOf(source);
  const kept = keptForm(reader.file, source, wanted);
  if (kept.form === 'nibbles') {
    return storeNibbles(data, reader.nibbles(source), { rows, columns, hasCentres: kept.hasCentres });
  }
  const { form } = kept;
  if (form === 'blocks' && columns % BLOCK_SIZE !== 0) {
    throw new UnsupportedFeatureError(reader.file.path, l10n.t('a matrix with rows of length'), String(columns), [
      l10n.t('multiples of {0}', BLOCK_SIZE),
    ]);
  }
  return storeMatrix(data, reader.rows(source), { rows, columns, form });
}
