import type { GraphInput, OpenGraphOn } from '../fidelity/compute.js';
import { type HeadOutput, headOutputs, STATES_GRADIENT } from '../graph/training-head.js';
import type { TrainingModel } from './model.js';

/** So many states at once, for the memory that their logits take. */
const chunkLength = 512;

/** What a model says of the tokens that were drawn, in natural logarithms. */
export interface Scores {
  readonly logProbabilities: Float32Array;
  /** Of the whole distributions from which they were drawn. */
  readonly entropies: Float32Array;
  /** The logarithms of the sums of all tokens' exponentials. */
  readonly logSums: Float64Array;
}

/**
 * @param states [m, D], the residual stream behind all layers
 * @param targets the token that was drawn after each
 */
export async function scoreTargets(
  model: TrainingModel,
  states: Float32Array,
  targets: readonly number[],
  open: OpenGraphOn,
): Promise<Scores> {
  const count = targets.length;
  const largest = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const [sums, weighted, ofTargets] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  await overHead(model, 'forward', states, targets, open, async ({ run, from, inside }) => {
    const found = await run({}, headOutputs);
    const of = (name: HeadOutput) => found.get(name)!;
    for (let index = 0; index < of('largest').length; index++) {
      const state = from + index;
      // Both sums are kept relative to the largest logit so far.
      const here = of('largest')[index]!;
      const most = Math.max(largest[state]!, here);
      const [before, now] = [Math.exp(largest[state]! - most), Math.exp(here - most)];
      sums[state] = sums[state]! * before + of('exponentials')[index]! * now;
      weighted[state] = weighted[state]! * before + of('weighted')[index]! * now;
      largest[state] = most;
    }
    for (const [place, state] of inside.entries()) ofTargets[state] = of('of_targets')[place]!;
  });
  const logSums = sums.map((sum, state) => largest[state]! + Math.log(sum));
  return {
    logProbabilities: Float32Array.from(ofTargets, (logit, state) => logit - logSums[state]!),
    entropies: Float32Array.from(logSums, (logSum, state) => logSum - weighted[state]! / sums[state]!),
    logSums,
  };
}

/**
 * The derivatives of a loss by the states, [m, D].
 *
 * @param coefficients its derivatives by the targets' log-probabilities
 */
export async function statesGradient(
  model: TrainingModel,
  states: Float32Array,
  targets: readonly number[],
  { logSums, logProbabilities }: Scores,
  coefficients: Float32Array,
  open: OpenGraphOn,
): Promise<Float32Array> {
  const { width } = model.architecture;
  const gradient = new Float32Array(states.length);
  await overHead(model, 'backward', states, targets, open, async ({ run, from, to, inside }) => {
    const perState = (values: Float32Array) => ({ dimensions: [to - from, 1, 1], values });
    const inputs = {
      log_sums: perState(Float32Array.from(logSums.subarray(from, to))),
      coefficients: perState(coefficients.slice(from, to)),
      of_targets: {
        dimensions: [inside.length],
        values: Float32Array.from(inside, (state) => coefficients[state]! * -Math.expm1(logProbabilities[state]!)),
      },
    };
    const part = (await run(inputs, [STATES_GRADIENT])).get(STATES_GRADIENT)!;
    for (let place = 0; place < part.length; place++) gradient[from * width + place]! += part[place]!;
  });
  return gradient;
}

/** Some states and some rows of the lm_head. */
interface HeadPart {
  /** The states. */
  readonly from: number;
  readonly to: number;
  /** Those whose targets are among the rows. */
  readonly inside: readonly number[];
  run(
    inputs: Readonly<Record<string, GraphInput>>,
    outputs: readonly string[],
  ): Promise<ReadonlyMap<string, Float32Array>>;
}

async function overHead(
  model: TrainingModel,
  direction: 'forward' | 'backward',
  states: Float32Array,
  targets: readonly number[],
  open: OpenGraphOn,
  visit: (part: HeadPart) => Promise<void>,
): Promise<void> {
  const { width } = model.architecture;
  const graph = await open(await model.headGraph(direction));
  try {
    for await (const { firstRow, weight } of model.headRows()) {
      for (let from = 0; from < targets.length; from += chunkLength) {
        const to = Math.min(from + chunkLength, targets.length);
        const rows = weight.dimensions[0]!;
        const inside = indicesFrom(from, to).filter((state) => {
          const row = targets[state]! - firstRow;
          return row >= 0 && row < rows;
        });
        const places = inside.flatMap((state) => [state - from, targets[state]! - firstRow]);
        const common = {
          weight,
          states: { dimensions: [to - from, 1, width], values: states.slice(from * width, to * width) },
          targets: { dimensions: [inside.length, 2], values: BigInt64Array.from(places, BigInt) },
        };
        const run: HeadPart['run'] = (inputs, outputs) => graph.run({ ...common, ...inputs }, outputs);
        await visit({ from, to, inside, run });
      }
    }
  } finally {
    await graph.close();
  }
}

function indicesFrom(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
