import type { CatalogueEntry } from '../model/catalogue.js';
import { download } from '../model/download/download.js';
import type { Fetch } from '../model/download/fetch.js';
import { downloadPath } from '../model/local/catalogued.js';
import type { Machine } from '../model/local/machine.js';
import { FetchProgress } from './fetch-progress.js';

/** What it takes to fetch a model. */
export interface FetchMeans {
  readonly machine: Machine;
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** Where its progress is shown. */
  readonly stream: NodeJS.WriteStream;
}

/** Fetches a model of the catalogue and returns its path. Throws what `download` throws. */
export async function fetchModel(
  entry: CatalogueEntry,
  { machine, fetch, signal, stream }: FetchMeans,
): Promise<string> {
  const target = downloadPath(entry, machine);
  const progress = new FetchProgress(entry.name, stream);
  await download(entry, target, { fetch, signal, onProgress: (step) => progress.show(step) }).finally(() =>
    progress.done(),
  );
  return target;
}
