import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { afterAll } from 'vitest';
import { indicesBelow, type LoadParams, type SampleParams } from '../../../src/protocol/engine.js';

export const root = path.resolve(import.meta.dirname, '../../..');

/** The embedded model, with a cache that test runs share. */
export const embeddedModel: LoadParams = {
  modelPath: path.join(root, 'models/smollm2-135m-instruct-q4_1.gguf'),
  cacheFolder: path.join(root, '.cache/models'),
  threads: 0,
};

export const request: SampleParams = {
  prompt: {
    messages: [{ role: 'user', content: 'Write a Python function add_all(xs) that returns the sum of a list.' }],
    answerPrefix: '',
    stopStrings: [],
  },
  indices: indicesBelow(8),
  sampling: { temperature: 0.8, topP: 0.95, topK: 0, minP: 0 },
  seed: 1,
  maxTokens: 40,
  batchSize: 0,
};

/** Bundles a script for Node, as the build does it. */
export async function bundle(entry: string, outfile: string): Promise<string> {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    sourcemap: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['onnxruntime-node', 'esbuild'],
  });
  return path.join(root, outfile);
}

/** The engine's child as the sources are now. */
export const buildChild = () => bundle('src/engine/child/main.ts', 'dist/engine.js');

const scratch = mkdtempSync(path.join(tmpdir(), 'engine-'));
let scratchFiles = 0;
const scratchFile = (name: string) => path.join(scratch, `${scratchFiles++}-${name}`);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A child script made of this code. */
export function scriptChild(code: string): string {
  const file = scratchFile('child.cjs');
  writeFileSync(file, code);
  return file;
}

/** A child that writes its process id to a file before it does what `childPath` does. */
export function tellingChild(childPath: string): { readonly childPath: string; pid(): number } {
  const pidFile = scratchFile('pid');
  const code = `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
    require(${JSON.stringify(childPath)});`;
  return { childPath: scriptChild(code), pid: () => Number(readFileSync(pidFile, 'utf8')) };
}

/** Whether there is a process of this id. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
