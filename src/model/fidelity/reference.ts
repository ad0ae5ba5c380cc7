import type { Architecture } from '../architectures/architecture.js';
import { EMBEDDING, FINAL_NORM } from '../architectures/tensor-names.js';
import type { GgufFile } from '../gguf/file.js';
import { type LayerProjection, layerProjections } from '../graph/forms.js';
import { headGraph, inputOf, layerGraph } from '../graph/layer-graph.js';
import { divisorsOf, type LayerSmoothing, type Smoothing, widen } from '../graph/smoothing.js';
import {
  type MatrixSource,
  projectionSources,
  rowsOf,
  WeightReader,
  type WorkOptions,
} from '../graph/weight-reader.js';
import { headSource, layerVectors, projections, tablesOf } from '../graph/weights.js';
import { bytesOf } from '../onnx/bytes.js';
import type { GraphInput, OpenGraphOn } from './compute.js';
import { textInputs } from './text-inputs.js';

/** What the file's own weights, in float32, say of a text. */
export interface Reference {
  /** [tokens, V] */
  readonly logits: Float32Array;
  /** From the activations that were seen. */
  readonly smoothing: Smoothing;
}

/** Computes a text with one layer of the model in memory at a time. */
export async function computeReference(
  file: GgufFile,
  architecture: Architecture,
  tokens: readonly number[],
  open: OpenGraphOn,
  options: WorkOptions,
): Promise<Reference> {
  const { width } = architecture;
  const reader = new WeightReader(file, options);
  const short = { ...architecture, contextLength: tokens.length };
  const inputs = textInputs(tokens.length, architecture, 'cpu', [
    ['prefix.key', 'prefix.value'],
    ['past.key', 'past.value'],
  ]);
  const streamOf = (values: Float32Array): GraphInput => ({ dimensions: [tokens.length, 1, width], values });

  let stream = streamOf(await embed(reader, architecture, tokens));
  const layers: LayerSmoothing[] = [];
  const matrices: Partial<Record<LayerProjection, Float32Array>> = {};
  for (const [index, layer] of architecture.layers.entries()) {
    const sources = projectionSources(architecture, layer);
    const given: Record<string, GraphInput> = {};
    const largestWeights: Partial<Record<LayerProjection, Float32Array>> = {};
    for (const name of layerProjections) {
      const { columns } = sources[name];
      const dimensions = [rowsOf(sources[name]), columns];
      // All layers are of one size, and take turns in this memory.
      const values = matrices[name] ?? new Float32Array(dimensions[0]! * columns);
      matrices[name] = values;
      largestWeights[name] = await readInto(values, reader, sources[name]);
      given[name] = { dimensions, values };
    }
    const graph = layerGraph(short, index, {
      ...(await layerVectors(reader, architecture, layer)),
      ...(await projections(reader, sources, (name) => {
        const { columns } = sources[name];
        return { form: 'given', input: name, rows: rowsOf(sources[name]), columns };
      })),
      rotary: layer.rotary && inGraph(await tablesOf(reader, short, layer.rotary)),
    });
    const results = await computeOnce(open, graph, { ...inputs, ...given, stream }, [
      'next_stream',
      ...layerProjections.map(inputOf),
    ]);
    stream = streamOf(results.get('next_stream')!);
    const divisors = (name: LayerProjection) =>
      divisorsOf(largestOf(results.get(inputOf(name))!, sources[name].columns), largestWeights[name]!);
    layers.push({
      attentionInput: divisors('attentionInput'),
      feedForwardInput: divisors('feedForwardInput'),
      feedForwardOutput: divisors('feedForwardOutput'),
    });
  }
  const { logits, divisors } = await computeHead(reader, architecture, stream, open);
  return { logits, smoothing: { layers, head: divisors } };
}

/** [tokens, D] */
async function embed(
  reader: WeightReader,
  { vocabulary, width, embeddingScale }: Architecture,
  tokens: readonly number[],
): Promise<Float32Array> {
  const values = new Float32Array(tokens.length * width);
  for (const [index, token] of tokens.entries()) {
    const source = { fused: EMBEDDING, firstRow: token, allRows: vocabulary };
    const row = reader.rows({ parts: [{ source, rows: 1 }], columns: width });
    for await (const floats of row) values.set(floats, index * width);
  }
  return values.map((value) => value * embeddingScale);
}

async function computeHead(
  reader: WeightReader,
  architecture: Architecture,
  stream: GraphInput,
  open: OpenGraphOn,
): Promise<{ readonly logits: Float32Array; readonly divisors: Float32Array }> {
  const { vocabulary, width, logitSoftCap: cap } = architecture;
  const tokens = stream.dimensions[0]!;
  const logits = new Float32Array(tokens * vocabulary);
  const largestWeights = new Float32Array(width);
  let normed: Float32Array = new Float32Array();
  let firstRow = 0;
  const graph = await open(headGraph(architecture, await reader.vector(FINAL_NORM, width)));
  try {
    for await (const values of reader.rows(headSource(architecture))) {
      widen(largestWeights, values);
      const rows = values.length / width;
      const weight = { dimensions: [rows, width], values };
      const results = await graph.run({ stream, weight }, ['normed', 'logits']);
      normed = results.get('normed')!;
      const found = results.get('logits')!;
      for (let token = 0; token < tokens; token++) {
        logits.set(found.subarray(token * rows, (token + 1) * rows), token * vocabulary + firstRow);
      }
      firstRow += rows;
    }
  } finally {
    await graph.close();
  }
  if (cap !== undefined) for (const [i, logit] of logits.entries()) logits[i] = cap * Math.tanh(logit / cap);
  return { logits, divisors: divisorsOf(largestOf(normed, width), largestWeights) };
}

/** @returns the largest magnitude of each column */
async function readInto(target: Float32Array, reader: WeightReader, source: MatrixSource): Promise<Float32Array> {
  const largest = new Float32Array(source.columns);
  let end = 0;
  for await (const values of reader.rows(source)) {
    target.set(values, end);
    end += values.length;
    widen(largest, values);
  }
  return largest;
}

function largestOf(rows: Float32Array, columns: number): Float32Array {
  const largest = new Float32Array(columns);
  widen(largest, rows);
  return largest;
}

function inGraph({ positions, cosines, sines }: Awaited<ReturnType<typeof tablesOf>>) {
  return { positions, cosines: bytesOf(cosines), sines: bytesOf(sines) };
}

async function computeOnce(
  open: OpenGraphOn,
  bytes: Uint8Array,
  inputs: Readonly<Record<string, GraphInput>>,
  outputs: readonly string[],
): Promise<ReadonlyMap<string, Float32Array>> {
  const graph = await open(bytes);
  try {
    return await graph.run(inputs, outputs);
  } finally {
    await graph.close();
  }
}
