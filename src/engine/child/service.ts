import * as l10n from '@vscode/l10n';
import type { Attempt, Prompt } from '../../core/domain.js';
import { decimal } from '../../core/language.js';
import { cacheBytes, rowBytes } from '../../model/footprint.js';
import type { MatrixForm } from '../../model/graph/forms.js';
import { type ModelGraph, prepareModel, type RunnableModel } from '../../model/runnable.js';
import { joinModules, withoutChange } from '../../model/training/adapter.js';
import type { LayerAdapters } from '../../model/training/group.js';
import { TrainingModel } from '../../model/training/model.js';
import type { Handlers } from '../../protocol/channel.js';
import type { engineContract } from '../../protocol/engine.js';
import { CudaError, NoModelError, PromptTooLongError, TokenExplorationError } from '../errors.js';
import { decode } from './decode.js';
import { chooseDevice } from './device/choose.js';
import { differentiate } from './differentiate.js';
import { encode } from './encode.js';
import { explorationBytes, exploreTokens } from './explore-tokens.js';
import { Gate } from './gate.js';
import { availableMemory, batchSizeFor, firstThatFits } from './memory.js';
import type { DecodingModel } from './model.js';
import { type Prefilled, prefill } from './prefill.js';
import { beginResponses, type ResponseRules } from './response.js';
import { Sampler } from './sampler.js';
import { type OpenOptions, openModel } from './session.js';
import { openOnCpu, weightForms } from './weight-forms.js';

interface Loaded {
  readonly model: RunnableModel;
  readonly graph: ModelGraph;
  decoding: DecodingModel;
  /** The last prompt: the next one often begins as it did. */
  prefilled: Prefilled | undefined;
  readonly modelPath: string;
  /** Without the adapter. */
  readonly options: OpenOptions;
  /** With which it draws. */
  adapter: LayerAdapters | undefined;
  /** The same model with its file's own weights, once derivatives were asked for. */
  training: TrainingModel | undefined;
}

/**
 * Answers the engine's contract in this process, for one model at a time.
 *
 * @param formsFor how a model's weights may be kept; measurements of something else hold it fixed
 */
export function engineService(formsFor: typeof weightForms = weightForms): Handlers<typeof engineContract> {
  let loaded: Loaded | undefined;
  /** Of what is being sampled. */
  let gate: Gate | undefined;

  return {
    async load(
      { modelPath, cacheFolder, threads, exact = false, device: asked = 'cpu', layers = [] },
      { signal, report },
    ) {
      const started = performance.now();
      if (layers.length > 0 && asked !== 'cpu') throw new RangeError('States behind layers are given on the CPU only.');
      const { model, graph, device } = await chooseDevice(asked, {
        program: process.argv[1]!,
        modelPath,
        cacheFolder,
        threads,
        exact,
        signal,
        onProgress: (fraction) => report({ stage: 'check', fraction }),
        prepare: async (provider, weights) => {
          const choices = await formsFor(provider, { exact, cacheFolder, threads });
          const considered = weights === 'least' ? choices.slice(-1) : choices;
          return prepareModel({
            modelPath,
            cacheFolder,
            // CUDA's outputs come back to the CPU in any case, so it gets the CPU's graph.
            device: provider === 'webgpu' ? 'webgpu' : 'cpu',
            forms: (bytesOf) => firstThatFits(considered, bytesOf, availableMemory()),
            signal,
            onProgress: report,
          });
        },
      });
      report({ stage: 'load', fraction: 0 });
      if (layers.some((count) => count > model.shape.layers)) {
        throw new RangeError(`The model has ${model.shape.layers} layers.`);
      }
      const options = { provider: device.provider, threads, layers };
      const decoding = await openModel(graph, model.shape, options).catch((error: unknown) => {
        throw device.provider === 'cuda' ? new CudaError({ cause: error }) : error;
      });
      await loaded?.training?.close();
      loaded = {
        model,
        graph,
        decoding,
        prefilled: undefined,
        modelPath,
        options,
        adapter: undefined,
        training: undefined,
      };
      report({ stage: 'load', fraction: 1 });
      const { name, hash, built } = model;
      const { contextLength, width } = model.shape;
      const weights = describeWeights(model);
      const architecture = model.architecture.name;
      return { name, hash, architecture, contextLength, width, built, device, weights, seconds: secondsSince(started) };
    },

    async sample(params, { signal, report }) {
      if (!loaded) throw new NoModelError();
      const { model, graph, decoding } = loaded;
      const { tokenExploration } = params;
      if (tokenExploration && graph.target !== 'cpu') throw new TokenExplorationError();
      const maxTokens = Math.min(params.maxTokens, model.shape.longestAttempt);
      const ids = promptTokens(model, params.prompt, maxTokens);

      const bytesOfPrompt = ids.length * cacheBytes(model.shape, graph.target);
      const bytesOfRow = rowBytes(model.shape, graph.target, maxTokens);
      const most = tokenExploration ? 1 : params.indices.length;
      const bytesOfAttempt = tokenExploration ? explorationBytes(model.shape, ids.length, maxTokens) : bytesOfRow;
      const batchSize = params.batchSize || batchSizeFor(most, bytesOfPrompt, bytesOfAttempt, availableMemory());

      gate = new Gate(() => report({ type: 'paused' }));
      if (params.paused) gate.close();
      const interruptible = { signal, gate };
      const started = performance.now();
      const sampler = new Sampler(params.sampling, decoding.vocabulary);
      const before = loaded.prefilled;
      loaded.prefilled = undefined;
      const prefilled = await prefill(decoding, ids, {
        inverseTemperature: sampler.inverseTemperature,
        before,
        ...interruptible,
        onTokens: (tokens) => report({ type: 'prefill', tokens, of: ids.length }),
      });
      loaded.prefilled = prefilled;
      const prefillSeconds = secondsSince(started);

      const decodeStarted = performance.now();
      let sampledTokens = 0;
      const writing = {
        prefilled,
        responses: beginResponses(params.indices, params.seed, responseRules(model, params.prompt, maxTokens)),
        maxTokens,
        ...interruptible,
        onAttempt: (attempt: Attempt) => report({ type: 'attempt', attempt }),
        onStep: (tokens: number, writing: number) => {
          sampledTokens += tokens;
          report({ type: 'decode', tokens: sampledTokens, writing });
        },
      };
      if (tokenExploration) {
        await exploreTokens(decoding, { ...writing, ...tokenExploration, sampling: params.sampling });
      } else {
        await decode(decoding, { ...writing, sampler, batchSize });
      }
      return {
        promptTokens: ids.length,
        sampledTokens,
        prefillSeconds,
        decodeSeconds: secondsSince(decodeStarted),
      };
    },

    async adapt({ adapter }) {
      if (!loaded) throw new NoModelError();
      const { model, graph, options, decoding } = loaded;
      const joined = adapter ? joinModules(model.architecture, adapter) : undefined;
      forgetPrompt(loaded);
      loaded.adapter = joined;
      if (joined && decoding.adapt) decoding.adapt(joined);
      else if (joined || decoding.adapt) {
        await decoding.close();
        const { target, graphPath, adaptedGraphPath } = graph;
        const path = joined ? adaptedGraphPath : graphPath;
        loaded.decoding = await openModel({ target, graphPath: path }, model.shape, { ...options, adapter: joined });
      }
      return null;
    },

    async encode({ prompt, attempts }, { signal, report }) {
      if (!loaded) throw new NoModelError();
      const { model, decoding, adapter } = loaded;
      // What an attempt's last token leads to was never computed, unless its end was drawn behind it.
      const texts = attempts.map(({ tokens, finishReason }) =>
        finishReason === 'end' || tokens.length === 1 ? tokens : tokens.slice(0, -1),
      );
      const ids = promptTokens(model, prompt, Math.max(1, ...texts.map(({ length }) => length)));
      const [endToken = 0] = model.endTokens;
      forgetPrompt(loaded);
      if (adapter) decoding.adapt?.(joinModules(model.architecture, withoutChange(model.architecture)));
      try {
        const prefilled = await prefill(decoding, ids, {
          inverseTemperature: 1,
          signal,
          onTokens: () => report({ done: 0 }),
        });
        const representations = await encode(decoding, {
          prefilled,
          // One that is empty is described by its end token.
          texts: texts.map((tokens) => (tokens.length > 0 ? tokens : [endToken])),
          signal,
          onTexts: (done) => report({ done }),
        });
        prefilled.prefix.dispose();
        return { representations };
      } finally {
        if (adapter) decoding.adapt?.(adapter);
      }
    },

    async differentiate({ prompt, ...params }, { signal, report }) {
      if (!loaded) throw new NoModelError();
      const { model, modelPath, options } = loaded;
      loaded.training ??= await TrainingModel.open(modelPath, availableMemory() / 2);
      const [endToken] = model.endTokens;
      const attempts = params.attempts.map(({ tokens, ended }) =>
        ended && endToken !== undefined ? [...tokens, endToken] : tokens,
      );
      const group = { prompt: model.encodePrompt(prompt), attempts };
      const open = openOnCpu(options.threads);
      const onComputed = (computed: number) => report({ computed });
      return differentiate(loaded.training, group, params, { open, signal, onComputed });
    },

    pause() {
      gate?.close();
      return null;
    },

    continue() {
      gate?.open();
      return null;
    },
  };
}

/** It was computed with another adapter. */
function forgetPrompt(loaded: Loaded): void {
  loaded.prefilled?.prefix.dispose();
  loaded.prefilled = undefined;
}

/** @throws PromptTooLongError where prompt and answer together exceed the model's context */
function promptTokens(model: RunnableModel, prompt: Prompt, maxTokens: number): number[] {
  const ids = model.encodePrompt(prompt);
  const { contextLength } = model.shape;
  if (ids.length + maxTokens > contextLength) throw new PromptTooLongError(ids.length, contextLength, maxTokens);
  return ids;
}

function responseRules(
  { tokenizer, endTokens, shape }: RunnableModel,
  { stopStrings }: Prompt,
  maxTokens: number,
): ResponseRules {
  return {
    endTokens: new Set(endTokens),
    stopStrings,
    maxTokens,
    bytesOf: (token) => tokenizer.bytesOf(token),
    width: shape.width,
  };
}

const namesOfForms: Readonly<Record<MatrixForm, string>> = {
  float32: l10n.t('as in the file'),
  blocks: l10n.t('8 bits'),
  rows: l10n.t('8 bits'),
  nibbles: l10n.t('4 bits where the file has them, because memory is short'),
};

function describeWeights({ forms, divergence }: RunnableModel): string {
  if (!('candidates' in forms)) return namesOfForms[forms.head];
  return l10n.t(
    '8 bits, {0} nats from the file’s own (mean KL, measured when they were prepared)',
    decimal(divergence ?? Number.NaN, 4),
  );
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
