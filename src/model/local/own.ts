import { modelsBelow, nameOf } from './folders.js';
import type { ModelSource } from './source.js';

/** The model that comes with the program. */
export const embedded: ModelSource = {
  name: 'embedded',
  find: async ({ embeddedModel }) => [{ name: nameOf(embeddedModel), path: embeddedModel }],
};

/** What this program has fetched. Parts of downloads have another ending. */
export const downloads: ModelSource = {
  name: 'downloaded',
  find: ({ downloads }) => modelsBelow(downloads, 0),
};
