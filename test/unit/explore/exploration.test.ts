import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  EventOrderError,
  type Exploration,
  type ExplorationEvent,
  planWithMore,
  reduce,
  survivors,
  tally,
} from '../../../src/core/exploration.js';
import { RecordInUseError } from '../../../src/explore/errors.js';
import { PaceMeter } from '../../../src/explore/pace.js';
import { Pause } from '../../../src/explore/pause.js';
import { Pool, poolSizeAt } from '../../../src/explore/pool.js';
import { RecordError, RecordWriter, readEvents, readExploration } from '../../../src/explore/record.js';
import { arrived, attempt, started, verdict } from './events.js';

const events: ExplorationEvent[] = [
  started,
  {
    type: 'model',
    seconds: 0,
    name: 'm',
    hash: 'h',
    device: { name: 'CPU', reason: 'It was asked for.' },
    weights: '8 bits',
  },
  { type: 'baseline', seconds: 0, verdict: verdict('fail'), doubts: [] },
  arrived(1, 'x'),
  arrived(0, 'y'),
  arrived(2, null),
  { type: 'picked', seconds: 3, candidate: 0, pool: 3 },
  arrived(3, 'x'),
  { type: 'picked', seconds: 4, candidate: 1, pool: 4 },
  { type: 'verdict', seconds: 5, candidate: 0, verdict: verdict('fail') },
  { type: 'verdict', seconds: 6, candidate: 1, verdict: verdict('pass') },
  { type: 'finished', seconds: 6, ending: { reason: 'survivors' } },
];

const resumed: ExplorationEvent = {
  type: 'resumed',
  seconds: 3,
  resumedAt: '2026-01-02T00:00:00.000Z',
  sandbox: 'bubblewrap',
};

function replay(some: readonly ExplorationEvent[]): Exploration {
  const state = some.reduce<Exploration | null>(reduce, null);
  if (!state) throw new Error('no events');
  return state;
}

describe('an exploration told by its events', () => {
  it('counts equal edits as one candidate, whatever arrives first', () => {
    const state = replay(events);
    expect([...state.candidates.values()].map(({ id, attempts }) => [id, attempts.map((a) => a.index)])).toEqual([
      [1, [1, 3]],
      [0, [0]],
    ]);
    expect(state.unusable.map(({ attempt: { index } }) => index)).toEqual([2]);
  });

  it('tallies what a person watches', () => {
    expect(tally(replay(events))).toEqual({
      attempts: 4,
      distinct: 2,
      verified: 2,
      survivors: 1,
      unusable: 1,
      verifierSeconds: 1,
      judgedAttempts: 4,
      passedAttempts: 2,
    });
    expect(survivors(replay(events)).map(({ id }) => id)).toEqual([1]);
  });

  it('names a flaky verifier once', () => {
    const flaky = { type: 'flaky', seconds: 5, verifier: 'tests' } as const;
    expect(replay(events).flaky).toEqual([]);
    expect(replay([...events.slice(0, 5), flaky, flaky]).flaky).toEqual(['tests']);
  });

  it('that was resumed goes on where it was', () => {
    const before = replay([...events.slice(0, 7), { type: 'finished', seconds: 3, ending: { reason: 'cancelled' } }]);
    const after = reduce(before, resumed);
    expect(after).toEqual({ ...before, ending: null, sandbox: 'bubblewrap', attemptsBefore: 3 });
  });

  it('that gets more attempts wants more survivors than there are, and may verify as many more', () => {
    const plan = planWithMore({ ...replay(events), plan: { ...replay(events).plan, budget: 3 } }, 10);
    expect(plan).toEqual({ ...replay(events).plan, attempts: 14, survivors: 2, budget: 13 });
    expect(reduce(replay(events), { ...resumed, plan })).toMatchObject({ plan, ending: null, attemptsBefore: 4 });
    // Never fewer than were planned; and no more survivors where those wanted are not all found.
    const stopped = { ...replay(events.slice(0, 5)), plan: { ...replay(events).plan, attempts: 30, survivors: 5 } };
    expect(planWithMore(stopped, 10)).toMatchObject({ attempts: 30, survivors: 5, budget: null });
  });

  it('is called what a person said last, also after its end', () => {
    const named = (title: string | null) => ({ type: 'renamed', seconds: 6, title }) as const;
    expect(replay([...events, named('a'), named('b')])).toEqual({ ...replay(events), title: 'b' });
    expect(replay([...events, named('a'), named(null)])).toEqual(replay(events));
  });

  it('expects what is left to take as long as what was written since it was resumed', () => {
    let now = 0;
    const pause = new Pause(() => now);
    const meter = new PaceMeter(pause);
    meter.report({ type: 'decode', tokens: 0, writing: 4 });
    now = 10;
    const before = replay([...events.slice(0, 6), resumed]);
    expect(meter.pace(before).secondsLeft).toBeNull();
    expect(meter.pace(reduce(before, arrived(3, 'x'))).secondsLeft).toBe(0);
    const longer = { ...before, plan: { ...before.plan, attempts: 6 } };
    expect(meter.pace(reduce(longer, arrived(3, 'x'))).secondsLeft).toBe(20);
    pause.pause();
    now = 1000;
    expect(meter.pace(reduce(longer, arrived(3, 'x')))).toMatchObject({ paused: true, secondsLeft: 20 });
    pause.continue();
    now = 1005;
    expect(meter.pace(reduce(longer, arrived(3, 'x')))).toMatchObject({ paused: false, secondsLeft: 30 });
  });

  it('knows how survivors differ until there is one more', () => {
    const behaviour = { kind: 'unknown', reason: 'it is' } as const;
    const comparison = { behaviour, forms: [] };
    const before = replay([...events.slice(0, 9), { type: 'compared', seconds: 5, comparison }]);
    expect(before.comparison).toEqual(comparison);
    const judged = (outcome: 'pass' | 'fail') =>
      reduce(before, { type: 'verdict', seconds: 6, candidate: 1, verdict: verdict(outcome) }).comparison;
    expect(judged('fail')).toEqual(comparison);
    expect(judged('pass')).toBeNull();
    expect(replay(events).comparison).toBeNull();
  });

  it('leaves earlier states as they were', () => {
    const before = replay(events.slice(0, 5));
    const copy = structuredClone(before);
    reduce(before, arrived(2, 'x'));
    expect(before).toEqual(copy);
  });

  it.each([
    ['no start', [arrived(0, 'x')]],
    ['two starts', [started, started]],
    ['a verdict on what was never picked', [started, arrived(0, 'x'), events[9]!]],
    ['a pick of no candidate', [started, arrived(0, 'x'), events[8]!]],
    ['two picks of one candidate', [...events.slice(0, 7), events[6]!]],
    ['a second verdict', [...events.slice(0, -1), events[9]!]],
    ['more after its end', [...events, resumed]],
  ])('refuses %s', (_, wrong) => {
    expect(() => replay(wrong as ExplorationEvent[])).toThrow(EventOrderError);
  });
});

describe('a record', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'record-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(): string {
    const file = path.join(folder, 'deep', 'record.jsonl');
    const writer = RecordWriter.create(file);
    for (const event of events) writer.append(event);
    writer.close();
    return file;
  }

  it('alone redraws the exploration, representations bit for bit', () => {
    const file = write();
    expect(readEvents(file)).toEqual(events);
    expect(readExploration(file)).toEqual(replay(events));
  });

  it('has each event on disk as soon as it was appended', () => {
    const file = path.join(folder, 'record.jsonl');
    const writer = RecordWriter.create(file);
    writer.append(started);
    expect(readEvents(file)).toEqual([started]);
    writer.close();
  });

  it('cut off in the middle of a line, tells all that was whole', () => {
    const file = write();
    appendFileSync(file, '{"type":"verd');
    expect(readEvents(file)).toEqual(events);
  });

  it('goes on behind its last whole line', async () => {
    const file = write();
    appendFileSync(file, '{"type":"verd');
    const writer = await RecordWriter.reopen(file, events.length);
    writer.append(resumed);
    writer.close();
    expect(readEvents(file)).toEqual([...events, resumed]);
  });

  it('is not gone on with by two, nor where it has changed since it was read', async () => {
    const file = write();
    const writer = await RecordWriter.reopen(file, events.length);
    expect(() => RecordWriter.create(file)).toThrow(RecordInUseError);
    writer.append(resumed);
    writer.close();
    await expect(RecordWriter.reopen(file, events.length)).rejects.toThrow(RecordInUseError);
    expect(readEvents(file)).toEqual([...events, resumed]);
    (await RecordWriter.reopen(file, events.length + 1)).close();
  });

  it('damaged in the middle, says where', () => {
    const file = write();
    const lines = readFileSync(file, 'utf8').split('\n');
    lines[3] = '{rubbish';
    writeFileSync(file, lines.join('\n'));
    expect(() => readEvents(file)).toThrow(/line 4/);
  });

  it('of something else is refused', () => {
    const file = path.join(folder, 'other.jsonl');
    writeFileSync(file, '{"a":1}\n');
    expect(() => readEvents(file)).toThrow(RecordError);
  });
});

describe('the pool', () => {
  /** A pool of attempts whose candidates are these, in order of arrival. */
  function poolOf(candidates: readonly (number | null)[], representation = (index: number) => [index, 1]): Pool {
    const pool = new Pool(1);
    for (const [index, id] of candidates.entries()) {
      pool.add({ attempt: attempt(index, representation(index)), candidate: id === null ? null : { id, length: 7 } });
    }
    return pool;
  }

  function viewOf(pool: Pool, picked = 0) {
    const choice = pool.choice(picked, true);
    if (typeof choice === 'string') throw new Error(choice);
    return choice;
  }

  it('shows one row a candidate: the mean of its attempts, centred on all attempts', () => {
    const representations = [
      [1, 0],
      [3, 0],
      [0, 6],
      [0, 6],
    ];
    const view = viewOf(poolOf([0, 0, 2, null], (index) => representations[index]!));
    expect(view.candidates).toEqual([0, 2]);
    expect(view.traits.map(({ features }) => [...features])).toEqual([
      [1, -3],
      [-1, 3],
    ]);
    expect(view.traits.map(({ attempts, length }) => [attempts, length])).toEqual([
      [2, 7],
      [1, 7],
    ]);
  });

  it('puts an attempt whose representation is not finite into the centre of the others', () => {
    const representations = [
      [1, 0],
      [Number.NaN, 0],
      [3, 4],
      [0, Number.POSITIVE_INFINITY],
    ];
    const view = viewOf(poolOf([0, 1, 2, 2], (index) => representations[index]!));
    expect(view.traits.map(({ features }) => [...features])).toEqual([
      [-1, -2],
      [0, 0],
      [1, 2],
    ]);
    const none = viewOf(poolOf([0, 1], () => [Number.NaN]));
    expect(none.traits.map(({ features }) => [...features])).toEqual([[], []]);
  });

  it('waits for enough attempts to choose from, and shows no more than that', () => {
    const few = Array.from({ length: poolSizeAt(0) - 1 }, (_, index) => index);
    expect(poolOf(few).choice(0, false)).toBe('later');
    expect(poolOf(few).choice(0, true)).toMatchObject({ attempts: few.length });
    const many = Array.from({ length: 40 }, (_, index) => index);
    expect(poolOf(many).choice(0, false)).toMatchObject({ attempts: poolSizeAt(0) });
    expect(poolOf(many).choice(1, false)).toMatchObject({ attempts: poolSizeAt(1) });
  });

  it('always leaves at least half of it unpicked while it grows', () => {
    for (let pick = 0; pick < 50; pick++) expect(poolSizeAt(pick) / 2).toBeGreaterThanOrEqual(pick);
  });

  it('looks further where all that may be chosen was picked, and keeps in view what it found there', () => {
    const pool = poolOf([...Array(20).fill(0), 20, ...Array(9).fill(0), 30]);
    expect(viewOf(pool, 1)).toMatchObject({ candidates: [0, 20], attempts: 22 });
    expect(viewOf(pool, 2)).toMatchObject({ candidates: [0, 20, 30], attempts: 31 });
    expect(pool.choice(3, true)).toBe('nothing');
    expect(pool.choice(3, false)).toBe('later');
  });

  it('without a usable attempt has nothing to offer', () => {
    expect(poolOf([null, null]).choice(0, true)).toBe('nothing');
  });

  it('projects wide representations to 512 features, by its seed', () => {
    const wide = Array.from({ length: 600 }, (_, i) => Math.sin(i));
    const features = (seed: number) => {
      const pool = new Pool(seed);
      pool.add({ attempt: attempt(0, wide), candidate: { id: 0, length: 1 } });
      pool.add({ attempt: attempt(1, wide.toReversed()), candidate: { id: 1, length: 1 } });
      return viewOf(pool).traits.map((traits) => traits.features);
    };
    expect(features(1)[0]).toHaveLength(512);
    expect(features(1)).toEqual(features(1));
    expect(features(1)).not.toEqual(features(2));
  });
});
