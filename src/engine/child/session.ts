import { InferenceSession, Tensor } from 'onnxruntime-node';
import { appendGraph, keyValueNames, selectGraph } from '../../model/graph/caches.js';
import { streamAfter } from '../../model/graph/decoder.js';
import type { GraphTarget } from '../../model/graph/device.js';
import { layerProjections } from '../../model/graph/forms.js';
import { CPU_NODES } from '../../model/graph/top-tokens.js';
import { decoderAdapterInputs } from '../../model/graph/weights.js';
import type { ModelGraph, ModelShape } from '../../model/runnable.js';
import type { LayerAdapters } from '../../model/training/group.js';
import type { Provider } from '../../protocol/engine.js';
import { AppendedKeyValues, type KeyValueOperations } from './appended-key-values.js';
import { InPlaceKeyValues, type KeyValueTensors } from './key-values.js';
import type { DecodingModel } from './model.js';
import { PROBABILITIES, ProbabilitiesOnCpu, ProbabilitiesOnGpu } from './probabilities.js';
import type { Distribution, Step, StepResult } from './step.js';

const drawnFrom = ['top_probabilities', 'top_tokens', 'top_model_probability'] as const;

export interface OpenOptions {
  readonly provider: Provider;
  /** 0 leaves their number to onnxruntime: one a physical core. */
  readonly threads: number;
  /** Behind how many layers states are wanted: see the protocol. */
  readonly layers?: readonly number[];
  /** Of the graph that takes one. */
  readonly adapter?: LayerAdapters | undefined;
}

/** Loads a model's graph into onnxruntime. On WebGPU, weights, keys and values stay on the device. */
export async function openModel(
  { target, graphPath }: Pick<ModelGraph, 'target' | 'graphPath'>,
  shape: ModelShape,
  { provider, threads, layers = [], adapter }: OpenOptions,
): Promise<DecodingModel> {
  const { vocabulary, width } = shape;
  const names = {
    prefix: keyValueNames('prefix', shape.layers),
    past: keyValueNames('past', shape.layers),
    new: keyValueNames('new', shape.layers),
    layers: layers.map((count) => (count === shape.layers ? 'hidden' : streamAfter(count))),
  };
  const session = await InferenceSession.create(
    graphPath,
    sessionOptions(provider, threads, ['logits', PROBABILITIES, ...names.new]),
  );
  // What is not asked for is not copied into JavaScript. But on WebGPU all outputs must be asked for.
  const outputs = [
    ...new Set(['hidden', ...names.layers]),
    ...drawnFrom,
    ...names.new,
    ...(provider === 'webgpu' ? ['logits'] : []),
  ];
  let adapterFeeds = adapter ? feedsOf(adapter) : {};
  const whole = provider === 'webgpu' ? await ProbabilitiesOnGpu.open(vocabulary, provider) : new ProbabilitiesOnCpu();
  const run = async (step: Step): Promise<StepResult> => {
    const { rows, length, prefix, past } = step;
    const feeds: Record<string, Tensor> = {
      input_ids: integers(step.ids, [rows, length]),
      position_ids: integers(step.positions, [rows, length]),
      bias: new Tensor('float32', step.bias, [rows, length, prefix.columns + past.columns + length]),
      logit_positions: integers([step.position], [1]),
      inverse_temperature: new Tensor('float32', Float32Array.of(step.inverseTemperature), [1]),
      ...named(names.prefix, prefix.tensors),
      ...named(names.past, past.tensors),
      ...adapterFeeds,
    };
    const results = await session.run(feeds, whole.isWanted(rows) ? [...outputs, PROBABILITIES] : outputs);
    results.logits?.dispose();
    const get = await whole.of({ session, feeds, results, rows });
    let all: Promise<Float32Array> | undefined;
    const probabilities = () => {
      all ??= get().then((given) => floats(given, PROBABILITIES));
      return all;
    };
    return {
      distributions: distributionsOf(results, rows, vocabulary, probabilities),
      hidden: floats(results, 'hidden'),
      layerStates: names.layers.map((name) => floats(results, name)),
      keyValues: tensors(results, names.new),
    };
  };
  const { newKeyValues, close } = await keyValuesFor(target, shape, provider, threads);
  return {
    vocabulary,
    width,
    run,
    newKeyValues,
    ...(adapter && {
      adapt: (other: LayerAdapters) => {
        adapterFeeds = feedsOf(other);
      },
    }),
    close: async () => {
      await session.release();
      await whole.close();
      await close();
    },
  };
}

/** An adapter as the inputs of a decoder's graph. */
export function feedsOf(adapter: LayerAdapters): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const [layer, own] of adapter.entries()) {
    for (const projection of layerProjections) {
      const { rank, down, up } = own[projection];
      const names = decoderAdapterInputs(layer, projection);
      feeds[names.down] = new Tensor('float32', down, [down.length / rank, rank]);
      feeds[names.up] = new Tensor('float32', up, [rank, up.length / rank]);
    }
  }
  return feeds;
}

/** @param onDevice the outputs that are to stay on a WebGPU device */
function sessionOptions(
  provider: Provider,
  threads: number,
  onDevice: readonly string[],
): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider === 'webgpu' ? { name: provider, forceCpuNodeNames: CPU_NODES } : provider],
    ...(provider === 'webgpu' && {
      preferredOutputLocation: Object.fromEntries(onDevice.map((name) => [name, 'gpu-buffer'])),
    }),
    ...(threads > 0 && { intraOpNumThreads: threads }),
    // Between two operators threads wait for work without sleeping, but not longer: the verifiers of attempts need
    // the cores at the same time.
    extra: { session: { intra_op: { allow_spinning: '1', spin_duration_us: '20' } } },
    logSeverityLevel: 3,
  };
}

/** Makes keys and values as the model's graph wants them. */
async function keyValuesFor(
  target: GraphTarget,
  shape: ModelShape,
  provider: Provider,
  threads: number,
): Promise<Pick<DecodingModel, 'newKeyValues' | 'close'>> {
  if (target === 'cpu') {
    return {
      newKeyValues: (rows, reserve, granularity) => new InPlaceKeyValues(shape, rows, reserve, granularity),
      close: async () => {},
    };
  }
  const names = (kind: string) => keyValueNames(kind, shape.layers);
  const open = (graph: Uint8Array, outputs: readonly string[]) =>
    InferenceSession.create(graph, sessionOptions(provider, threads, outputs));
  const [joined, selected] = [names('joined'), names('selected')];
  const [append, select] = [
    await open(appendGraph(shape, target), joined),
    await open(selectGraph(shape, target), selected),
  ];
  const operations: KeyValueOperations = {
    append: async (past, fresh) =>
      tensors(await append.run({ ...named(names('past'), past), ...named(names('new'), fresh) }), joined),
    select: async (past, rows, columns) => {
      const indices = { rows: integers(rows, [rows.length]), columns: integers(columns, [columns.length]) };
      return tensors(await select.run({ ...named(names('past'), past), ...indices }), selected);
    },
  };
  return {
    newKeyValues: (rows) => AppendedKeyValues.empty(operations, shape, target, rows),
    close: async () => {
      await append.release();
      await select.release();
    },
  };
}

function named(names: readonly string[], values: KeyValueTensors): Record<string, Tensor> {
  return Object.fromEntries(names.map((name, index) => [name, values[index]!]));
}

/** @param probabilities [rows, V] */
function distributionsOf(
  results: InferenceSession.OnnxValueMapType,
  rows: number,
  vocabulary: number,
  probabilities: () => Promise<Float32Array>,
): Distribution[] {
  const topProbabilities = floats(results, 'top_probabilities');
  const topTokens = results.top_tokens?.data;
  if (!(topTokens instanceof BigInt64Array)) throw new Error("The model's graph gave no top_tokens.");
  const topModelProbabilities = floats(results, 'top_model_probability');
  const count = topTokens.length / rows;
  return Array.from({ length: rows }, (_, row) => ({
    topProbabilities: topProbabilities.subarray(row * count, (row + 1) * count),
    topTokens: topTokens.subarray(row * count, (row + 1) * count),
    topModelProbability: topModelProbabilities[row]!,
    all: async () => (await probabilities()).subarray(row * vocabulary, (row + 1) * vocabulary),
  }));
}

function integers(values: readonly number[], shape: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
}

function floats(results: InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const { data } = tensor(results, name);
  if (!(data instanceof Float32Array)) throw new Error(`The model's graph gave no ${name} in float32.`);
  return data;
}

function tensors(results: InferenceSession.OnnxValueMapType, names: readonly string[]): Tensor[] {
  return names.map((name) => tensor(results, name));
}

function tensor(results: InferenceSession.OnnxValueMapType, name: string): Tensor {
  const result = results[name];
  if (!(result instanceof Tensor)) throw new Error(`The model's graph gave no ${name}.`);
  return result;
}
