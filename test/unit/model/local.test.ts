import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/model/catalogue.js';
import { UnsupportedArchitectureError } from '../../../src/model/errors.js';
import { fileOfEntry } from '../../../src/model/local/catalogued.js';
import { findModelFiles, listModels } from '../../../src/model/local/index.js';
import type { Machine } from '../../../src/model/local/machine.js';
import { smallModel, writeSmallModel } from './gguf-writer.js';

const digest = 'a'.repeat(64);
let folder = '';
let machine: Machine;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'local-')));
  machine = {
    env: {},
    home: path.join(folder, 'home'),
    platform: 'linux',
    embeddedModel: path.join(folder, 'program', 'small-q8_0.gguf'),
    downloads: path.join(folder, 'downloads'),
  };
  await model('program/small-q8_0.gguf');
});
afterEach(() => rm(folder, { recursive: true }));

async function write(file: string, contents: string | Uint8Array): Promise<string> {
  const whole = path.join(folder, file);
  await mkdir(path.dirname(whole), { recursive: true });
  await writeFile(whole, contents);
  return whole;
}

/** A small model; each has other bytes. */
function model(file: string): Promise<string> {
  return write(file, smallModel({ metadata: { 'general.name': file } }));
}

async function link(to: string, file: string): Promise<void> {
  const whole = path.join(folder, file);
  await mkdir(path.dirname(whole), { recursive: true });
  await symlink(to, whole);
}

async function ollamaModel(store: string, name: string, hash = digest): Promise<void> {
  const layers = [
    { mediaType: 'application/vnd.ollama.image.license', digest: `sha256:${'0'.repeat(64)}`, size: 1 },
    { mediaType: 'application/vnd.ollama.image.model', digest: `sha256:${hash}`, size: 1 },
  ];
  await write(`${store}/manifests/${name}`, JSON.stringify({ schemaVersion: 2, layers }));
}

/** Names and sources of what is found in the test's own folders; a real Ollama's may be beside them. */
async function found(changes: Partial<Machine> = {}): Promise<string[]> {
  const files = await findModelFiles({ ...machine, ...changes });
  return files.filter((file) => file.path.startsWith(folder)).map(({ name, source }) => `${source}: ${name}`);
}

async function listed() {
  return (await listModels(machine)).filter((file) => file.path.startsWith(folder));
}

describe('models on this machine', () => {
  it('none but the embedded one, where nothing is installed', async () => {
    expect(await found()).toEqual(['embedded: small-q8_0']);
  });

  it('those that this program fetched, but no parts', async () => {
    await model('downloads/fetched-q4_k_m.gguf');
    await model('downloads/unfinished.gguf.part');
    await mkdir(path.join(folder, 'downloads/unfinished.gguf.lock'));
    expect(await found()).toEqual(['embedded: small-q8_0', 'downloaded: fetched-q4_k_m']);
  });

  it('Ollama’s, by the names it shows', async () => {
    const store = 'home/.ollama/models';
    await ollamaModel(store, 'registry.ollama.ai/library/qwen3/4b');
    await ollamaModel(store, 'registry.ollama.ai/someone/coder/latest');
    await ollamaModel(store, 'hf.co/bartowski/Tiny-GGUF/Q4_K_M');
    await ollamaModel('other', 'registry.ollama.ai/library/elsewhere/1b');
    const elsewhere = path.join(folder, 'other');
    expect((await found({ env: { OLLAMA_MODELS: elsewhere } })).slice(1)).toEqual([
      'Ollama: elsewhere:1b',
      'Ollama: hf.co/bartowski/Tiny-GGUF:Q4_K_M',
      'Ollama: qwen3:4b',
      'Ollama: someone/coder:latest',
    ]);
  });

  it('Ollama’s weights, past manifests that have none or are none', async () => {
    const store = 'home/.ollama/models';
    const blob = await model(`${store}/blobs/sha256-${digest}`);
    await ollamaModel(store, 'registry.ollama.ai/library/qwen3/4b');
    await write(`${store}/manifests/registry.ollama.ai/library/cloud/1t`, JSON.stringify({ layers: [] }));
    await write(`${store}/manifests/registry.ollama.ai/library/cut-off/1b`, '{"layers": [');
    await ollamaModel(store, 'registry.ollama.ai/library/escapes/1b', '../../../etc/passwd');
    const [, ...models] = await listed();
    expect(models).toMatchObject([{ name: 'qwen3:4b', path: blob, description: { architecture: 'llama' } }]);
  });

  it('LM Studio’s, wherever its folder was moved', async () => {
    await model('home/.lmstudio/models/publisher/repository/one-Q8_0.gguf');
    await model('home/.cache/lm-studio/models/publisher/repository/two.gguf');
    await write('home/.lmstudio-home-pointer', `${path.join(folder, 'moved')}\n`);
    await model('moved/models/publisher/repository/three.gguf');
    await write('moved/settings.json', JSON.stringify({ downloadsFolder: path.join(folder, 'chosen') }));
    await model('chosen/publisher/repository/four.gguf');
    expect((await found()).slice(1)).toEqual(['four', 'three', 'one-Q8_0', 'two'].map((name) => `LM Studio: ${name}`));
  });

  it.each<[string, Partial<Machine>]>([
    ['home/.cache/llama.cpp', {}],
    ['home/Library/Caches/llama.cpp', { platform: 'darwin' }],
    ['home/AppData/Local/llama.cpp', { platform: 'win32' }],
  ])('llama.cpp’s in %s', async (place, changes) => {
    await model(`${place}/org_repository_file-Q4_0.gguf`);
    await write(`${place}/org_repository_file-Q4_0.gguf.json`, '{}');
    expect((await found(changes)).slice(1)).toEqual(['llama.cpp: org_repository_file-Q4_0']);
  });

  it('those that environment variables point to', async () => {
    await model('llama/a.gguf');
    await model('xdg/llama.cpp/b.gguf');
    for (const hub of ['hub', 'old-hub', 'hf/hub', 'xdg/huggingface/hub']) {
      await model(`${hub}/models--org--name/snapshots/rev/in-${hub.replaceAll('/', '-')}.gguf`);
    }
    const env = {
      LLAMA_CACHE: path.join(folder, 'llama'),
      XDG_CACHE_HOME: path.join(folder, 'xdg'),
      HF_HUB_CACHE: path.join(folder, 'hub'),
      HUGGINGFACE_HUB_CACHE: path.join(folder, 'old-hub'),
      HF_HOME: path.join(folder, 'hf'),
    };
    expect((await found({ env })).slice(1)).toEqual([
      'llama.cpp: a',
      'llama.cpp: b',
      'Hugging Face: in-hub',
      'Hugging Face: in-old-hub',
      'Hugging Face: in-hf-hub',
      'Hugging Face: in-xdg-huggingface-hub',
    ]);
  });

  it('Hugging Face’s, each blob once, links and folders within a repository followed', async () => {
    const repository = 'home/.cache/huggingface/hub/models--org--name';
    const blob = await model(`${repository}/blobs/${digest}`);
    await link(blob, `${repository}/snapshots/rev1/name-Q4_K_M.gguf`);
    await link(blob, `${repository}/snapshots/rev2/name-Q4_K_M.gguf`);
    await model(`${repository}/snapshots/rev2/Q8_0/name-Q8_0.gguf`);
    await model('home/.cache/huggingface/hub/datasets--org--name/snapshots/rev/not-a-model.gguf');
    expect((await listed()).map(({ name }) => name)).toEqual(['small-q8_0', 'name-Q4_K_M', 'name-Q8_0']);
  });

  it('a file that two programs share belongs to the first', async () => {
    const blob = await model(`home/.ollama/models/blobs/sha256-${digest}`);
    await ollamaModel('home/.ollama/models', 'registry.ollama.ai/library/shared/1b');
    await link(blob, 'home/.lmstudio/models/ollama/shared/shared.gguf');
    expect((await listed()).map(({ name }) => name)).toEqual(['small-q8_0', 'shared:1b']);
    expect(await found()).toContain('LM Studio: shared'); // its other name leads there too
  });

  it('a folder that is a link counts, and one that leads back to itself ends', async () => {
    await model('elsewhere/linked.gguf');
    await link(path.join(folder, 'elsewhere'), 'home/.lmstudio/models/publisher/repository');
    await link(path.join(folder, 'home/.lmstudio/models'), 'home/.lmstudio/models/loop');
    expect((await listed()).map(({ name }) => name)).toEqual(['small-q8_0', 'linked']);
  });

  it('a split model is one, what is no language model is none', async () => {
    for (const name of [
      'split-Q4_K_M-00001-of-00002',
      'split-Q4_K_M-00002-of-00002',
      'mmproj-model-f16',
      'model-mmproj-BF16',
      'model.imatrix',
      'ggml-vocab-qwen2',
    ]) {
      await model(`home/.cache/llama.cpp/${name}.gguf`);
    }
    expect((await found()).slice(1)).toEqual(['llama.cpp: split-Q4_K_M']);
    for (const architecture of ['bert', 'nomic-bert', 'clip', 'flux']) {
      const file = path.join(folder, `home/.cache/llama.cpp/embeds-${architecture}.gguf`);
      await writeSmallModel(file, { metadata: { 'general.architecture': architecture } });
    }
    expect((await listed()).map(({ name }) => name)).not.toContainEqual(expect.stringContaining('embeds'));
  });

  it('files that will not run are there, with the reason', async () => {
    await write('home/.cache/llama.cpp/broken.gguf', 'GGUF');
    await link(path.join(folder, 'gone'), 'home/.cache/llama.cpp/dangling.gguf');
    const other = path.join(folder, 'home/.cache/llama.cpp/other.gguf');
    await writeSmallModel(other, { metadata: { 'general.architecture': 'mamba' } });
    const [embedded, broken, dangling, unsupported] = await listed();
    expect(embedded?.description.problem).toBeUndefined();
    for (const model of [broken, dangling]) expect(model?.description.problem?.message).toContain(model?.path);
    expect(unsupported?.description.problem).toBeInstanceOf(UnsupportedArchitectureError);
  });
});

describe('a model of the catalogue', () => {
  const entry = catalogue[0]!;

  it('is there when this program fetched it', async () => {
    expect(fileOfEntry(entry, await findModelFiles(machine), machine)).toBeUndefined();
    const file = await model(`downloads/${entry.fileName}`);
    expect(fileOfEntry(entry, await findModelFiles(machine), machine)?.path).toBe(file);
  });

  it('is there when another program has it under its hash', async () => {
    const blob = await model(`home/.cache/huggingface/hub/models--Qwen--Coder/blobs/${entry.sha256}`);
    await link(blob, `home/.cache/huggingface/hub/models--Qwen--Coder/snapshots/rev/coder.gguf`);
    expect(fileOfEntry(entry, await findModelFiles(machine), machine)?.name).toBe('coder');
    await rm(blob);
    const store = 'home/.ollama/models';
    await model(`${store}/blobs/sha256-${entry.sha256}`);
    await ollamaModel(store, 'hf.co/Qwen/Coder/Q4_K_M', entry.sha256);
    expect(fileOfEntry(entry, await findModelFiles(machine), machine)?.name).toBe('hf.co/Qwen/Coder:Q4_K_M');
  });

  it('is not what only has its name', async () => {
    await model(`home/.lmstudio/models/publisher/repository/${entry.fileName}`);
    expect(fileOfEntry(entry, await findModelFiles(machine), machine)).toBeUndefined();
  });
});
