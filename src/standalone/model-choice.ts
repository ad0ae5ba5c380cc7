import { stat } from 'node:fs/promises';
import { distance } from 'fastest-levenshtein';
import { type CatalogueEntry, catalogue } from '../model/catalogue.js';
import { fileOfEntry } from '../model/local/catalogued.js';
import { findModelFiles, type ModelFile } from '../model/local/index.js';
import type { Machine } from '../model/local/machine.js';
import { ModelNameError } from './errors.js';

/** What it takes to turn a model's name into a file. */
export interface ModelChoice {
  readonly machine: Machine;
  /** Brings a model of the catalogue that is not on this machine; returns its path. */
  readonly bring: (entry: CatalogueEntry) => Promise<string>;
  readonly offered?: readonly CatalogueEntry[];
}

/**
 * The file of the model that a word names: a path, the name of a model on this machine, or one from the catalogue.
 *
 * @param word as it was typed
 * @param file the path that it is, if it is one
 * @throws ModelNameError where it fits nothing, or several; what `bring` throws
 */
export async function modelPathOf(word: string, file: string, choice: ModelChoice): Promise<string> {
  const { machine, bring, offered = catalogue } = choice;
  if (await isFile(file)) return file;
  const files = await findModelFiles(machine);
  const named = files.filter(({ name }) => name === word);
  const [first, ...others] = new Map(named.map((found) => [found.realPath, found])).values();
  if (first && others.length > 0) {
    const paths = [first, ...others].map((found) => found.path).join(', ');
    throw new ModelNameError(`Several models are named ${word}. Say which one by its path: ${paths}.`);
  }
  if (first) return first.path;
  const entry = offered.find(({ id }) => id === word);
  if (entry) return fileOfEntry(entry, files, machine)?.path ?? (await bring(entry));
  if (/\.gguf$/i.test(word)) return file; // no name ends like this: whoever opens it says what is wrong with the path
  throw unknownName(word, files, offered);
}

function unknownName(word: string, files: readonly ModelFile[], offered: readonly CatalogueEntry[]): ModelNameError {
  const names = new Set([...files.map(({ name }) => name), ...offered.map(({ id }) => id)]);
  // The beginning is compared: people leave out the quantisation, and such.
  const near = [...names]
    .map((name) => ({ name, far: distance(name.slice(0, word.length).toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3);
  return new ModelNameError(
    `There is no model named ${word}, neither as a file nor by name. ` +
      `Near it: ${near.map(({ name }) => name).join(', ')}.`,
  );
}

function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
