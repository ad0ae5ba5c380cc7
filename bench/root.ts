import path from 'node:path';

/** The repository's folder: every bench is bundled into dist/bench. */
export const root = path.resolve(__dirname, '../..');

/** Paths on the command line are relative to where it was called; npm runs scripts in the package's folder. */
export function fromCaller(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}
