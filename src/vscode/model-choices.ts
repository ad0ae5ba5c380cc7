import * as l10n from '@vscode/l10n';
import { formatBytes } from '../model/bytes.js';
import { type CatalogueEntry, memoryNeeded } from '../model/catalogue.js';
import type { ModelFileError } from '../model/errors.js';
import type { LocalModel } from '../model/local/index.js';
import { inList } from './plain-text.js';

/** What happens when a person takes a choice. */
export type ModelAction =
  /** null for the model that comes with the extension. */
  | { readonly kind: 'use'; readonly path: string | null }
  | { readonly kind: 'explain'; readonly problem: ModelFileError }
  | { readonly kind: 'fetch'; readonly entry: CatalogueEntry }
  | { readonly kind: 'browse' };

/** A line of the list that is chosen from. */
export interface ModelOption {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
  readonly action: ModelAction;
}

/**
 * A model on this machine.
 *
 * @param current the path that is set; null for the model that comes with the extension
 */
export function optionOf({ name, path, source, description }: LocalModel, current: string | null): ModelOption {
  const { bytes, quantisation, problem } = description;
  const isEmbedded = source === 'embedded';
  const action: ModelAction = problem ? { kind: 'explain', problem } : { kind: 'use', path: isEmbedded ? null : path };
  const icon = problem ? '$(error)' : current === (isEmbedded ? null : path) ? '$(check)' : '$(chip)';
  return {
    label: `${icon} ${inList(name)}`,
    description: [bytes === null ? null : formatBytes(bytes), quantisation].filter((word) => word !== null).join(' · '),
    detail: problem
      ? inList(l10n.t('Will not run: {0}', problem.message.replaceAll(problem.modelPath, name)))
      : isEmbedded
        ? l10n.t('Comes with the extension')
        : source,
    action,
  };
}

/** A model that can be fetched. */
export function offerOf(entry: CatalogueEntry): ModelOption {
  return {
    label: `$(cloud-download) ${entry.name}`,
    description: `${formatBytes(entry.bytes)} · ${entry.quantisation}`,
    detail: l10n.t('{0}; needs about {1} of memory', entry.licence, formatBytes(memoryNeeded(entry))),
    action: { kind: 'fetch', entry },
  };
}

/** What is asked before a download begins. */
export function fetchQuestion(entry: CatalogueEntry): string {
  const host = new URL(entry.url).host;
  return l10n.t(
    'Fetch {0} from {1}? It needs about {2} of memory; its licence is {3}.',
    formatBytes(entry.bytes),
    host,
    formatBytes(memoryNeeded(entry)),
    entry.licence,
  );
}
