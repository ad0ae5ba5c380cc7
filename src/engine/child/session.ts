import { InferenceSession, Tensor } from 'onnxruntime-node';
import { appendGraph, keyValueNames, selectGraph } from '../../model/graph/caches.js';
import type { RunnableModel } from '../../model/runnable.js';
import type { Provider } from '../../protocol/engine.js';
import { AppendedKeyValues, type KeyValueOperations } from './appended-key-values.js';
import { InPlaceKeyValues, type KeyValueTensors } from './key-values.js';
import type { DecodingModel } from './model.js';
import type { Distribution, Step, StepResult } from './step.js';

/** What of a model is needed to run it. */
export type RunnableGraph = Pick<RunnableModel, 'device' | 'graphPath' | 'shape'>;

const drawnFrom = ['top_probabilities', 'top_tokens', 'top_model_probability'] as const;

/**
 * Loads the model's graph into onnxruntime. On WebGPU, weights, keys and values stay on the device.
 *
 * @param threads 0 leaves their number to onnxruntime: one a physical core
 */
export async function openModel(model: RunnableGraph, provider: Provider, threads: number): Promise<DecodingModel> {
  const { layers, vocabulary, width } = model.shape;
  const names = {
    prefix: keyValueNames('prefix', layers),
    past: keyValueNames('past', layers),
    new: keyValueNames('new', layers),
  };
  const session = await InferenceSession.create(
    model.graphPath,
    sessionOptions(provider, threads, ['logits', ...names.new]),
  );
  // What is not asked for is not copied into JavaScript. But on WebGPU all outputs must be asked for.
  const outputs = ['hidden', ...drawnFrom, ...names.new, ...(provider === 'webgpu' ? ['logits'] : [])];
  const demand = new Demand();
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
    };
    // One row's probabilities are soon copied, and those of a prompt are needed long after its step.
    const withAll = provider === 'webgpu' || rows === 1 || demand.isLikely;
    const results = await session.run(feeds, withAll ? [...outputs, 'probabilities'] : outputs);
    results.logits?.dispose();
    demand.nextStep();
    let all: Promise<Float32Array> | undefined;
    const probabilities = () => {
      if (rows > 1) demand.note();
      all ??= Promise.resolve(withAll ? results : session.run(feeds, ['probabilities'])).then((given) =>
        floats(given, 'probabilities'),
      );
      return all;
    };
    return {
      distributions: distributionsOf(results, rows, vocabulary, probabilities),
      hidden: floats(results, 'hidden'),
      keyValues: tensors(results, names.new),
    };
  };
  return { vocabulary, width, run, newKeyValues: await keyValuesFor(model, provider, threads) };
}

/** @param onDevice the outputs that are to stay on a WebGPU device */
function sessionOptions(
  provider: Provider,
  threads: number,
  onDevice: readonly string[],
): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
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
  { device, shape }: RunnableGraph,
  provider: Provider,
  threads: number,
): Promise<DecodingModel['newKeyValues']> {
  if (device === 'cpu') {
    return (rows, reserve, granularity) => new InPlaceKeyValues(shape, rows, reserve, granularity);
  }
  const names = (kind: string) => keyValueNames(kind, shape.layers);
  const open = (graph: Uint8Array, outputs: readonly string[]) =>
    InferenceSession.create(graph, sessionOptions(provider, threads, outputs));
  const [joined, selected] = [names('joined'), names('selected')];
  const [append, select] = [
    await open(appendGraph(shape, device), joined),
    await open(selectGraph(shape, device), selected),
  ];
  const operations: KeyValueOperations = {
    append: async (past, fresh) =>
      tensors(await append.run({ ...named(names('past'), past), ...named(names('new'), fresh) }), joined),
    select: async (past, rows, columns) => {
      const indices = { rows: integers(rows, [rows.length]), columns: integers(columns, [columns.length]) };
      return tensors(await select.run({ ...named(names('past'), past), ...indices }), selected);
    },
  };
  return (rows) => AppendedKeyValues.empty(operations, shape, device, rows);
}

function named(names: readonly string[], values: KeyValueTensors): Record<string, Tensor> {
  return Object.fromEntries(names.map((name, index) => [name, values[index]!]));
}

/**
 * How often all probabilities were needed lately. Copying them takes a twentieth of a step, to compute a step once more
 * for them a whole one.
 */
class Demand {
  private share = 0;
  private needed = false;

  get isLikely(): boolean {
    return this.share > 0.1;
  }

  /** They are needed in this step. */
  note(): void {
    this.needed = true;
  }

  nextStep(): void {
    this.share += 0.05 * (Number(this.needed) - this.share);
    this.needed = false;
  }
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
