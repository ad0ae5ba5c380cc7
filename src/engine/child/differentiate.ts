import type { Adapter } from '../../core/adapter.js';
import { CancelledError } from '../../core/errors.js';
import { clippedObjective, type PerToken } from '../../core/training/objective.js';
import type { OpenGraphOn } from '../../model/fidelity/compute.js';
import { joinModules, splitModules, withoutChange } from '../../model/training/adapter.js';
import type { Group } from '../../model/training/group.js';
import { GroupPass } from '../../model/training/group-pass.js';
import type { TrainingModel } from '../../model/training/model.js';
import type { Differentiated, DifferentiateParams } from '../../protocol/engine.js';

export interface DifferentiateOptions {
  readonly open: OpenGraphOn;
  readonly signal: AbortSignal;
  /** Told how many graphs were computed. */
  readonly onComputed: (computed: number) => void;
}

/**
 * The objective of a group's attempts and its derivatives by an adapter.
 *
 * @param group its attempts with their end tokens
 */
export async function differentiate(
  model: TrainingModel,
  group: Group,
  { adapter, attempts, drawn, clip, divergenceWeight, tokens }: Omit<DifferentiateParams, 'prompt'>,
  { open, signal, onComputed }: DifferentiateOptions,
): Promise<Differentiated> {
  const { architecture } = model;
  let computed = 0;
  const watched: OpenGraphOn = async (graph) => {
    const opened = await open(graph);
    return {
      ...opened,
      run: async (inputs, outputs) => {
        if (signal.aborted) throw new CancelledError();
        const results = await opened.run(inputs, outputs);
        onComputed(++computed);
        return results;
      },
    };
  };
  const forward = (of: Adapter) => GroupPass.forward(model, group, joinModules(architecture, of), watched);

  const started = performance.now();
  const initial: PerToken | null =
    divergenceWeight > 0 ? (await forward(withoutChange(architecture))).logProbabilities : null;
  const pass = await forward(adapter);
  const { logProbabilities, entropies } = pass;
  const { derivatives, ...loss } = clippedObjective(logProbabilities, {
    drawn: drawn ?? logProbabilities,
    advantages: attempts.map(({ advantage }) => advantage),
    clip,
    divergence: initial && { weight: divergenceWeight, initial },
    tokens,
  });
  const between = performance.now();
  const gradient = splitModules(architecture, adapter.rank, await pass.backward(derivatives));
  return {
    gradient,
    ...loss,
    logProbabilities: [...logProbabilities],
    entropies: [...entropies],
    forwardSeconds: (between - started) / 1000,
    backwardSeconds: (performance.now() - between) / 1000,
  };
}
