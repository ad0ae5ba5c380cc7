import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { uniformForms } from '../../../src/model/graph/forms.js';
import { prepareModel, type RunnableModel } from '../../../src/model/runnable.js';
import { writeSmallModel } from './gguf-writer.js';

let folder = '';
let cacheFolder = '';
let modelPath = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cache-'));
  cacheFolder = path.join(folder, 'cache');
  modelPath = path.join(folder, 'model.gguf');
  await writeSmallModel(modelPath);
});
afterEach(() => rm(folder, { recursive: true }));

/** All but the file of known hashes, which is kept beside them. */
async function entries(): Promise<string[]> {
  return (await readdir(cacheFolder)).filter((name) => name !== 'hashes.json');
}

/** Where a model's graph is. */
const graphOf = ({ graphs: [graph] }: RunnableModel) => graph.graphPath;

describe('the cache of runnable models', () => {
  it('is filled once and used again', async () => {
    const first = await prepareModel({ modelPath, cacheFolder });
    const { mtimeMs } = await stat(graphOf(first));
    const second = await prepareModel({ modelPath, cacheFolder });
    expect([first.built, second.built]).toEqual([true, false]);
    expect(graphOf(second)).toBe(graphOf(first));
    expect((await stat(graphOf(second))).mtimeMs).toBe(mtimeMs);
    expect(await entries()).toHaveLength(1);
  });

  it('goes by what is in the file, and by the forms of its weights', async () => {
    const first = await prepareModel({ modelPath, cacheFolder });
    const exact = await prepareModel({ modelPath, cacheFolder, forms: uniformForms('float32') });
    await writeSmallModel(modelPath, { metadata: { 'general.name': 'Another' } });
    const another = await prepareModel({ modelPath, cacheFolder });
    expect(new Set([graphOf(first), graphOf(exact), graphOf(another)]).size).toBe(3);
    expect(another.built).toBe(true);
    expect(another.name).toBe('Another');
  });

  it('removes what an older version of the program has built, and nothing else', async () => {
    for (const name of ['0123-bbbbb-v1', 'hashes.json']) await mkdir(path.join(cacheFolder, name), { recursive: true });
    const graphPath = graphOf(await prepareModel({ modelPath, cacheFolder }));
    expect((await readdir(cacheFolder)).toSorted()).toEqual(
      ['hashes.json', path.basename(path.dirname(graphPath))].toSorted(),
    );
  });

  it('has no entry of a build that was aborted halfway, and the next one succeeds', async () => {
    const controller = new AbortController();
    const building = prepareModel({
      modelPath,
      cacheFolder,
      signal: controller.signal,
      onProgress: ({ stage, fraction }) => {
        if (stage === 'build' && fraction > 0.5) controller.abort(new Error('enough'));
      },
    });
    await expect(building).rejects.toThrow('enough');
    expect(await entries()).toEqual([]);
    expect((await prepareModel({ modelPath, cacheFolder })).built).toBe(true);
  });

  it('is filled well by builds at the same time', async () => {
    const models = await Promise.all([1, 2, 3].map(() => prepareModel({ modelPath, cacheFolder })));
    expect(new Set(models.map((model) => graphOf(model))).size).toBe(1);
    const graph = await readFile(graphOf(models[0]!));
    const alone = await prepareModel({ modelPath, cacheFolder: path.join(folder, 'other') });
    expect(graph.equals(await readFile(graphOf(alone)))).toBe(true);
    expect(await entries()).toHaveLength(1);
  });

  it('loses what dead builders left, and keeps what living ones have', async () => {
    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    await mkdir(path.join(cacheFolder, `.building-${dead}-0a`), { recursive: true });
    await writeFile(path.join(cacheFolder, `.building-${dead}-0a`, 'model.onnx.data'), 'half');
    await mkdir(path.join(cacheFolder, `.building-${process.ppid}-0b`));
    const graphPath = graphOf(await prepareModel({ modelPath, cacheFolder }));
    const entry = path.basename(path.dirname(graphPath));
    expect((await entries()).sort()).toEqual([`.building-${process.ppid}-0b`, entry].sort());
  });
});
