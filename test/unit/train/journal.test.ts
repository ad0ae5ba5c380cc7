import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TrainingChangedError, TrainingFolderError } from '../../../src/train/errors.js';
import type { TrainingEvent } from '../../../src/train/events.js';
import { Journal, type TrainingSubject } from '../../../src/train/journal.js';
import { defaultTrainingPlan } from '../../../src/train/plan.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const { steps: _, ...plan } = defaultTrainingPlan;
const subject: TrainingSubject = { plan, model: 'a1', training: ['add', 'double'], leftOut: ['half'] };
const examined = (step: number): TrainingEvent => ({
  type: 'examined',
  step,
  problems: [{ id: 'half', attempts: 4, passed: 1, candidates: 3 }],
});

async function written(...events: readonly TrainingEvent[]): Promise<void> {
  const journal = await Journal.open(folder, subject);
  await journal.keep(() => true);
  for (const event of events) await journal.append(event);
  await journal.close();
}

async function kept(isPast: (event: TrainingEvent) => boolean = () => true): Promise<TrainingEvent[]> {
  const journal = await Journal.open(folder, subject);
  try {
    return await journal.keep(isPast);
  } finally {
    await journal.close();
  }
}

describe('a journal', () => {
  it('goes on with its events, and forgets those after the first that is not past', async () => {
    await written(examined(0), examined(10), examined(20));
    expect(await kept((event) => event.type === 'examined' && event.step <= 10)).toEqual([examined(0), examined(10)]);
    expect(await kept()).toEqual([examined(0), examined(10)]);
  });

  it('takes half a line, which a crash left, for none', async () => {
    await written(examined(0));
    appendFileSync(path.join(folder, 'journal.jsonl'), '{"type":"exam');
    expect(await kept()).toEqual([examined(0)]);
    await written(examined(10));
    expect(await kept()).toEqual([examined(0), examined(10)]);
  });

  it.each([
    ['plan', { plan: { ...plan, rank: 3 } }],
    ['model', { model: 'b2' }],
    ['problems', { training: ['add'] }],
    ['problems', { leftOut: ['third'] }],
  ])('refuses another %s, and loses nothing', async (what, change) => {
    await written(examined(0));
    const before = readFileSync(path.join(folder, 'journal.jsonl'), 'utf8');
    const other = Journal.open(folder, { ...subject, ...change });
    await expect(other).rejects.toThrow(TrainingChangedError);
    await expect(other).rejects.toThrow(what);
    expect(readFileSync(path.join(folder, 'journal.jsonl'), 'utf8')).toBe(before);
    expect(await kept()).toEqual([examined(0)]);
  });

  it.each(['nothing of ours\n', '{"format":"explore-solutions-training","version":2}\n'])(
    'refuses a file that is none of this version: %s',
    async (text) => {
      writeFileSync(path.join(folder, 'journal.jsonl'), text);
      await expect(Journal.open(folder, subject)).rejects.toThrow(TrainingFolderError);
    },
  );
});
