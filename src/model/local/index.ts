import { realpath } from 'node:fs/promises';
import { describeModelFile, type ModelDescription } from '../describe.js';
import { huggingFace } from './hugging-face.js';
import { llamaCpp } from './llama-cpp.js';
import { lmStudio } from './lm-studio.js';
import type { Machine } from './machine.js';
import { ollama } from './ollama.js';
import { downloads, embedded } from './own.js';
import type { FoundFile, ModelSource } from './source.js';

/** In the order in which they are shown; a file that several have counts as the first one's. */
const sources: readonly ModelSource[] = [embedded, downloads, ollama, lmStudio, llamaCpp, huggingFace];

/** A model file on this machine. */
export interface ModelFile extends FoundFile {
  /** Whose it is, as a person would say it. */
  readonly source: string;
  /** The path with links followed: the same for all names of one file. */
  readonly realPath: string;
}

/** A model file with what its header says. */
export interface LocalModel extends ModelFile {
  readonly description: ModelDescription;
}

/** What is not made to write text, by GGUF's `general.architecture`: encoders, and models of images and sound. */
const OTHER_ARCHITECTURES: ReadonlySet<string> = new Set([
  ...['bert', 'eurobert', 'gemma-embedding', 'jina-bert-v2', 'jina-bert-v3', 'modern-bert', 'neo-bert', 'nomic-bert'],
  ...['nomic-bert-moe', 't5encoder', 'clip', 'flux', 'lumina2', 'sd1', 'sd3', 'sdxl', 'wan', 'wavtokenizer-dec'],
]);

/** Every name of every model file that the programs on this machine have. Does not open the files. */
export async function findModelFiles(machine: Machine): Promise<readonly ModelFile[]> {
  const found = await Promise.all(
    sources.map(async (source) => {
      const files = await source.find(machine);
      return Promise.all(
        files.map(async (file) => ({ ...file, source: source.name, realPath: await realPathOf(file.path) })),
      );
    }),
  );
  return found.flat();
}

/** The language models on this machine, each file once, with what keeps a file from running here. */
export async function listModels(machine: Machine): Promise<readonly LocalModel[]> {
  const files = new Map<string, ModelFile>();
  for (const file of await findModelFiles(machine)) {
    if (!files.has(file.realPath)) files.set(file.realPath, file);
  }
  const models: LocalModel[] = [];
  // One after the other: a header's vocabulary takes a moment and much memory to read.
  for (const file of files.values()) {
    const description = await describeModelFile(file.path);
    if (!OTHER_ARCHITECTURES.has(description.architecture ?? '')) models.push({ ...file, description });
  }
  return models;
}

function realPathOf(file: string): Promise<string> {
  return realpath(file).catch(() => file); // a link that leads nowhere
}
