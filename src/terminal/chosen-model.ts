import type { Installation } from '../explore/installation.js';
import type { CatalogueEntry } from '../model/catalogue.js';
import { thisMachine } from '../model/local/machine.js';
import { modelPathOf } from '../standalone/model-choice.js';
import { fromCaller } from '../standalone/paths.js';
import { fetchModel } from './fetch-model.js';
import { withProxiedFetch } from './proxied-fetch.js';

/**
 * The file of a model that the command was told of; one of the catalogue is fetched first.
 *
 * @param model a path or a name; null for the embedded one
 */
export async function chosenModel(
  model: string | null,
  { embeddedModel }: Installation,
  signal: AbortSignal,
): Promise<string> {
  if (model === null) return embeddedModel;
  const machine = thisMachine(embeddedModel);
  const bring = (entry: CatalogueEntry) =>
    withProxiedFetch((fetch) => fetchModel(entry, { machine, fetch, signal, stream: process.stderr }));
  return modelPathOf(model, fromCaller(model), { machine, bring });
}
