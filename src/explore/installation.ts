import path from 'node:path';

/** Where the program's own files lie. */
export interface Installation {
  /** The bundle of the engine's child process. */
  readonly engineChild: string;
  /** The folder of the parser's grammars. */
  readonly grammars: string;
  readonly embeddedModel: string;
  /** What is explored when nothing is named: a line of a file. */
  readonly example: { readonly file: string; readonly line: number };
}

/** @param dist the folder of the bundles */
export function installationAt(dist: string): Installation {
  return {
    engineChild: path.join(dist, 'engine.js'),
    grammars: path.join(dist, 'grammars'),
    example: { file: path.join(dist, '..', 'examples', 'javascript-sum', 'sum.js'), line: 4 },
    embeddedModel: path.join(dist, '..', 'models', 'smollm2-135m-instruct-q4_1.gguf'),
  };
}
