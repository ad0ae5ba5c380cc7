import path from 'node:path';
import { entriesOf, modelsBelow } from './folders.js';
import type { FoundFile, ModelSource } from './source.js';

/** Quantisations may lie in folders of their own within a repository. */
const DEPTH = 2;

/** The cache of Hugging Face's own libraries: models--ORG--NAME/snapshots/REVISION/FILE, links to blobs. */
export const huggingFace: ModelSource = {
  name: 'Hugging Face',
  async find({ env, home }) {
    const { HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME, XDG_CACHE_HOME } = env;
    const hubs = [
      ...(HF_HUB_CACHE ? [HF_HUB_CACHE] : []),
      ...(HUGGINGFACE_HUB_CACHE ? [HUGGINGFACE_HUB_CACHE] : []),
      ...(HF_HOME ? [path.join(HF_HOME, 'hub')] : []),
      path.join(XDG_CACHE_HOME || path.join(home, '.cache'), 'huggingface', 'hub'),
    ];
    return (await Promise.all(hubs.map(modelsOf))).flat();
  },
};

async function modelsOf(hub: string): Promise<readonly FoundFile[]> {
  const repositories = (await entriesOf(hub)).filter(({ name }) => name.startsWith('models--'));
  const found = repositories.map(async ({ name }) => {
    const snapshots = path.join(hub, name, 'snapshots');
    const revisions = await entriesOf(snapshots);
    return Promise.all(revisions.map((revision) => modelsBelow(path.join(snapshots, revision.name), DEPTH)));
  });
  return (await Promise.all(found)).flat(2);
}
