import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { OpenGraphOn } from '../../model/fidelity/compute.js';
import type { MeasuredForms } from '../../model/fidelity/measured-forms.js';
import { uniformForms, type WeightForms } from '../../model/graph/forms.js';
import type { Provider } from '../../protocol/engine.js';
import { kernelsOf } from './kernels.js';

/** Most that the next token's distribution may diverge from that of the file's own weights: mean KL, in nats. */
const mostDivergence = 0.02;

/** How weights may be kept, by preference: the first that fits into memory is to be taken. */
export type FormChoices = readonly [WeightForms | MeasuredForms, ...WeightForms[]];

/**
 * How a model's weights are kept for a provider: on the CPU in the fastest form that is exact enough, found by measuring
 * this machine's kernels and then the model, or in the file's 4 bits where memory is short. onnxruntime has no products
 * of the form `rows` for GPUs.
 */
export async function weightForms(
  provider: Provider,
  { exact, cacheFolder, threads }: { readonly exact: boolean; readonly cacheFolder: string; readonly threads: number },
): Promise<FormChoices> {
  if (exact) return [uniformForms('float32')];
  const blocks = uniformForms('blocks');
  const nibbles = uniformForms('nibbles');
  if (provider !== 'cpu' || !(await kernelsOf(cacheFolder)).rows) return [blocks, nibbles];
  const rows = uniformForms('rows');
  // The last projection's input is what is rounded worst.
  const candidates = [rows, { ...rows, feedForwardOutput: 'blocks' }, blocks] as const;
  return [{ candidates, mostDivergence, open: openOnCpu(threads) }, nibbles];
}

/** @param threads 0 leaves their number to onnxruntime */
export function openOnCpu(threads: number): OpenGraphOn {
  return async (graph) => {
    const options: InferenceSession.SessionOptions = {
      executionProviders: ['cpu'],
      ...(threads > 0 && { intraOpNumThreads: threads }),
      logSeverityLevel: 3,
    };
    // One that is given as bytes is computed once: not worth being optimised.
    const session = await (typeof graph === 'string'
      ? InferenceSession.create(graph, options)
      : InferenceSession.create(graph, { ...options, graphOptimizationLevel: 'disabled' }));
    return {
      async run(inputs, outputs) {
        const feeds = Object.entries(inputs).map(([name, { dimensions, values }]) => {
          const tensor =
            values instanceof Float32Array
              ? new Tensor('float32', values, dimensions)
              : new Tensor('int64', values, dimensions);
          return [name, tensor] as const;
        });
        const results = await session.run(Object.fromEntries(feeds), outputs);
        return new Map(
          outputs.map((name) => {
            const data = results[name]?.data;
            if (!(data instanceof Float32Array)) throw new Error(`The graph gave no ${name} in float32.`);
            return [name, data];
          }),
        );
      },
      close: () => session.release(),
    };
  };
}
