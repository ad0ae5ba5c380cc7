// Bundles the extension, the engine's child process, the terminal commands, the MCP server, the judge for verl and the panel
// into dist/.
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const production = process.argv.includes('--production');

// Names of classes are part of what errors say, also when minified.
const shared = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: !production,
  minify: production,
  logLevel: 'warning',
  keepNames: true,
};
// ES modules first: jsonc-parser's UMD form cannot be bundled.
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };

const bundles = [
  { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  { ...node, entryPoints: ['src/engine/child/main.ts'], outfile: 'dist/engine.js', external: ['onnxruntime-node'] },
  { ...node, entryPoints: ['src/cli.ts'], outfile: 'dist/cli.js' },
  { ...node, entryPoints: ['src/train.ts'], outfile: 'dist/train.js' },
  { ...node, entryPoints: ['src/mcp.ts'], outfile: 'dist/mcp.js' },
  { ...node, entryPoints: ['src/judge.ts'], outfile: 'dist/judge.js' },
  {
    ...shared,
    entryPoints: { panel: 'webview/main.ts' },
    outdir: 'dist',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
  },
];

/** The languages that src/problem parses; the grammars are data, read at run time. */
const grammars = [
  'tree-sitter',
  'tree-sitter-python',
  'tree-sitter-javascript',
  'tree-sitter-typescript',
  'tree-sitter-tsx',
];

export async function build() {
  await mkdir(path.join(dist, 'grammars'), { recursive: true });
  const from = path.join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm');
  await Promise.all([
    ...bundles.map((options) => esbuild.build(options)),
    cp(path.join(root, 'src/train/verl/files'), path.join(dist, 'verl'), { recursive: true }),
    ...grammars.map((name) => cp(path.join(from, `${name}.wasm`), path.join(dist, 'grammars', `${name}.wasm`))),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build();
  if (process.argv.includes('--watch')) {
    for (const options of bundles) await (await esbuild.context({ ...options, logLevel: 'info' })).watch();
  }
}
