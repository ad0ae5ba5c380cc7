import { existsSync } from 'node:fs';
import path from 'node:path';

/** The repository's folder, from the sources as from dist/bench, into which every bench is bundled. */
export const root = nearestPackage(__dirname);

function nearestPackage(folder: string): string {
  return existsSync(path.join(folder, 'package.json')) ? folder : nearestPackage(path.dirname(folder));
}

/** Paths on the command line are relative to where it was called; npm runs scripts in the package's folder. */
export function fromCaller(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}
