// Bundles a bench and runs it: `node scripts/bench.mjs NAME [ARGUMENT…]`. Its `run.ts` becomes dist/bench/NAME.js, and
// each script that it starts in a process of its own, `X.worker.ts`, dist/bench/X.worker.js.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [name = '', ...words] = process.argv.slice(2);

/** What finds files from where its source stands goes on to do so in a bundle, which lies elsewhere and is no ES module. */
const sourceFolders = {
  name: 'source-folders',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]test[\\/]host[\\/]kit[\\/].*\.ts$/ }, async ({ path: file }) => ({
      loader: 'ts',
      contents: (await readFile(file, 'utf8')).replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file))),
    })),
};

const folder = path.join(root, 'bench', name);
const workers = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.worker.ts'));
await esbuild.build({
  absWorkingDir: root,
  entryPoints: [
    { in: path.join(folder, 'run.ts'), out: name },
    ...workers.map((file) => ({ in: path.join(folder, file), out: path.basename(file, '.ts') })),
  ],
  outdir: 'dist/bench',
  bundle: true,
  sourcemap: true,
  keepNames: true,
  logLevel: 'warning',
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['onnxruntime-node', 'playwright-core', 'esbuild', 'vega', 'vega-lite'],
  plugins: [sourceFolders],
});

const bench = path.join(root, 'dist/bench', `${name}.js`);
const { status } = spawnSync(process.execPath, ['--enable-source-maps', bench, ...words], { stdio: 'inherit' });
process.exitCode = status ?? 1;
