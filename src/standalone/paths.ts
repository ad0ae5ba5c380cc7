import path from 'node:path';
import envPaths from 'env-paths';
import { Adapters } from '../model/adapters.js';

/** Where this system keeps a program's caches and data. */
const system = envPaths('explore-solutions', { suffix: '' });

/** Where runnable models are cached. */
export const cacheFolder = path.join(system.cache, 'models');

/** The adapters on this machine. */
export const adapters = new Adapters(path.join(system.data, 'adapters'));

/** Where trainings are kept unless a path is given. */
export const trainingsFolder = path.join(system.data, 'trainings');

/** Where the command's explorations are. */
export const recordsFolder = path.join(system.data, 'explorations');

/** Where records go unless a path is given. */
export function recordPath(now: Date): string {
  return path.join(recordsFolder, `${now.toISOString().replaceAll(':', '-')}.jsonl`);
}

/** Paths on the command line are relative to where it was called; npm runs scripts in the package's folder. */
export function fromCaller(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}
