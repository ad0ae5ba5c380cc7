import * as z from 'zod';
import type { Adapter } from '../core/adapter.js';
import type { Attempt, ChatMessage, Prompt, SamplingOptions } from '../core/domain.js';
import type { Contract } from './channel.js';

/** The boundary between the supervisor and the engine's child process: what the child answers. */

const chatMessage: z.ZodType<ChatMessage> = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
});

const prompt: z.ZodType<Prompt> = z.object({
  messages: z.array(chatMessage).min(1),
  answerPrefix: z.string(),
  stopStrings: z.array(z.string().min(1)),
});

const sampling: z.ZodType<SamplingOptions> = z.object({
  temperature: z.number().min(0),
  topP: z.number().gt(0).max(1),
  topK: z.int().min(0),
  minP: z.number().min(0).max(1),
});

const tokenExploration = z.object({ beta: z.number().min(0), lambda: z.number().gt(0) });

const finishReason = z.enum(['end', 'stop', 'length']);

const attempt: z.ZodType<Attempt> = z.object({
  index: z.int().min(0),
  text: z.string(),
  tokens: z.array(z.int().min(0)),
  meanLogProbability: z.number(),
  finishReason,
  representation: z.instanceof(Float32Array),
  byToken: z.exactOptional(
    z.object({ logProbabilities: z.array(z.number()), states: z.array(z.instanceof(Float32Array)) }),
  ),
});

const numbers: z.ZodType<Float32Array> = z.instanceof(Float32Array);
const moduleAdapter = z.object({ a: numbers, b: numbers });

const adapter: z.ZodType<Adapter> = z.object({
  rank: z.int().min(1),
  layers: z.array(
    z.object({
      query: moduleAdapter,
      key: moduleAdapter,
      value: moduleAdapter,
      output: moduleAdapter,
      gate: moduleAdapter,
      up: moduleAdapter,
      down: moduleAdapter,
    }),
  ),
});

const loadProgress = z.object({
  /** What is being done, for a person; `check` compares a GPU's results with the CPU's. */
  stage: z.enum(['hash', 'build', 'check', 'load']),
  /** 0 to 1. */
  fraction: z.number(),
});

/** Who computes: onnxruntime's execution providers. */
export const provider = z.enum(['cpu', 'webgpu', 'cuda']);

/** What may be asked for. */
export const deviceSettings = ['auto', ...provider.options] as const;
export type DeviceSetting = (typeof deviceSettings)[number];

const loadedDevice = z.object({
  provider,
  /** For a person: what it is called. */
  name: z.string(),
  /** For a person, as a sentence: why this one was taken. */
  reason: z.string(),
  /** The file with the verdict that trusts it, where it had to be checked. */
  verdictFile: z.string().optional(),
});

const loadResult = z.object({
  /** The model's own name from its file. */
  name: z.string(),
  /** SHA-256 of the model file, hexadecimal. */
  hash: z.string(),
  architecture: z.string(),
  contextLength: z.int(),
  /** Width D of the representations. */
  width: z.int(),
  /** Whether the runnable form had to be built, or was found in the cache. */
  built: z.boolean(),
  device: loadedDevice,
  /** How the weights are kept, and how far from the file's own: a sentence without its end. */
  weights: z.string(),
  seconds: z.number(),
});

const sampleProgress = z.discriminatedUnion('type', [
  z.object({ type: z.literal('prefill'), tokens: z.int(), of: z.int() }),
  /** Tokens sampled so far over all attempts, and attempts that are being written now. */
  z.object({ type: z.literal('decode'), tokens: z.int(), writing: z.int() }),
  z.object({ type: z.literal('attempt'), attempt }),
  /** It was told to pause, and computes nothing from now on until it is told to go on. */
  z.object({ type: z.literal('paused') }),
]);

const sampleResult = z.object({
  promptTokens: z.int(),
  sampledTokens: z.int(),
  prefillSeconds: z.number(),
  decodeSeconds: z.number(),
});

export const engineContract = {
  /** Makes the model file runnable (or finds it in the cache) and loads it. */
  load: {
    params: z.object({
      modelPath: z.string(),
      cacheFolder: z.string(),
      /** 0 lets the engine choose. */
      threads: z.int().min(0),
      /** Whether the weights are kept exactly as in the file, rather than rounded to 8 bits for speed. */
      exact: z.boolean().optional(),
      /**
       * Who is to compute, by default the CPU. `auto` takes the GPU where it gives the CPU's results, and sooner. One
       * that is asked for by name and cannot be used is an error.
       */
      device: z.enum(deviceSettings).optional(),
      /**
       * Attempts are to bring the state of each token behind the first so many layers, for each of these numbers; behind
       * all of them it is the final norm's output. For measurements, on the CPU only.
       */
      layers: z.array(z.int().min(1)).min(1).optional(),
    }),
    progress: loadProgress,
    result: loadResult,
  },
  /** Draws attempts from one prompt; each arrives as progress as soon as it is finished. */
  sample: {
    params: z.object({
      prompt,
      /** Which attempts to draw, by their places in the pool; written in ascending order. */
      indices: z.array(z.int().min(0)).min(1),
      sampling,
      /** Any integer of 32 bits; attempt i draws from stream i of this seed. */
      seed: z.int(),
      /** Most tokens of one attempt. */
      maxTokens: z.int().min(1),
      /** Most attempts written at once; 0 lets the engine choose. */
      batchSize: z.int().min(0),
      /**
       * Attempts are to be written one after another, and at each step the logits of the candidates for the next token
       * are raised by `beta` times the root of their state's leverage among the token states of the attempts before, which
       * `lambda` (in squared units of states) regularises: METHOD.md section 5. For research, on the CPU only: it costs
       * a row for each candidate, and an attempt depends on all that this request draws before it.
       */
      tokenExploration: tokenExploration.optional(),
      /** Whether it is held from the beginning. */
      paused: z.boolean().optional(),
    }),
    progress: sampleProgress,
    result: sampleResult,
  },
  /** From now on attempts are drawn with this adapter of the loaded model, or without any. */
  adapt: { params: z.object({ adapter: adapter.nullable() }), progress: z.never(), result: z.null() },
  /**
   * The representations of texts behind one prompt, by the loaded model without an adapter: those that attempts would have
   * that it had drawn itself.
   */
  encode: {
    params: z.object({
      prompt,
      attempts: z.array(z.object({ tokens: z.array(z.int().min(0)), finishReason })).min(1),
    }),
    progress: z.object({ done: z.int() }),
    /** [D] each. */
    result: z.object({ representations: z.array(numbers) }),
  },
  /**
   * The derivatives of a loss by an adapter of the loaded model, from attempts at one prompt: see `objective.ts`. Computed on
   * the CPU from the file's own weights.
   */
  differentiate: {
    params: z.object({
      adapter,
      prompt,
      attempts: z
        .array(
          z.object({
            tokens: z.array(z.int().min(0)),
            /** Whether the model ended it: then an end token was drawn behind these. */
            ended: z.boolean(),
            advantage: z.number(),
          }),
        )
        .min(1),
      /** The log-probabilities with which the tokens were drawn, end tokens too; null: those of this adapter. */
      drawn: z.array(numbers).nullable(),
      clip: z.object({ low: z.number().min(0), high: z.number().min(0) }),
      /** What the divergence from the model without an adapter costs. */
      divergenceWeight: z.number().min(0),
      /** Over how many tokens the loss is the mean: those of all groups of a step. */
      tokens: z.int().min(1),
    }),
    progress: z.object({
      /** Layers and parts of the lm_head computed so far. */
      computed: z.int(),
    }),
    result: z.object({
      gradient: adapter,
      loss: z.number(),
      clipped: z.int(),
      divergence: z.number(),
      /** Of each token that was drawn, end tokens too. */
      logProbabilities: z.array(numbers),
      entropies: z.array(numbers),
      forwardSeconds: z.number(),
      backwardSeconds: z.number(),
    }),
  },
  /** Holds what is being sampled before its next step; it can still be cancelled. */
  pause: { params: z.null(), progress: z.never(), result: z.null() },
  /** Goes on with what was held. */
  continue: { params: z.null(), progress: z.never(), result: z.null() },
} as const satisfies Contract;

/** The indices of a whole pool of that size. */
export function indicesBelow(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

export type TokenExploration = z.infer<typeof tokenExploration>;
export type Provider = z.infer<typeof provider>;
export type LoadedDevice = z.infer<typeof loadedDevice>;
export type LoadParams = z.infer<typeof engineContract.load.params>;
export type LoadProgress = z.infer<typeof loadProgress>;
export type LoadedModel = z.infer<typeof loadResult>;
export type SampleParams = z.infer<typeof engineContract.sample.params>;
export type SampleProgress = z.infer<typeof sampleProgress>;
export type SampleSummary = z.infer<typeof sampleResult>;
export type EncodeParams = z.infer<typeof engineContract.encode.params>;
export type DifferentiateParams = z.infer<typeof engineContract.differentiate.params>;
export type DifferentiateProgress = z.infer<typeof engineContract.differentiate.progress>;
export type Differentiated = z.infer<typeof engineContract.differentiate.result>;
