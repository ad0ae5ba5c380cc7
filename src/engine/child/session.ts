import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { RunnableModel } from '../../model/runnable.js';
import type { KeyValues } from './key-values.js';
import type { RunStep, Step, StepResult } from './step.js';

/** Loads the model's graph into onnxruntime. `threads` 0 leaves their number to onnxruntime. */
export async function openSession(model: RunnableModel, threads: number): Promise<RunStep> {
  const session = await InferenceSession.create(model.graphPath, {
    executionProviders: ['cpu'],
    ...(threads > 0 && { intraOpNumThreads: threads }),
    // Idle threads sleep rather than spin: the verifiers of attempts need the cores at the same time.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    logSeverityLevel: 3,
  });
  const { layers, kvHeads, headDim } = model.shape;

  const put = (feeds: Record<string, Tensor>, name: 'prefix' | 'past', { rows, columns, tensors }: KeyValues) => {
    const shape = [rows, kvHeads, columns, headDim];
    for (let layer = 0; layer < layers; layer++) {
      feeds[`${name}.${layer}.key`] = new Tensor('float32', tensors[2 * layer]!, shape);
      feeds[`${name}.${layer}.value`] = new Tensor('float32', tensors[2 * layer + 1]!, shape);
    }
  };

  return async (step: Step): Promise<StepResult> => {
    const { rows, length, prefix, past } = step;
    const columns = past.columns + length;
    const feeds: Record<string, Tensor> = {
      input_ids: integers(step.ids, [rows, length]),
      position_ids: integers(step.positions, [rows, length]),
      bias: new Tensor('float32', step.bias, [rows, 1, 1, length, prefix.columns + columns]),
      logit_positions: integers([step.logitPosition], [1]),
    };
    put(feeds, 'prefix', prefix);
    put(feeds, 'past', past);
    const outputs = await session.run(feeds);
    const tensors: Float32Array[] = [];
    for (let layer = 0; layer < layers; layer++) {
      tensors.push(floats(outputs, `present.${layer}.key`), floats(outputs, `present.${layer}.value`));
    }
    return {
      logits: floats(outputs, 'logits'),
      hidden: floats(outputs, 'hidden'),
      present: { rows, columns, tensors },
    };
  };
}

function integers(values: readonly number[], shape: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
}

function floats(outputs: InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const tensor = outputs[name];
  if (!(tensor instanceof Tensor) || !(tensor.data instanceof Float32Array)) {
    throw new Error(`The model's graph gave no ${name}.`);
  }
  return tensor.data;
}
