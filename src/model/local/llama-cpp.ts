import path from 'node:path';
import { modelsBelow } from './folders.js';
import type { Machine } from './machine.js';
import type { ModelSource } from './source.js';

/** What llama.cpp has fetched (`llama-server -hf …`): files side by side in one folder. */
export const llamaCpp: ModelSource = {
  name: 'llama.cpp',
  async find(machine) {
    const { LLAMA_CACHE } = machine.env;
    const folders = [...(LLAMA_CACHE ? [LLAMA_CACHE] : []), path.join(cachesOf(machine), 'llama.cpp')];
    return (await Promise.all(folders.map((folder) => modelsBelow(folder, 0)))).flat();
  },
};

function cachesOf({ env, home, platform }: Machine): string {
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches');
  if (platform === 'win32') return env.LOCALAPPDATA || path.join(home, 'AppData', 'Local');
  return env.XDG_CACHE_HOME || path.join(home, '.cache');
}
