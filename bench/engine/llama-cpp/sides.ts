import path from 'node:path';
import { defaultPlan } from '../../../src/core/defaults.js';
import { Engine } from '../../../src/engine/engine.js';
import type { RunnableModel } from '../../../src/model/runnable.js';
import { indicesBelow } from '../../../src/protocol/engine.js';
import { ensureLlamaCpp } from '../../../test/llamacpp/install.js';
import { root } from '../../root.js';
import { LineProcess } from '../line-process.js';
import { type BenchModel, cacheFolder, installation } from '../models.js';
import { type PromptLength, promptOf } from '../prompts.js';
import { rivalPython, rivalsFolder } from '../rivals/python.js';
import type { Case, RivalName } from './cases.js';
import { type Job, type Question, type Sampled, sampled } from './job.js';
import type { Settings } from './settings.js';

/** One who draws attempts, with its model loaded for one case. */
export interface Side {
  /** Draws the case's attempts from the prompt of that round. */
  sample(round: number): Promise<Sampled>;
  close(): Promise<void>;
}

/** A first run is not counted, and does little. Its prompt must be another than those that are counted. */
const warmUp = { prompt: 'short', round: 900, tokens: 4 } as const;

/** Us, as a user meets us: the engine's child process with its own choice of threads and batch, and default sampling. */
export async function openOurs(
  { file }: BenchModel,
  runnable: RunnableModel,
  { prompt, attempts, tokens }: Case,
): Promise<Side> {
  const engine = new Engine({ childPath: installation.engineChild });
  await engine.load({ modelPath: file, cacheFolder, threads: 0 });
  const sample = async (length: PromptLength, round: number, maxTokens: number): Promise<Sampled> => {
    const prompt = promptOf(length, round, runnable);
    const { sampling } = defaultPlan;
    const started = performance.now();
    const { sampledTokens } = await engine.sample({
      prompt,
      indices: indicesBelow(attempts),
      sampling,
      seed: round,
      maxTokens,
      batchSize: 0,
    });
    return { tokens: sampledTokens, seconds: (performance.now() - started) / 1000 };
  };
  await sample(warmUp.prompt, warmUp.round, warmUp.tokens);
  return { sample: (round) => sample(prompt, round, tokens), close: () => engine.dispose() };
}

/** Whether a rival can be had here; what is missing is said. */
export function isAvailable(rival: RivalName): boolean {
  return rival === 'node-llama-cpp' || rivalPython() !== null;
}

/** A rival in a process of its own. */
export async function openRival(
  rival: RivalName,
  { file }: BenchModel,
  runnable: RunnableModel,
  { prompt, attempts, tokens }: Case,
  settings: Settings,
): Promise<Side> {
  const tokensOf = (length: PromptLength, round: number) => runnable.encodePrompt(promptOf(length, round, runnable));
  const promptTokens = tokensOf(prompt, warmUp.round).length;
  const rivalProcess = await startRival(rival, { ...settings, model: file, attempts, tokens, promptTokens });
  const sample = async (length: PromptLength, round: number, most: number): Promise<Sampled> => {
    const question: Question = { prompt: tokensOf(length, round), seed: round, tokens: most };
    return sampled.parse(await rivalProcess.ask(question));
  };
  await sample(warmUp.prompt, warmUp.round, warmUp.tokens);
  return { sample: (round) => sample(prompt, round, tokens), close: () => rivalProcess.end() };
}

function startRival(rival: RivalName, job: Job): Promise<LineProcess> {
  const words = JSON.stringify(job);
  switch (rival) {
    case 'node-llama-cpp': {
      const worker = path.join(root, 'dist/bench/node-llama-cpp.worker.js');
      return LineProcess.start(process.execPath, [worker, words, ensureLlamaCpp(root)]);
    }
    case 'llama.cpp sharing': {
      const python = rivalPython();
      if (!python) throw new Error('there is no Python to run llama.cpp with');
      return LineProcess.start(python, [path.join(rivalsFolder, 'llamacpp_shared.py'), words]);
    }
  }
}
