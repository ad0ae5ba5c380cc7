import type { ChatMessage, Prompt } from '../core/domain.js';
import type { Architecture } from './architectures/architecture.js';
import { architectureOf } from './architectures/index.js';
import { openCacheEntry } from './cache.js';
import { ChatFormat } from './chat.js';
import { buildMeasured, divergenceIn, type MeasuredForms } from './fidelity/measured-forms.js';
import { sampleQuestion } from './fidelity/text.js';
import { weightBytes } from './footprint.js';
import { GgufFile } from './gguf/file.js';
import { BUILDER_VERSION, buildGraph, graphFileOf } from './graph/build.js';
import { type GraphDevice, type GraphTarget, targetsOn } from './graph/device.js';
import { nameOfForms, uniformForms, type WeightForms } from './graph/forms.js';
import type { WorkOptions } from './graph/weight-reader.js';
import { modelHash } from './model-hash.js';
import { endTokensOf, readTokenizer } from './tokenizer/read.js';
import type { Tokenizer } from './tokenizer/tokenizer.js';

/** What the engine must know of a graph to feed it; dimensions as in the graph's inputs. */
export interface ModelShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly vocabulary: number;
  /** D: the length of a hidden state. */
  readonly width: number;
  /** Positions the model was trained for; the graph has no more. */
  readonly contextLength: number;
  /** Most tokens that a row may have of its own, the prefix not counted: see `graph/window.ts`. */
  readonly longestAttempt: number;
}

/** An ONNX graph; its weights lie beside it. See `graph/decoder.ts` for inputs and outputs. */
export interface ModelGraph {
  readonly target: GraphTarget;
  readonly graphPath: string;
  /** The same graph with inputs for an adapter. */
  readonly adaptedGraphPath: string;
}

/** A model that can be run: its graph on the disk, and how text becomes tokens and back. */
export interface RunnableModel {
  /** The model's own name, from its file. */
  readonly name: string;
  /** SHA-256 of the model file, hexadecimal; see `modelHash` for a model in several files. */
  readonly hash: string;
  readonly architecture: Architecture;
  /** The same model in all ways in which the device can compute it, the one that rounds least first. */
  readonly graphs: readonly [ModelGraph, ...ModelGraph[]];
  readonly shape: ModelShape;
  readonly tokenizer: Tokenizer;
  /** Any of these ends an answer. */
  readonly endTokens: readonly number[];
  /** How its weights are kept; where they were measured, one of the candidates. */
  readonly forms: WeightForms | MeasuredForms;
  /** The mean divergence (KL, in nats) from the file's own weights in float32, where it was measured. */
  readonly divergence: number | undefined;
  /** Whether the graph was built by this call, or found in the cache. */
  readonly built: boolean;
  /** The conversation as the model's template writes it, up to and with the beginning of the answer. */
  renderChat(messages: readonly ChatMessage[], answerPrefix: string): string;
  /** The prompt's tokens. Only the template makes control tokens; such names in messages are plain text. */
  encodePrompt(prompt: Prompt): number[];
}

export interface PrepareOptions {
  readonly modelPath: string;
  /** Where runnable forms are kept; made when missing, shared by all models and processes. */
  readonly cacheFolder: string;
  /** What the graph is to be written for; by default the CPU. */
  readonly device?: GraphDevice;
  /** How the weights are kept; by default in blocks. Chosen before anything is built or found in the cache. */
  readonly forms?: WeightForms | MeasuredForms | ChooseForms;
  readonly onProgress?: (progress: { readonly stage: 'hash' | 'build'; readonly fraction: number }) => void;
  readonly signal?: AbortSignal;
}

/** Chooses forms by the memory that the model's weights will take in them; what it throws ends the call. */
export type ChooseForms = (bytesOf: (forms: WeightForms | MeasuredForms) => number) => WeightForms | MeasuredForms;

/** Tokens of the text with which forms are measured. */
const sampleLength = 128;

/**
 * Makes a GGUF file runnable: reads it, and builds its graph unless the cache has it already.
 *
 * @throws a `ModelFileError` of `errors.ts` where the file cannot be used; the signal's reason when aborted
 */
export async function prepareModel(options: PrepareOptions): Promise<RunnableModel> {
  const { modelPath, cacheFolder, device = 'cpu', onProgress, signal } = options;
  const file = await GgufFile.open(modelPath);
  try {
    const architecture = architectureOf(file);
    const { forms: wanted = uniformForms('blocks') } = options;
    const bytesOf = (each: WeightForms | MeasuredForms) =>
      Math.max(...candidatesOf(each).map((candidate) => weightBytes(file, architecture, candidate)));
    const forms = typeof wanted === 'function' ? wanted(bytesOf) : wanted;
    const tokenizer = readTokenizer(file);
    const chat = new ChatFormat(file, tokenizer);
    const hash = await modelHash(
      file.parts,
      cacheFolder,
      inPercents((fraction) => onProgress?.({ stage: 'hash', fraction })),
      signal,
    );
    const entry = await openCacheEntry(
      cacheFolder,
      `${hash}-${device}-${candidatesOf(forms).map(nameOfForms).join('-')}-v${BUILDER_VERSION}`,
      (folder) => {
        const work: WorkOptions = {
          onProgress: inPercents((fraction) => onProgress?.({ stage: 'build', fraction })),
          ...(signal && { signal }),
        };
        if (!('candidates' in forms)) {
          return buildGraph(file, architecture, forms, undefined, targetsOn(device), folder, work);
        }
        const tokens = chat.encode(sampleQuestion).slice(0, Math.min(sampleLength, architecture.contextLength));
        return buildMeasured(file, architecture, forms, targetsOn(device), tokens, folder, work);
      },
    );
    const { layers, kvHeads, headDim, vocabulary, width, contextLength } = architecture;
    const windows = layers.flatMap(({ window }) => window ?? []);
    return {
      name: file.string('general.name') ?? file.fileName,
      hash,
      architecture,
      graphs: graphsIn(entry.folder, targetsOn(device)),
      shape: {
        layers: layers.length,
        kvHeads,
        headDim,
        vocabulary,
        width,
        contextLength,
        longestAttempt: Math.min(contextLength, ...windows),
      },
      tokenizer,
      endTokens: endTokensOf(file, tokenizer),
      forms,
      divergence: 'candidates' in forms ? await divergenceIn(entry.folder) : undefined,
      built: entry.built,
      renderChat: (messages, answerPrefix) => chat.render(messages, answerPrefix),
      encodePrompt: (prompt) => chat.encode(prompt),
    };
  } finally {
    await file.close();
  }
}

function graphsIn(folder: string, [first, ...others]: ReturnType<typeof targetsOn>): RunnableModel['graphs'] {
  const graphOf = (target: GraphTarget): ModelGraph => ({
    target,
    graphPath: graphFileOf(folder, target),
    adaptedGraphPath: graphFileOf(folder, target, true),
  });
  return [graphOf(first), ...others.map(graphOf)];
}

function candidatesOf(forms: WeightForms | MeasuredForms): readonly WeightForms[] {
  return 'candidates' in forms ? forms.candidates : [forms];
}

/** Passes a fraction on when it has grown by a hundredth: work is done in thousands of small steps. */
function inPercents(report: (fraction: number) => void): (fraction: number) => void {
  let reported = -1;
  return (fraction) => {
    const percent = Math.floor(100 * fraction);
    if (percent > reported) {
      reported = percent;
      report(fraction);
    }
  };
}
