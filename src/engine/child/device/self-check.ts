import * as z from 'zod';
import type { Attempt } from '../../../core/domain.js';
import { toError } from '../../../core/errors.js';
import { RandomStream } from '../../../core/random.js';
import { graphTargets } from '../../../model/graph/device.js';
import type { ModelShape } from '../../../model/runnable.js';
import { indicesBelow } from '../../../protocol/engine.js';
import { type Decoding, decode } from '../decode.js';
import type { DecodingModel } from '../model.js';
import { prefill } from '../prefill.js';
import { beginResponses } from '../response.js';
import { openModel } from '../session.js';
import type { Distribution } from '../step.js';

const graphTarget = z.enum(graphTargets);

/** How a device computed one graph. */
const trial = z.union([
  z.object({
    target: graphTarget,
    /** The mean of KL(CPU || device) over all distributions, in nats; not finite where there were no numbers at all. */
    meanKl: z.number().or(z.nan()),
    /** The largest distance of two representations, in lengths of the CPU's. */
    stateDistance: z.number().or(z.nan()),
    /** Milliseconds of a decoding step. */
    step: z.number(),
  }),
  /** What onnxruntime said, where it did not come to an end. */
  z.object({ target: graphTarget, failure: z.string() }),
  /** It took so much longer than the CPU that it was stopped. */
  z.object({ target: graphTarget, stopped: z.literal(true) }),
]);
export type Trial = z.infer<typeof trial>;

/** What a device did other than the CPU, which computed the same. */
export const comparison = z.object({
  /** Milliseconds of a decoding step. */
  stepOnCpu: z.number(),
  /** In the order in which they were tried; none after one that was too slow for another to make up for it. */
  trials: z.array(trial),
});
export type Comparison = z.infer<typeof comparison>;

export const checkInput = z.object({
  graphs: z.array(z.object({ target: graphTarget, graphPath: z.string() })).min(1),
  shape: z.object({
    layers: z.int(),
    kvHeads: z.int(),
    headDim: z.int(),
    vocabulary: z.int(),
    width: z.int(),
    contextLength: z.int(),
    longestAttempt: z.int(),
  }),
  threads: z.int(),
});
export type CheckInput = z.infer<typeof checkInput>;

/** Several chunks of a prompt. */
const promptTokens = 320;
const rows = 16;
/** More than there are rows, so that rows are replaced, and then dropped. */
const attempts = 28;
const maxTokens = 24;
/** One token in so many ends its attempt. */
const endsOneIn = 12;
/** Steps that are not timed: a device translates its programs at first. */
const warmUpSteps = 6;
/** The CPU's part in the work, for whoever waits. */
const cpuShare = 0.2;
/** A device that takes so many times as long as the CPU does not beat it by computing in another way. */
const hopeless = 4;
/** A device may take so many times as long as the CPU before it is stopped, and this many seconds more. */
const patience = { factor: 4, seconds: 60 };

/**
 * Has a device and the CPU compute the same: a long prompt, several rows, rows that are replaced and dropped. The tokens
 * are drawn without looking at the distributions, so that all compute the same steps. The device computes every graph
 * given; the CPU one of them, in single precision.
 */
export async function compareWithCpu(
  { graphs, shape, threads }: CheckInput,
  onProgress: (fraction: number) => void,
): Promise<Comparison> {
  const started = performance.now();
  const never = new AbortController().signal;
  // Where it may round activations, the CPU is several times as fast.
  const reference = graphs.find(({ target }) => target === 'gpu-single-rounded') ?? graphs[0]!;
  const onCpu = await openModel(reference, shape, { provider: 'cpu', threads });
  const cpu = await record(onCpu, shape, never, (fraction) => onProgress(cpuShare * fraction));
  await onCpu.close();
  const limit = patience.factor * (performance.now() - started) + 1000 * patience.seconds;

  const stepOnCpu = medianOf(cpu.stepMilliseconds);
  const trials: Trial[] = [];
  for (const graph of graphs) {
    const { target } = graph;
    const share = (1 - cpuShare) / graphs.length;
    const from = cpuShare + trials.length * share;
    const deadline = AbortSignal.timeout(Math.ceil(limit));
    try {
      const onDevice = await openModel(graph, shape, { provider: 'webgpu', threads });
      const progress = (fraction: number) => onProgress(from + share * fraction);
      const device = await record(onDevice, shape, deadline, progress).finally(() => onDevice.close());
      const step = medianOf(device.stepMilliseconds);
      trials.push({
        target,
        meanKl: meanOf(cpu.distributions.map((theirs, i) => divergence(theirs, device.distributions[i]!))),
        stateDistance: cpu.states.map((state, i) => distance(state, device.states[i]!)).reduce(largest),
        step,
      });
      if (step > hopeless * stepOnCpu) break;
    } catch (thrown) {
      if (deadline.aborted) {
        trials.push({ target, stopped: true });
        break;
      }
      trials.push({ target, failure: toError(thrown).message });
    }
  }
  return { stepOnCpu, trials };
}

interface Recording {
  /** In the order in which they were drawn from. */
  readonly distributions: readonly Float32Array[];
  /** Of the attempts, in the order of their ends. */
  readonly states: readonly Float32Array[];
  readonly stepMilliseconds: readonly number[];
}

async function record(
  decoding: DecodingModel,
  shape: ModelShape,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<Recording> {
  const random = RandomStream.of(1);
  const anyToken = (stream: RandomStream) => Math.floor(stream.next() * shape.vocabulary);
  const distributions: Float32Array[] = [];
  const states: Float32Array[] = [];
  const steps: number[] = [];
  const sampler: Decoding['sampler'] = {
    inverseTemperature: 1,
    draw: async (distribution: Distribution, stream: RandomStream) => {
      distributions.push((await distribution.all()).slice());
      return { token: anyToken(stream), logProbability: 0 };
    },
  };
  const ids = Array.from({ length: Math.min(promptTokens, shape.contextLength - maxTokens) }, () => anyToken(random));
  const prefilled = await prefill(decoding, ids, {
    inverseTemperature: 1,
    signal,
    onTokens: (done) => onProgress((0.5 * done) / ids.length),
  });
  const endTokens = new Set(Array.from({ length: shape.vocabulary }, (_, i) => i).filter((i) => i % endsOneIn === 0));
  const length = Math.min(maxTokens, shape.longestAttempt);
  let last = performance.now();
  await decode(decoding, {
    prefilled,
    responses: beginResponses(indicesBelow(attempts), 1, {
      endTokens,
      stopStrings: [],
      maxTokens: length,
      bytesOf: () => new Uint8Array(),
      width: shape.width,
    }),
    batchSize: rows,
    maxTokens: length,
    sampler,
    signal,
    onAttempt: ({ representation }: Attempt) => states.push(representation),
    onStep: () => {
      const now = performance.now();
      steps.push(now - last);
      last = now;
      onProgress(0.5 + (0.5 * states.length) / attempts);
    },
  });
  prefilled.prefix.dispose();
  return { distributions, states, stepMilliseconds: steps.slice(warmUpSteps) };
}

/** KL(p || q) in nats; infinite where q is no distribution that could have given p's tokens. */
function divergence(p: Float32Array, q: Float32Array): number {
  let sum = 0;
  // Below the smallest normal number of float32, a probability may be 0 on one device and not on another.
  for (let i = 0; i < p.length; i++) if (p[i]! > 1e-30) sum += p[i]! * Math.log(p[i]! / Math.max(q[i]!, 1e-30));
  return sum;
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, i) => value - b[i]!)) / Math.hypot(...a);
}

/** The larger one, and NaN where one is. */
function largest(a: number, b: number): number {
  return a > b || Number.isNaN(a) ? a : b;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.POSITIVE_INFINITY;
}
