import path from 'node:path';
import type { CatalogueEntry } from '../catalogue.js';
import type { ModelFile } from './index.js';
import type { Machine } from './machine.js';

/**
 * The file of a catalogue's entry, if it is on this machine already: fetched by this program, or by one that names
 * files by their hash, as Ollama and Hugging Face's libraries do.
 */
export function fileOfEntry(
  entry: CatalogueEntry,
  files: readonly ModelFile[],
  machine: Machine,
): ModelFile | undefined {
  const fetched = downloadPath(entry, machine);
  const names = [entry.sha256, `sha256-${entry.sha256}`];
  return files.find((file) => file.path === fetched || names.includes(path.basename(file.realPath)));
}

/** Where an entry's file goes when it is fetched. */
export function downloadPath({ fileName }: CatalogueEntry, { downloads }: Machine): string {
  return path.join(downloads, fileName);
}
