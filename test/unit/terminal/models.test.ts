import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CancelledError } from '../../../src/core/errors.js';
import { type CatalogueEntry, catalogue } from '../../../src/model/catalogue.js';
import type { Fetch } from '../../../src/model/download/fetch.js';
import { UnsupportedArchitectureError } from '../../../src/model/errors.js';
import type { LocalModel } from '../../../src/model/local/index.js';
import type { Machine } from '../../../src/model/local/machine.js';
import { ModelNameError } from '../../../src/standalone/errors.js';
import { modelPathOf } from '../../../src/standalone/model-choice.js';
import { fetchModel } from '../../../src/terminal/fetch-model.js';
import { localLines, offerLines } from '../../../src/terminal/models.js';

function local(name: string, changes: Partial<LocalModel['description']> = {}): LocalModel {
  const known = { name, architecture: 'qwen2', parameters: 1e9, contextLength: 32_768 };
  return {
    name,
    path: `/models/${name}.gguf`,
    realPath: `/models/${name}.gguf`,
    source: 'LM Studio',
    description: { ...known, bytes: 1_117_320_768, quantisation: 'Q4_K_M', ...changes },
  };
}

describe('the list of models', () => {
  it('is aligned, and names what each one is', () => {
    const lines = localLines([local('coder'), local('smollm2-135m-instruct', { bytes: 98_362_432 })]);
    expect(lines).toEqual([
      'On this machine:',
      '',
      'NAME                     SIZE  TYPE    FROM       RUNS',
      'coder                  1.1 GB  Q4_K_M  LM Studio  yes',
      'smollm2-135m-instruct   98 MB  Q4_K_M  LM Studio  yes',
    ]);
  });

  it('says why a model will not run, by the name it has here', () => {
    const architectures = ['llama', 'qwen2', 'qwen3', 'phi3', 'gemma2', 'gemma3', 'smollm3', 'another-one', 'and-more'];
    const problem = new UnsupportedArchitectureError('/models/state.gguf', 'mamba', architectures);
    const lines = localLines([local('state', { problem })]);
    expect(lines[3]).toMatch(/no$/);
    const reason = lines.slice(5);
    expect(reason.join(' ').replaceAll(/\s+/g, ' ')).toContain('state has the architecture mamba');
    expect(reason.length).toBeGreaterThan(1);
  });

  it('has no line above 100 characters, whatever the names', () => {
    const long = local('hf.co/a-publisher-with-a-name/and-a-model-that-says-everything-about-itself-GGUF:Q4_K_M', {
      problem: new UnsupportedArchitectureError('/models/x.gguf', 'mamba', ['llama']),
    });
    const lines = [...localLines([long, local('coder')]), ...offerLines(catalogue, 4e9)];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines).toContain('coder  1.1 GB  Q4_K_M  LM Studio  yes');
    expect(lines).toContain(long.name);
  });

  it('warns of models that this machine has no memory for', () => {
    const lines = offerLines(catalogue, 8e9);
    expect(lines.find((line) => line.startsWith('qwen2.5-coder-1.5b '))).toMatch(
      / 1\.1 GB {2}Q4_K_M {2,}2\.7 GB {2,}Apache-2\.0 {2}Qwen2\.5-Coder-1\.5B-Instruct$/,
    );
    expect(lines.find((line) => line.startsWith('qwen2.5-coder-7b '))).toContain('9.9 GB *');
    expect(lines.at(-1)).toBe('* More than the 8.0 GB that this machine has.');
    expect(offerLines(catalogue, 64e9).join('\n')).not.toContain('*');
  });
});

const bytes = Buffer.from('GGUF, as far as this test goes');
const entry: CatalogueEntry = {
  ...catalogue[0]!,
  id: 'tiny-coder',
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};

let folder = '';
let machine: Machine;
let asked: string[] = [];
let said = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'models-')));
  machine = {
    env: {},
    home: folder,
    platform: 'linux',
    embeddedModel: path.join(folder, 'embedded.gguf'),
    downloads: path.join(folder, 'downloads'),
  };
  asked = [];
  said = '';
});
afterEach(() => rm(folder, { recursive: true }));

const brings: Fetch = async (url) => {
  asked.push(url);
  return new Response(bytes);
};

function choose(word: string, changes: { fetch?: Fetch; signal?: AbortSignal } = {}): Promise<string> {
  const stream = new PassThrough().on('data', (data) => {
    said += data;
  });
  const means = {
    machine,
    fetch: brings,
    signal: new AbortController().signal,
    stream: Object.assign(stream, { isTTY: false }) as unknown as NodeJS.WriteStream,
    ...changes,
  };
  const bring = (wanted: CatalogueEntry) => fetchModel(wanted, means);
  return modelPathOf(word, path.join(folder, word), { machine, bring, offered: [entry] });
}

async function put(file: string, contents = file): Promise<string> {
  const whole = path.join(folder, file);
  await mkdir(path.dirname(whole), { recursive: true });
  await writeFile(whole, contents);
  return whole;
}

describe('the model that --model names', () => {
  it('is a file, if there is one', async () => {
    const file = await put('tiny-coder');
    expect(await choose('tiny-coder')).toBe(file);
  });

  it('is one on this machine, by its name', async () => {
    const file = await put('.cache/llama.cpp/coder-Q4_K_M.gguf');
    expect(await choose('coder-Q4_K_M')).toBe(file);
  });

  it('is one of the catalogue, fetched the first time', async () => {
    const file = await choose('tiny-coder');
    expect(await readFile(file)).toEqual(bytes);
    expect(asked).toEqual([entry.url]);
    expect(said).toContain(`fetching ${entry.name} … 100 % of`);
    expect(await choose('tiny-coder')).toBe(file);
    expect(asked).toHaveLength(1);
  });

  it('keeps the part when a download is interrupted', async () => {
    const stop = new AbortController();
    const half: Fetch = async () => ({
      status: 200,
      headers: new Headers(),
      body: (async function* () {
        yield bytes.subarray(0, 9);
        stop.abort();
        yield bytes.subarray(9, 12);
      })(),
    });
    await expect(choose('tiny-coder', { fetch: half, signal: stop.signal })).rejects.toThrow(CancelledError);
    expect(await readdir(machine.downloads)).toEqual([`${entry.fileName}.part`]);
  });

  it('must be one: two files of one name are told apart by their paths', async () => {
    const one = await put('.cache/llama.cpp/coder.gguf', 'one');
    const two = await put('.lmstudio/models/publisher/repository/coder.gguf', 'two');
    const error = await choose('coder').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelNameError);
    expect((error as Error).message).toContain(one);
    expect((error as Error).message).toContain(two);
  });

  it('that fits nothing is answered with names that are near', async () => {
    await put('.cache/llama.cpp/smollm2-360m.gguf');
    await put('.cache/llama.cpp/llama-3.2-3b.gguf');
    await put('.cache/llama.cpp/phi-4-mini.gguf');
    await expect(choose('tiny-codr')).rejects.toThrow(/no model named tiny-codr.*Near it: tiny-coder, /);
    await expect(choose('SmolLM2-135m')).rejects.toThrow(/Near it: smollm2-360m, /);
  });

  it('that is a path to nothing is left to whoever opens it', async () => {
    expect(await choose('nowhere.gguf')).toBe(path.join(folder, 'nowhere.gguf'));
  });
});
