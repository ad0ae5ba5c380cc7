import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelHash } from '../../../src/model/model-hash.js';

let folder = '';
let cacheFolder = '';
let known = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hash-'));
  cacheFolder = path.join(folder, 'cache');
  known = path.join(cacheFolder, 'hashes.json');
});
afterEach(() => rm(folder, { recursive: true }));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function write(name: string, contents: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, contents);
  return file;
}

/** The hash of the model in these files, and the progress that was reported. */
async function hashOf(...paths: string[]) {
  const progress: number[] = [];
  const files = await Promise.all(paths.map(async (file) => ({ path: file, size: (await stat(file)).size })));
  const hash = await modelHash(files, cacheFolder, (fraction) => progress.push(fraction), undefined);
  return { hash, progress };
}

describe('the hash of a model', () => {
  it('is that of its only file, and computed once', async () => {
    const file = await write('model.gguf', 'weights');
    const first = await hashOf(file);
    expect(first).toEqual({ hash: sha256('weights'), progress: [1] });
    expect(await hashOf(file)).toEqual({ hash: first.hash, progress: [] });
  });

  it('covers all files of a model, in their order', async () => {
    const [a, b] = [await write('a', '1'), await write('b', '345')];
    const both = await hashOf(a, b);
    expect(both.progress).toEqual([0.25, 1]);
    const other = await hashOf(b, a);
    expect(other.progress).toEqual([]);
    expect(new Set([both.hash, other.hash, (await hashOf(a)).hash, (await hashOf(b)).hash]).size).toBe(4);
  });

  it('is computed anew when the file has changed, though its size has not', async () => {
    const file = await write('model.gguf', 'weights');
    await utimes(file, 1e9, 1e9);
    await hashOf(file);
    await write('model.gguf', 'WEIGHTS');
    expect((await hashOf(file)).hash).toBe(sha256('WEIGHTS'));
  });

  it('is computed anew when another file has come under the same name', async () => {
    const file = await write('model.gguf', 'weights');
    await utimes(file, 1e9, 1e9);
    await hashOf(file);
    await rm(file);
    await write('model.gguf', 'WEIGHTS');
    await utimes(file, 1e9, 1e9); // as an archiver does
    expect((await hashOf(file)).hash).toBe(sha256('WEIGHTS'));
  });

  it.each(['', '{', '[]', '{"/model.gguf": 1}', '\0\0\0'])(
    'is computed where what is kept is damaged: %j',
    async (contents) => {
      const file = await write('model.gguf', 'weights');
      await mkdir(cacheFolder);
      await writeFile(known, contents);
      expect((await hashOf(file)).hash).toBe(sha256('weights'));
      expect((await hashOf(file)).progress).toEqual([]); // and is whole again
    },
  );

  it('is computed where nothing can be kept', async () => {
    const file = await write('model.gguf', 'weights');
    await writeFile(cacheFolder, 'no folder');
    expect((await hashOf(file)).hash).toBe(sha256('weights'));
  });

  it('is right whoever else computes one, and leaves nothing else behind', async () => {
    const files = await Promise.all(Array.from({ length: 8 }, (_, i) => write(`${i}.gguf`, `weights ${i}`)));
    const hashes = await Promise.all(files.map(async (file) => (await hashOf(file)).hash));
    expect(hashes).toEqual(files.map((_, i) => sha256(`weights ${i}`)));
    expect(await readdir(cacheFolder)).toEqual(['hashes.json']);
    const again = await Promise.all(files.map(async (file) => (await hashOf(file)).hash));
    expect(again).toEqual(hashes);
  });

  it('is kept for the newest hundred files', async () => {
    const files: string[] = [];
    for (let i = 0; i < 102; i++) {
      files.push(await write(`${i}.gguf`, String(i)));
      await hashOf(files[i]!);
    }
    expect(Object.keys(JSON.parse(await readFile(known, 'utf8')))).toEqual(files.slice(2));
  });

  it('is not computed further when aborted', async () => {
    const file = await write('model.gguf', 'weights');
    const hashing = modelHash([{ path: file, size: 7 }], cacheFolder, () => {}, AbortSignal.abort(new Error('enough')));
    await expect(hashing).rejects.toThrow('enough');
  });
});
