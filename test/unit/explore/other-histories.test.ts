import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExplorationEvent } from '../../../src/core/exploration.js';
import { History } from '../../../src/explore/history.js';
import { forgetDeletedFolders } from '../../../src/explore/other-histories.js';
import { RecordWriter } from '../../../src/explore/record.js';
import { started } from './events.js';

describe('records of deleted folders', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'histories-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const records = (storage: string) => path.join(root, 'storages', storage, 'extension', 'explorations');
  const kept = (storage: string) => readdirSync(records(storage)).filter((name) => name.endsWith('.jsonl')).length;

  /** Records an exploration in a workspace's storage. */
  function record(storage: string, workspace: string, n = 0): void {
    if (started.type !== 'started') throw new Error('not the first event');
    const history = new History(records(storage));
    const writer = RecordWriter.create(history.recordOf(`00000000-0000-4000-8000-00000000000${n}`));
    writer.append({ ...started, problem: { ...started.problem, workspace } } satisfies ExplorationEvent);
    writer.close();
  }

  it('go, also those of workspaces that are never opened again; others stay', async () => {
    const [here, gone, within] = ['here', 'gone', 'gone/too/deep'].map((name) => path.join(root, 'code', name));
    mkdirSync(here!, { recursive: true });
    record('one', here!);
    record('one', gone!, 1);
    record('two', gone!);
    record('three', within!);
    await forgetDeletedFolders(records('one'));
    expect(['one', 'two', 'three'].map(kept)).toEqual([1, 0, 0]);
    expect((await new History(records('one')).list()).map(({ digest }) => digest)).toMatchObject([
      { problem: { workspace: here } },
    ]);
  });

  it('stay where the folder may be on a drive that is not mounted', async () => {
    mkdirSync(path.join(root, 'drive'));
    record('one', path.join(root, 'drive', 'code'));
    await forgetDeletedFolders(records('one'));
    expect(kept('one')).toBe(1);
  });
});
