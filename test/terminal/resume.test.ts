import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { applyEdits } from '../../src/core/domain.js';
import { type Exploration, type ExplorationEvent, reduce } from '../../src/core/exploration.js';
import { Engine } from '../../src/engine/engine.js';
import { ExplorationFinishedError, ProblemChangedError, VerifiersChangedError } from '../../src/explore/errors.js';
import { resume } from '../../src/explore/explore.js';
import { installationAt } from '../../src/explore/installation.js';
import { beingVerified, missingAttempts, readPast } from '../../src/explore/past.js';
import { arrivedOf } from '../../src/explore/picks.js';
import { RecordError, RecordWriter, readEvents, readExploration } from '../../src/explore/record.js';
import { CodeParser } from '../../src/problem/parser.js';
import { indicesBelow } from '../../src/protocol/engine.js';
import { parseVerifiers, verifiersFor } from '../../src/verify/configuration.js';
import { Cores } from '../../src/verify/cores.js';
import { openVerification, type Verification } from '../../src/verify/verification.js';
import { smallModel } from '../unit/model/gguf-writer.js';
import { root, run, start, temporaryFolder, write } from './command.js';

const folder = temporaryFolder();
const home = path.join(folder.path, 'home');
afterAll(() => folder.remove());

const source = 'def add_all(numbers):\n    """Return the sum of a list of numbers."""\n    raise NotImplementedError\n';
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

/** The events of one kind. */
function only<T extends ExplorationEvent['type']>(events: readonly ExplorationEvent[], type: T) {
  return events.filter((event): event is Extract<ExplorationEvent, { type: T }> => event.type === type);
}

describe.runIf(process.platform === 'linux')('an exploration that was cut off', () => {
  /**
   * Writes down what it judges, outside the copy. It lets nothing pass, and leaves the fourth and later candidates
   * without a verdict until the gate is opened.
   */
  function gatedWorkspace(name: string) {
    const workspace = path.join(folder.path, name);
    const log = path.join(folder.path, `${name}.log`);
    const gate = path.join(folder.path, `${name}.open`);
    const judge = `
import hashlib, os, signal, sys
judged = hashlib.sha256(open("total.py", "rb").read()).hexdigest()
if judged == "${sha256(source)}": sys.exit(1)
with open("${log}", "a") as log: log.write(judged + "\\n")
if open("${log}").read().split().index(judged) >= 3 and not os.path.exists("${gate}"): signal.pause()
sys.exit(1)
`;
    write(workspace, { 'total.py': source, 'judge.py': judge });
    const judged = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
    return { workspace, judged, openGate: () => writeFileSync(gate, '') };
  }

  const how = ['--command', 'python3 judge.py', '--sandbox', 'none'];
  // More than are written at once, so that some are missing when the first verdicts are known.
  const attempts = 140;

  it('is not gone on with while it runs; when its program has died, nothing keeps it', async () => {
    const { workspace } = gatedWorkspace('two');
    const json = path.join(folder.path, 'two.jsonl');
    const words = ['total.py:1', ...how, '--attempts', '4', '--max-tokens', '48', '--json', json];
    const running = start(words, { home, cwd: workspace });
    await vi.waitFor(() => expect(readEvents(json).length).toBeGreaterThan(0), { timeout: 100_000 });
    const { code, err } = await run(['--resume', json, ...how], { home, cwd: workspace });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('Another program goes on with this') });
    running.process.kill('SIGKILL');
    await running.finished;
    (await RecordWriter.reopen(json, readEvents(json).length)).close();
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('by %s goes on without doing anything twice', async (signal) => {
    const { workspace, judged, openGate } = gatedWorkspace(signal);
    const json = path.join(folder.path, `${signal} it's.jsonl`);
    const words = ['total.py:1', ...how, '--attempts', String(attempts), '--max-tokens', '48', '--json', json];
    const running = start(words, { home, cwd: workspace });
    await vi.waitFor(
      () => {
        const events = readEvents(json);
        expect(only(events, 'verdict')).toHaveLength(3);
        expect(judged().length).toBeGreaterThan(3);
      },
      { timeout: 100_000 },
    );
    running.process.kill(signal);
    const { out } = await running.finished;

    const before = readEvents(json);
    const decided = only(before, 'verdict').map(({ candidate }) => candidate);
    const interrupted = only(before, 'picked').flatMap(({ candidate }) =>
      decided.includes(candidate) ? [] : candidate,
    );
    expect(interrupted.length).toBeGreaterThan(0);
    expect(only(before, 'attempt').length).toBeLessThan(attempts);

    openGate();
    let resumed: { readonly code: number | null; readonly err: string };
    if (signal === 'SIGINT') {
      // As a person would: the line that is shown, in a shell.
      const line = /^Go on with: npm run explore -- (.*)$/m.exec(out)?.[1];
      const shell = spawnSync('sh', ['-c', `"${process.execPath}" "${root}/dist/cli.js" ${line}`], {
        cwd: workspace,
        env: { ...process.env, INIT_CWD: workspace },
        encoding: 'utf8',
      });
      resumed = { code: shell.status, err: shell.stderr };
    } else {
      appendFileSync(json, '{"type":"verdict","sec');
      resumed = await run(['--resume', json, ...how], { home, cwd: workspace });
    }
    expect(resumed).toMatchObject({ code: 1, err: expect.stringMatching(/^Goes on with \d+ of 140 attempts/m) });

    const events = readEvents(json);
    expect(events.slice(0, before.length)).toEqual(before);
    const state = readExploration(json)!;
    expect(state.ending).toEqual({ reason: 'exhausted' });
    expect(only(events, 'baseline')).toHaveLength(1);
    const indices = only(events, 'attempt').map(({ attempt }) => attempt.index);
    expect(indices.toSorted((a, b) => a - b)).toEqual(indicesBelow(attempts));
    const candidates = [...state.candidates.values()].map(({ id }) => id).sort((a, b) => a - b);
    for (const type of ['picked', 'verdict'] as const) {
      expect(
        only(events, type)
          .map(({ candidate }) => candidate)
          .sort((a, b) => a - b),
      ).toEqual(candidates);
    }
    const seconds = events.flatMap((event) => (event.type === 'started' ? [] : [event.seconds]));
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    expect(only(events, 'resumed').map((event) => event.seconds)).toEqual([seconds[before.length - 2]]);

    // What the verifier itself saw: only what it was cut off at comes twice.
    const texts = judged();
    const runs = new Map(
      [...state.candidates.values()].map(({ id, edits }) => {
        const hash = sha256(applyEdits(source, edits));
        return [id, texts.filter((text) => text === hash).length];
      }),
    );
    for (const id of candidates) {
      if (interrupted.includes(id)) expect([1, 2]).toContain(runs.get(id));
      else expect(runs.get(id)).toBe(1);
    }
    expect(texts).toHaveLength([...runs.values()].reduce((sum, count) => sum + count));
  });
});

describe('a record', () => {
  const workspace = path.join(folder.path, 'whole');
  const json = path.join(folder.path, 'whole.jsonl');
  const command = 'exit 1';
  const verifiers = verifiersFor(parseVerifiers([{ name: command, shell: command }]).verifiers, {
    file: 'total.py',
    language: 'python',
  });
  let events: readonly ExplorationEvent[];
  let parser: CodeParser;
  let verification: Verification;

  beforeAll(async () => {
    write(workspace, { 'total.py': source });
    const words = ['total.py:1', '--command', command, '--attempts', '24', '--max-tokens', '48', '--json', json];
    expect(await run(words, { home, cwd: workspace })).toMatchObject({ code: 1 });
    events = readEvents(json);
    parser = await CodeParser.load(installationAt(path.join(root, 'dist')).grammars);
    const oneByOne = { cores: new Cores(1), sandbox: 'none', isTrusted: () => true } as const;
    verification = await openVerification({ workspace, verifiers, ...oneByOne });
  });
  afterAll(() => verification.close());

  /** Goes on with nothing but what these events tell: there is no model to load. */
  async function resumed(some: readonly ExplorationEvent[], judges = verifiers) {
    const after: ExplorationEvent[] = [];
    const engine = new Engine({ childPath: path.join(folder.path, 'no-engine.js') });
    const state = await resume(await readPast(some), {
      model: { modelPath: 'no-model.gguf', cacheFolder: folder.path, threads: 0 },
      verifiers: judges,
      engine,
      verification,
      parser,
      record: (event) => after.push(event),
      onEvent: () => {},
      onActivity: () => {},
      signal: new AbortController().signal,
    });
    return { state, after };
  }

  it('cut off anywhere tells what is missing, and picks on as if it had not been cut off', async () => {
    const all = only(events, 'picked').map(({ candidate }) => candidate);
    expect(all.length).toBeGreaterThan(3);
    for (let length = 1; length < events.length; length++) {
      const { state, picks } = await readPast(events.slice(0, length));
      const drawn = only(events.slice(0, length), 'attempt').map(({ attempt }) => attempt.index);
      expect([...drawn, ...missingAttempts(state)].toSorted((a, b) => a - b)).toEqual(indicesBelow(24));
      const judged = only(events.slice(0, length), 'verdict').map(({ candidate }) => candidate);
      expect(beingVerified(state).map(({ id }) => id)).toEqual(
        all.slice(0, picks.count).filter((candidate) => !judged.includes(candidate)),
      );
      let on: Exploration = state;
      for (const event of events.slice(length)) {
        on = reduce(on, event);
        if (event.type === 'attempt') picks.take(arrivedOf(event, on));
        if (event.type === 'picked') expect(picks.next(true)).toMatchObject({ candidate: event.candidate });
      }
      expect(picks.next(true)).toBe('nothing');
    }
  });

  it('with the whole pool goes on without a model: the same picks, each verdict once', async () => {
    const lastAttempt = events.findLastIndex(({ type }) => type === 'attempt');
    const picksOf = (some: readonly ExplorationEvent[]) =>
      only(some, 'picked').map(({ candidate, pool }) => ({ candidate, pool }));
    for (let length = lastAttempt + 1; length < events.length; length++) {
      const before = events.slice(0, length);
      const { state, after } = await resumed(before);
      expect(state.ending).toEqual({ reason: 'exhausted' });
      expect(after[0]!.type).toBe('resumed');
      const whole = [...before, ...after];
      expect(picksOf(whole)).toEqual(picksOf(events));
      const judged = only(whole, 'verdict').map(({ candidate }) => candidate);
      expect(judged.toSorted()).toEqual(
        only(events, 'verdict')
          .map(({ candidate }) => candidate)
          .toSorted(),
      );
      expect(only(whole, 'baseline')).toHaveLength(1);
      // What was being verified comes first.
      const interrupted = beingVerified((await readPast(before)).state).map(({ id }) => id);
      expect(only(after, 'verdict').map(({ candidate }) => candidate)).toEqual([
        ...interrupted,
        ...only(after, 'picked').map(({ candidate }) => candidate),
      ]);
    }
  });

  it('that was cut off at its last survivor ends there', async () => {
    const passed = events
      .slice(0, events.findIndex(({ type }) => type === 'verdict') + 1)
      .map((event) =>
        event.type === 'verdict' ? { ...event, verdict: { ...event.verdict, outcome: 'pass' as const } } : event,
      );
    const { after } = await resumed(passed);
    expect(after).toMatchObject([{ type: 'resumed' }, { type: 'finished', ending: { reason: 'survivors' } }]);
  });

  it('that came to its end is refused; one that was interrupted or failed is not', async () => {
    await expect(readPast(events)).rejects.toThrow(ExplorationFinishedError);
    const ended = (ending: Extract<ExplorationEvent, { type: 'finished' }>['ending']) =>
      [...events.slice(0, -1), { type: 'finished', seconds: 1e3, ending }] as const;
    for (const reason of ['survivors', 'budget'] as const) {
      await expect(readPast(ended({ reason }))).rejects.toThrow(ExplorationFinishedError);
    }
    for (const ending of [{ reason: 'cancelled' }, { reason: 'failed', error: 'e', nextStep: 'n' }] as const) {
      expect(await resumed(ended(ending))).toMatchObject({ state: { ending: { reason: 'exhausted' } } });
    }
  });

  it('of a file that has changed is refused', async () => {
    const other = path.join(folder.path, 'changed');
    write(other, { 'total.py': `${source}\n` });
    const [started, ...rest] = events.slice(0, -1);
    if (started?.type !== 'started') throw new Error('no start');
    const moved = (place: string) => [{ ...started, problem: { ...started.problem, workspace: place } }, ...rest];
    await expect(readPast(moved(other))).rejects.toThrow(ProblemChangedError);
    await expect(readPast(moved(path.join(folder.path, 'nowhere')))).rejects.toThrow(ProblemChangedError);
  });

  it('of other verifiers is refused, with the same name too', async () => {
    const before = events.slice(0, -1);
    const judges = verifiersFor([{ ...verifiers[0], timeoutSeconds: 1 }], { file: 'total.py', language: 'python' });
    await expect(resumed(before, judges)).rejects.toThrow(VerifiersChangedError);
    await expect(resumed(before, judges)).rejects.toThrow(/configuration of the verifiers \("exit 1"\) has changed/);
  });

  it('that tells no exploration, or picks that this version would not make, is refused', async () => {
    await expect(readPast([])).rejects.toThrow(RecordError);
    await expect(readPast(events.slice(1))).rejects.toThrow(RecordError);
    await expect(readPast([...events.slice(0, -1), ...only(events, 'verdict')])).rejects.toThrow(RecordError);
    const first = only(events, 'picked')[0]!;
    const others = only(events, 'attempt').flatMap(({ attempt: { index }, interpretation }) =>
      interpretation.kind === 'edit' && index !== first.candidate ? [index] : [],
    );
    const place = events.indexOf(first);
    await expect(readPast([...events.slice(0, place), { ...first, candidate: others[0]! }])).rejects.toThrow(
      RecordError,
    );
  });

  it('goes on with the model that it began with alone, and tells in the terminal what is wrong', async () => {
    const part = path.join(folder.path, 'part.jsonl');
    const writer = RecordWriter.create(part);
    const cut = events.findIndex(({ type }) => type === 'attempt') + 1;
    for (const event of events.slice(0, cut)) writer.append(event);
    writer.close();
    const whole = readFileSync(part);
    const said = async (words: readonly string[]) => {
      const { code, out, err } = await run(words, { home, cwd: workspace });
      expect(code).toBe(2);
      return out + err;
    };
    const how = ['--command', command];
    expect(await said(['--resume', json, ...how])).toMatch(/had come to its end/);
    expect(await said(['--resume', 'nowhere.jsonl', ...how])).toMatch(/nowhere\.jsonl could not be read/);
    expect(await said(['--resume', part, '--command', 'true'])).toMatch(
      /began with other verifiers: "exit 1", not "true"/,
    );
    expect(readFileSync(part)).toEqual(whole);

    const other = path.join(folder.path, 'other.gguf');
    writeFileSync(other, smallModel());
    expect(await said(['--resume', part, ...how, '--model', other])).toMatch(
      /Failed: The exploration began with the model /,
    );
    expect(await run(['--resume', part, ...how], { home, cwd: workspace })).toMatchObject({ code: 1 });
    expect(readExploration(part)).toMatchObject({ ending: { reason: 'exhausted' } });
  });
});
