import path from 'node:path';
import * as z from 'zod';
import { entriesOf, jsonOf } from './folders.js';
import type { FoundFile, ModelSource } from './source.js';

/** A manifest names the layers of a model: weights, template, licence and more, each a blob named by its hash. */
const manifest = z.object({ layers: z.array(z.object({ mediaType: z.string(), digest: z.string() })) });

const WEIGHTS = 'application/vnd.ollama.image.model';
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Ollama's models, by the names that `ollama list` shows. */
export const ollama: ModelSource = {
  name: 'Ollama',
  async find({ env, home, platform }) {
    const folders = [
      ...(env.OLLAMA_MODELS ? [env.OLLAMA_MODELS] : []),
      path.join(home, '.ollama', 'models'),
      // Where Ollama's Linux installer puts it, as a service of its own user.
      ...(platform === 'linux' ? ['/usr/share/ollama/.ollama/models'] : []),
    ];
    return (await Promise.all(folders.map(modelsOf))).flat();
  },
};

async function modelsOf(folder: string): Promise<readonly FoundFile[]> {
  const manifests = await filesBelow(path.join(folder, 'manifests'));
  const found = manifests.map(async (names): Promise<FoundFile[]> => {
    const digest = weightsOf(await jsonOf(path.join(folder, 'manifests', ...names)));
    if (!digest) return []; // it runs elsewhere, or is no manifest
    return [{ name: shortName(names), path: path.join(folder, 'blobs', digest.replace(':', '-')) }];
  });
  return (await Promise.all(found)).flat();
}

/** Files as lists of the names that lead to them: host, namespace, name, tag. */
async function filesBelow(folder: string, names: readonly string[] = []): Promise<readonly (readonly string[])[]> {
  const found: (readonly string[])[] = [];
  for (const entry of await entriesOf(path.join(folder, ...names))) {
    const inner = [...names, entry.name];
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, inner)));
    else found.push(inner);
  }
  return found;
}

function weightsOf(json: unknown): string | undefined {
  const digest = manifest.safeParse(json).data?.layers.find(({ mediaType }) => mediaType === WEIGHTS)?.digest;
  return digest && DIGEST.test(digest) ? digest : undefined;
}

/** Ollama leaves out its own host, and its own namespace there. */
function shortName(names: readonly string[]): string {
  const model = names.slice(0, -1).join('/');
  return `${model.replace(/^registry\.ollama\.ai\/(library\/)?/, '')}:${names.at(-1)}`;
}
