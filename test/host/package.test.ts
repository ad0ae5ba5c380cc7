import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { installationAt } from '../../src/explore/installation.js';
import { RemoteError } from '../../src/protocol/channel.js';
import { indicesBelow } from '../../src/protocol/engine.js';
import { removeFolder, root, temporaryFolder } from './kit/paths.js';

/** What every platform's package has; vsce names the texts so. */
const everywhere = [
  'LICENSE.txt',
  'changelog.md',
  'dist/engine.js',
  'dist/extension.js',
  'dist/grammars/tree-sitter-javascript.wasm',
  'dist/grammars/tree-sitter-python.wasm',
  'dist/grammars/tree-sitter-tsx.wasm',
  'dist/grammars/tree-sitter-typescript.wasm',
  'dist/grammars/tree-sitter.wasm',
  'dist/panel.css',
  'dist/panel.js',
  'examples/javascript-sum/.vscode/settings.json',
  'examples/javascript-sum/package.json',
  'examples/javascript-sum/sum.js',
  'examples/javascript-sum/sum.test.js',
  'l10n/bundle.l10n.de.json',
  'media/icon.png',
  'media/icon.svg',
  'media/panel-light.png',
  'media/panel.png',
  'media/walkthrough/device.svg',
  'media/walkthrough/example.svg',
  'media/walkthrough/model.svg',
  'media/walkthrough/verifier.svg',
  'models/LICENSE',
  'models/README.md',
  'models/smollm2-135m-instruct-q4_1.gguf',
  'package.json',
  'package.nls.de.json',
  'package.nls.json',
  'readme.md',
];

/** The native dependency: its JavaScript, and the binaries of this platform alone. */
async function onnxruntime(): Promise<string[]> {
  const list = async (folder: string, ending = '') =>
    (await readdir(path.join(root, 'node_modules', folder)))
      .filter((file) => file.endsWith(ending))
      .map((file) => `node_modules/${folder}/${file}`);
  return [
    'node_modules/onnxruntime-common/package.json',
    'node_modules/onnxruntime-common/dist/cjs/package.json',
    'node_modules/onnxruntime-node/package.json',
    ...(await list('onnxruntime-common/dist/cjs', '.js')),
    ...(await list('onnxruntime-node/dist', '.js')),
    ...(await list(`onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`)),
  ];
}

describe('the package of `npm run package`', () => {
  let folder: string;
  let zip: JSZip;
  let engine: Engine;

  const contents = () => Object.values(zip.files).filter((file) => !file.dir && file.name.startsWith('extension/'));

  beforeAll(async () => {
    // Outside the repository: nothing in its node_modules can be found from here.
    folder = await temporaryFolder('package');
    zip = await JSZip.loadAsync(await readFile(inject('vsix')));
    for (const file of contents()) {
      const target = path.join(folder, file.name);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, await file.async('nodebuffer'));
    }
    engine = new Engine({ childPath: installation().engineChild });
  });
  afterAll(async () => {
    await engine?.dispose();
    await removeFolder(folder);
  });
  const installation = () => installationAt(path.join(folder, 'extension/dist'));

  test('has what it needs and nothing else', async () => {
    const names = contents().map((file) => file.name.slice('extension/'.length));
    expect(names.sort()).toEqual([...everywhere, ...(await onnxruntime())].sort());
  });

  test('is for this platform', async () => {
    const manifest = await zip.file('extension.vsixmanifest')?.async('string');
    expect(manifest).toContain(`TargetPlatform="${process.platform}-${process.arch}"`);
  });

  test('runs its model with nothing but what it brings', async () => {
    const cacheFolder = path.join(folder, 'cache');
    const model = await engine.load({ modelPath: installation().embeddedModel, cacheFolder, threads: 0 });
    expect(model.architecture).toBe('llama');
    const summary = await engine.sample({
      prompt: { messages: [{ role: 'user', content: 'Say hello.' }], answerPrefix: '', stopStrings: [] },
      indices: indicesBelow(1),
      sampling: { temperature: 0, topP: 1, topK: 0, minP: 0 },
      seed: 1,
      maxTokens: 4,
      batchSize: 1,
    });
    expect(summary.sampledTokens).toBeGreaterThan(0);
  });

  test('keeps the names of errors through minification', async () => {
    const modelPath = path.join(folder, 'extension/package.json');
    const error = await engine.load({ modelPath, cacheFolder: path.join(folder, 'cache'), threads: 0 }).catch((e) => e);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error.remoteName).toMatch(/\w+Error$/);
  });
});
