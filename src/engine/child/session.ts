import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { RunnableModel } from '../../model/runnable.js';
import type { KeyValues } from './key-values.js';
import type { Distribution, RunStep, Step, StepResult } from './step.js';

/** Loads the model's graph into onnxruntime. `threads` 0 leaves their number to onnxruntime: one a physical core. */
export async function openSession(model: RunnableModel, threads: number): Promise<RunStep> {
  const session = await InferenceSession.create(model.graphPath, {
    executionProviders: ['cpu'],
    ...(threads > 0 && { intraOpNumThreads: threads }),
    // Between two operators threads wait for work without sleeping, but not longer: the verifiers of attempts need
    // the cores at the same time.
    extra: { session: { intra_op: { allow_spinning: '1', spin_duration_us: '20' } } },
    logSeverityLevel: 3,
  });
  const { layers, kvHeads, headDim } = model.shape;
  const namesOf = (kind: string) =>
    Array.from({ length: layers }, (_, layer) => [`${kind}.${layer}.key`, `${kind}.${layer}.value`]).flat();
  const names = { prefix: namesOf('prefix'), past: namesOf('past'), new: namesOf('new') };
  // What is not asked for is not copied into JavaScript: above all the logits.
  const outputs = ['hidden', 'probabilities', 'top_probabilities', 'top_tokens', 'top_model_probability', ...names.new];

  const put = (feeds: Record<string, Tensor>, kind: 'prefix' | 'past', { rows, columns, tensors }: KeyValues) => {
    const shape = [kvHeads, rows, columns, headDim];
    for (const [index, name] of names[kind].entries()) feeds[name] = new Tensor('float32', tensors[index]!, shape);
  };

  return async (step: Step): Promise<StepResult> => {
    const { rows, length, prefix, past } = step;
    const feeds: Record<string, Tensor> = {
      input_ids: integers(step.ids, [rows, length]),
      position_ids: integers(step.positions, [rows, length]),
      bias: new Tensor('float32', step.bias, [rows, length, prefix.columns + past.columns + length]),
      logit_positions: integers([step.position], [1]),
      inverse_temperature: new Tensor('float32', Float32Array.of(step.inverseTemperature), [1]),
    };
    put(feeds, 'prefix', prefix);
    put(feeds, 'past', past);
    const results = await session.run(feeds, outputs);
    return {
      distributions: distributionsOf(results, rows),
      hidden: floats(results, 'hidden'),
      keyValues: names.new.map((name) => floats(results, name)),
    };
  };
}

function distributionsOf(results: InferenceSession.OnnxValueMapType, rows: number): Distribution[] {
  const probabilities = floats(results, 'probabilities');
  const topProbabilities = floats(results, 'top_probabilities');
  const topTokens = results.top_tokens?.data;
  if (!(topTokens instanceof BigInt64Array)) throw new Error("The model's graph gave no top_tokens.");
  const topModelProbabilities = floats(results, 'top_model_probability');
  const vocabulary = probabilities.length / rows;
  const count = topTokens.length / rows;
  return Array.from({ length: rows }, (_, row) => ({
    probabilities: probabilities.subarray(row * vocabulary, (row + 1) * vocabulary),
    topProbabilities: topProbabilities.subarray(row * count, (row + 1) * count),
    topTokens: topTokens.subarray(row * count, (row + 1) * count),
    topModelProbability: topModelProbabilities[row]!,
  }));
}

function integers(values: readonly number[], shape: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
}

function floats(results: InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const tensor = results[name];
  if (!(tensor instanceof Tensor) || !(tensor.data instanceof Float32Array)) {
    throw new Error(`The model's graph gave no ${name}.`);
  }
  return tensor.data;
}
