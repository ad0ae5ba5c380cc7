import { appendFileSync, mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExplorationEvent } from '../../../src/core/exploration.js';
import { History, type HistoryEntry } from '../../../src/explore/history.js';
import { RecordError, RecordWriter } from '../../../src/explore/record.js';
import { arrived, started, verdict } from './events.js';

const events: readonly ExplorationEvent[] = [
  started,
  arrived(0, 'a'),
  { type: 'picked', seconds: 1, candidate: 0, pool: 1 },
  { type: 'verdict', seconds: 2, candidate: 0, verdict: verdict('pass') },
];
const cancelled: ExplorationEvent = { type: 'finished', seconds: 3, ending: { reason: 'cancelled' } };
const resumed: ExplorationEvent = { type: 'resumed', seconds: 3, resumedAt: '', sandbox: 'none' };

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('the history', () => {
  let folder: string;
  let history: History;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'history-'));
    history = new History(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Records these events as if the last had happened `n` minutes after 2026 began. */
  function record(n: number, ...those: readonly ExplorationEvent[]): string {
    const file = history.recordOf(idOf(n));
    const writer = RecordWriter.create(file);
    for (const event of those) writer.append(event);
    writer.close();
    return dated(file, n);
  }
  function dated(file: string, n: number): string {
    const time = Date.UTC(2026, 0, 1, 0, n) / 1000;
    utimesSync(file, time, time);
    return file;
  }
  const reasons = (entries: readonly HistoryEntry[]) =>
    entries.map(({ digest }) => (digest.kind === 'damaged' ? digest.reason : digest.kind));

  it('is empty where nothing was recorded yet', async () => {
    expect(await new History(path.join(folder, 'none')).list()).toEqual([]);
    expect(await history.list()).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('tells of each exploration what, when and how it ended, the latest first', async () => {
    record(1, ...events, cancelled);
    record(3, ...events, cancelled, resumed);
    record(2, started, { type: 'finished', seconds: 1, ending: { reason: 'failed', error: 'e', nextStep: 'n' } });
    const list = await history.list();
    expect(list.map(({ id }) => id)).toEqual([idOf(3), idOf(2), idOf(1)]);
    expect(list[2]?.lastRan).toBe(Date.UTC(2026, 0, 1, 0, 1));
    expect(list.map(({ digest }) => digest)).toMatchObject([
      { kind: 'exploration', survivors: 1, ending: null },
      { kind: 'exploration', survivors: 0, ending: { reason: 'failed', error: 'e', nextStep: 'n' } },
      {
        problem: { workspace: '/w', file: 'a.js', name: null, from: 1, to: 1 },
        survivors: 1,
        ending: { reason: 'cancelled' },
      },
    ]);
  });

  it('tells a record that was torn in its last line as cut off', async () => {
    const file = record(1, ...events, { type: 'finished', seconds: 3, ending: { reason: 'survivors' } });
    truncateSync(file, (await history.list())[0]!.bytes - 5);
    expect((await history.list())[0]?.digest).toMatchObject({ kind: 'exploration', survivors: 1, ending: null });
  });

  it('shows damaged, empty and foreign records as such, and the others as ever', async () => {
    record(1, ...events, cancelled);
    appendFileSync(record(2, ...events), '{"type":"verdict","candidate":"x"}\n');
    dated(history.recordOf(idOf(2)), 2);
    appendFileSync(record(3, ...events), 'no json\n');
    dated(history.recordOf(idOf(3)), 3);
    record(4);
    for (const [n, text] of ['', '{"format":"explore-solutions","version":1}\n', '\0\u{1F4A5}'].entries()) {
      writeFileSync(history.recordOf(idOf(5 + n)), text);
      dated(history.recordOf(idOf(5 + n)), 5 + n);
    }
    const foreign = 'It is not a record of an exploration that this version can read.';
    expect(reasons(await history.list())).toEqual([
      ...[foreign, foreign, foreign],
      'It holds no exploration yet.',
      'It is damaged.',
      'It is damaged.',
      'exploration',
    ]);
  });

  it('reads a record again only where it has changed', async () => {
    const file = record(1, ...events, cancelled);
    const [before] = await history.list();
    // Of the same size and time: only the index can tell what it was.
    writeFileSync(file, 'x'.repeat(before!.bytes));
    dated(file, 1);
    expect(await new History(folder).list()).toEqual([before]);
    dated(file, 2);
    expect((await new History(folder).list())[0]?.digest.kind).toBe('damaged');
  });

  it('does without its index where that is damaged', async () => {
    record(1, ...events, cancelled);
    const list = await history.list();
    writeFileSync(path.join(folder, 'index.json'), '{"a":1}');
    expect(await history.list()).toEqual(list);
  });

  it('leaves files that are no records alone', async () => {
    const foreign = ['notes.jsonl', `${idOf(1)}.jsonl.bak`, `${idOf(2)}.txt`];
    for (const name of foreign) writeFileSync(path.join(folder, name), 'x');
    record(3, ...events);
    await history.keepWithin({ explorations: 1, megabytes: 0 }, idOf(9));
    expect(readdirSync(folder)).toEqual(foreign.sort());
    expect(await history.list()).toEqual([]);
  });

  it('removes the oldest beyond its number, never the one to spare', async () => {
    for (const n of [1, 2, 3, 4]) record(n, ...events);
    await history.keepWithin({ explorations: 2, megabytes: 100 }, idOf(1));
    expect((await history.list()).map(({ id }) => id)).toEqual([idOf(4), idOf(1)]);
  });

  it('removes the oldest beyond its size, never the one to spare', async () => {
    for (const n of [1, 2, 3, 4]) {
      appendFileSync(record(n, ...events), 'x'.repeat(400_000));
      dated(history.recordOf(idOf(n)), n);
    }
    await history.keepWithin({ explorations: 100, megabytes: 1 }, idOf(2));
    expect((await history.list()).map(({ id }) => id)).toEqual([idOf(4), idOf(2)]);
    await history.keepWithin({ explorations: 100, megabytes: 0.1 }, idOf(2));
    expect((await history.list()).map(({ id }) => id)).toEqual([idOf(2)]);
  });

  it('calls an exploration what a person says, in its record, and leaves it in its place', async () => {
    record(1, ...events, cancelled);
    record(2, ...events, cancelled);
    const [, before] = await history.list();
    expect(await history.rename(idOf(1), '  my\nbest  ')).toMatchObject({
      title: 'my best',
      ending: { reason: 'cancelled' },
    });
    rmSync(path.join(folder, 'index.json'));
    const [, after] = await history.list();
    expect(after).toEqual({
      ...before!,
      bytes: after!.bytes,
      digest: { ...before!.digest, title: 'my best' },
    });
    await history.rename(idOf(1), ' ');
    expect((await history.list())[1]?.digest).toEqual(before!.digest);
    await expect(history.rename(idOf(9), 'none')).rejects.toThrow(RecordError);
  });

  it('removes one', async () => {
    record(1, ...events);
    record(2, ...events);
    await history.remove(idOf(1));
    await history.remove(idOf(1));
    expect((await history.list()).map(({ id }) => id)).toEqual([idOf(2)]);
  });
});
