import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { buildFolder, root } from './paths.js';

/** Bundles every suite of a folder, and the runner, into a new folder; returns the runner's file. */
export async function bundleSuites(suites: string): Promise<string> {
  const outdir = await buildFolder('suites');
  const files = readdirSync(suites).filter((file) => file.endsWith('.test.ts'));
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [path.join(import.meta.dirname, 'runner.ts'), ...files.map((file) => path.join(suites, file))],
    entryNames: '[name]',
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // ES modules first: jsonc-parser's UMD form cannot be bundled.
    mainFields: ['module', 'main'],
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return path.join(outdir, 'runner.js');
}
