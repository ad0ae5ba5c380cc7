import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultPlan } from '../../src/core/defaults.js';
import type { Problem } from '../../src/core/domain.js';
import { type Exploration, type ExplorationEvent, type Plan, survivors, tally } from '../../src/core/exploration.js';
import { Engine } from '../../src/engine/engine.js';
import { type Activity, explore, resume } from '../../src/explore/explore.js';
import { installationAt } from '../../src/explore/installation.js';
import { type Past, readPast } from '../../src/explore/past.js';
import { Pause } from '../../src/explore/pause.js';
import { RecordWriter, readEvents, readExploration } from '../../src/explore/record.js';
import { CodeParser } from '../../src/problem/parser.js';
import { indicesBelow } from '../../src/protocol/engine.js';
import { problemInFile } from '../../src/standalone/problem-in-file.js';
import { parseVerifiers, verifiersFor } from '../../src/verify/configuration.js';
import { Cores } from '../../src/verify/cores.js';
import { openVerification, type Verification } from '../../src/verify/verification.js';
import { embeddedModel } from '../engine/support/engine-child.js';
import { root, run, temporaryFolder, write } from './command.js';

/** Explorations with the embedded model that are paused, or get more attempts than they were to have. */

const folder = temporaryFolder();
afterAll(() => folder.remove());
const workspace = path.join(folder.path, 'workspace');
const installation = installationAt(path.join(root, 'dist'));

let parser: CodeParser;
let problem: Problem;
const verifications: Verification[] = [];
const engines: Engine[] = [];

beforeAll(async () => {
  write(workspace, {
    'total.py':
      'def add_all(numbers):\n    """Return the sum of a list of numbers."""\n    raise NotImplementedError\n',
  });
  parser = await CodeParser.load(installation.grammars);
  problem = await problemInFile({ file: path.join(workspace, 'total.py'), from: 1, to: null }, workspace, parser);
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
  await Promise.all(verifications.splice(0).map((verification) => verification.close()));
});

interface Ran {
  readonly state: Exploration;
  readonly events: readonly ExplorationEvent[];
}

interface Doing {
  readonly plan?: Partial<Plan>;
  /** What it goes on from, instead. */
  readonly past?: Past;
  /** A shell line. */
  readonly verifier?: string;
  readonly pause?: Pause;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: ExplorationEvent) => void;
  readonly onActivity?: (activity: Activity) => void;
}

async function exploring(doing: Doing): Promise<Ran> {
  const shell = doing.verifier ?? 'exit 1';
  const verifiers = verifiersFor(parseVerifiers([{ name: 'judge', shell }]).verifiers, problem);
  const surroundings = { cores: new Cores(2), sandbox: 'none', isTrusted: () => true } as const;
  const verification = await openVerification({ workspace, verifiers, ...surroundings });
  const engine = new Engine({ childPath: installation.engineChild });
  verifications.push(verification);
  engines.push(engine);
  const events: ExplorationEvent[] = [];
  const means = {
    model: embeddedModel,
    verifiers,
    engine,
    verification,
    parser,
    record: (event: ExplorationEvent) => void events.push(event),
    onEvent: (event: ExplorationEvent) => doing.onEvent?.(event),
    onActivity: (activity: Activity) => doing.onActivity?.(activity),
    signal: doing.signal ?? new AbortController().signal,
    ...(doing.pause && { pause: doing.pause }),
  };
  const state = doing.past
    ? await resume(doing.past, means)
    : await explore({ ...means, problem, plan: { ...defaultPlan, maxTokens: 40, ...doing.plan } });
  return { state, events };
}

const textsOf = ({ events }: Ran) =>
  only(events, 'attempt')
    .map(({ attempt: { index, text } }) => ({ index, text }))
    .sort((a, b) => a.index - b.index);
const picksOf = ({ events }: Ran) => only(events, 'picked').map(({ candidate, pool }) => ({ candidate, pool }));

function only<T extends ExplorationEvent['type']>(events: readonly ExplorationEvent[], type: T) {
  return events.filter((event): event is Extract<ExplorationEvent, { type: T }> => event.type === type);
}

describe('a paused exploration', () => {
  // More than are written at once, so that there is something to write when the first is picked.
  const plan = { attempts: 70 };

  it('writes, picks and verifies nothing until it goes on; then what it would have', async () => {
    const pause = new Pause();
    let rest = () => {};
    const atRest = new Promise<void>((resolve) => {
      rest = resolve;
    });
    const happened: string[] = [];
    const paused = exploring({
      plan,
      pause,
      onEvent: ({ type }) => {
        happened.push(type);
        // The first only.
        if (type === 'picked' && happened.filter((each) => each === type).length === 1) pause.pause();
      },
      onActivity: (activity) => 'type' in activity && activity.type === 'paused' && rest(),
    });
    await atRest;
    const before = happened.length;
    const unpaused = await exploring({ plan });
    expect(happened).toHaveLength(before);
    expect(happened).not.toContain('verdict');
    expect(happened.filter((type) => type === 'attempt').length).toBeLessThan(plan.attempts);
    pause.continue();
    const ran = await paused;
    expect(ran.state.ending).toEqual({ reason: 'exhausted' });
    expect(textsOf(ran)).toEqual(textsOf(unpaused));
    expect(picksOf(ran)).toEqual(picksOf(unpaused));
  });

  it('can be stopped at once, and goes on from its record', async () => {
    const pause = new Pause();
    const controller = new AbortController();
    const stopped = await exploring({
      plan,
      pause,
      signal: controller.signal,
      onEvent: ({ type }) => type === 'picked' && pause.pause(),
      onActivity: (activity) => 'type' in activity && activity.type === 'paused' && controller.abort(),
    });
    expect(stopped.state.ending).toEqual({ reason: 'cancelled' });
    const resumed = await exploring({ past: await readPast(stopped.events) });
    expect(resumed.state.ending).toEqual({ reason: 'exhausted' });
    expect(tally(resumed.state).attempts).toBe(plan.attempts);
  });
});

describe('an exploration that gets more attempts', () => {
  it('has those that it would have had from the start, none drawn or verified twice', async () => {
    const whole = await exploring({ plan: { attempts: 20 } });
    const first = await exploring({ plan: { attempts: 12 } });
    expect(first.state.ending).toEqual({ reason: 'exhausted' });
    const past = await readPast(first.events, { more: 8 });
    const second = await exploring({ past });
    const both = { state: second.state, events: [...first.events, ...second.events] };

    expect(second.state).toMatchObject({ ending: { reason: 'exhausted' }, attemptsBefore: 12, plan: { attempts: 20 } });
    expect(
      only(second.events, 'attempt')
        .map(({ attempt }) => attempt.index)
        .toSorted((a, b) => a - b),
    ).toEqual(indicesBelow(20).slice(12));
    expect(textsOf(both)).toEqual(textsOf(whole));
    expect([...both.state.candidates.keys()].toSorted()).toEqual([...whole.state.candidates.keys()].toSorted());
    const candidates = [...both.state.candidates.values()].map(({ id }) => id).toSorted();
    for (const type of ['picked', 'verdict'] as const) {
      expect(
        only(both.events, type)
          .map(({ candidate }) => candidate)
          .toSorted(),
      ).toEqual(candidates);
    }
    // All of it is read back, and picks are what they were: else it would be refused.
    expect((await readPast(both.events, { more: 1 })).state).toEqual(both.state);
  });

  it('finds one more survivor than before, and spends as much more of a budget', async () => {
    const found = await exploring({ plan: { attempts: 12, budget: 3 }, verifier: 'exit 0' });
    expect(found.state.ending).toEqual({ reason: 'survivors' });
    const past = await readPast(found.events, { more: 8 });
    const more = await exploring({ past, verifier: 'exit 0' });
    expect(more.state.plan).toMatchObject({ survivors: 2, budget: 11 });
    expect(more.state.ending).toEqual({ reason: 'survivors' });
    expect(survivors(more.state)).toHaveLength(2);
  });

  it('in the terminal with --more, also after its end', async () => {
    const json = path.join(folder.path, 'more.jsonl');
    const how = ['--command', 'exit 1', '--sandbox', 'none'];
    const options = { home: path.join(folder.path, 'home'), cwd: workspace };
    const words = ['total.py:1', ...how, '--attempts', '4', '--max-tokens', '24', '--json', json];
    const { out } = await run(words, options);
    expect(out).toMatch(/^40 attempts more with: npm run explore -- --resume .* --more 40 --command 'exit 1'/m);
    const before = readFileSync(json, 'utf8');
    const { code, err } = await run(['--resume', json, '--more', '3', ...how], options);
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringMatching(/^Goes on with 4 of 7 attempts/m) });
    expect(readFileSync(json, 'utf8').startsWith(before)).toBe(true);
    expect(tally(readExploration(json)!).attempts).toBe(7);
    expect(readEvents(json).filter(({ type }) => type === 'finished')).toHaveLength(2);
    // One that was named goes on as any other.
    const record = await RecordWriter.reopen(json);
    record.append({ type: 'renamed', seconds: 1e3, title: 'mine' });
    record.close();
    expect((await readPast(readEvents(json), { more: 1 })).state.title).toBe('mine');
  });
});
