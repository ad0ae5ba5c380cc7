import { describe, expect, it } from 'vitest';
import { type Exploration, type ExplorationEvent, reduce } from '../../../src/core/exploration.js';
import type { Pace } from '../../../src/explore/pace.js';
import { panelContract } from '../../../src/protocol/panel.js';
import { snapshotOf } from '../../../src/vscode/snapshot.js';
import { arrived, attempt, started, verdict } from '../explore/events.js';

const pace: Pace = { preparing: null, tokensPerSecond: 120, secondsLeft: 9 };

function explorationOf(...events: ExplorationEvent[]): Exploration {
  const [first, ...others] = [started, ...events];
  return others.reduce(reduce, reduce(null, first));
}

const picked = (candidate: number): ExplorationEvent => ({ type: 'picked', seconds: 1, candidate, pool: 8 });
const judged = (candidate: number, outcome: 'pass' | 'fail' | 'timeout' | 'error'): ExplorationEvent => ({
  type: 'verdict',
  seconds: 2,
  candidate,
  verdict: verdict(outcome),
});

describe('a snapshot', () => {
  it('puts survivors first, then what is being verified, what did not pass as it was picked, and what waits', () => {
    const state = explorationOf(
      ...[0, 1, 2, 3, 4].map((index) => arrived(index, `code ${index}`)),
      ...[3, 1, 4, 2].map(picked),
      judged(3, 'fail'),
      judged(1, 'timeout'),
      judged(2, 'pass'),
    );
    const { candidates } = snapshotOf(state, pace);
    expect(candidates.map(({ id, status }) => [id, status.kind])).toEqual([
      [2, 'verified'],
      [4, 'verifying'],
      [3, 'verified'],
      [1, 'verified'],
      [0, 'waiting'],
    ]);
    expect(candidates[0]?.status).toEqual({
      kind: 'verified',
      pick: 4,
      why: 'the most different from those picked before, of the first 8 attempts',
      outcome: 'pass',
      verifier: 'tests',
      seconds: 0.5,
      output: 'said this',
      checks: null,
      peakMegabytes: null,
    });
  });

  it('puts near misses behind survivors, those that passed the most checks first', () => {
    const missed = (candidate: number, passed: number): ExplorationEvent => ({
      type: 'verdict',
      seconds: 2,
      candidate,
      verdict: { ...verdict('fail'), checks: { passed, total: 5, failures: [] } },
    });
    const state = explorationOf(
      ...[0, 1, 2, 3, 4, 5].map((index) => arrived(index, `code ${index}`)),
      ...[0, 1, 2, 3, 4].map(picked),
      missed(0, 0),
      missed(1, 2),
      missed(2, 4),
      judged(3, 'pass'),
    );
    expect(snapshotOf(state, pace).candidates.map(({ id }) => id)).toEqual([3, 2, 1, 4, 0, 5]);
  });

  it('says why a candidate was picked when it was, as its selector chooses', () => {
    const events = [
      ...[0, 1].map((index) => arrived(index, `code ${index}`)),
      picked(0),
      { type: 'picked', seconds: 1, candidate: 1, pool: 10 } as const,
    ];
    const reasons = (selector: 'repexp' | 'random') => {
      if (started.type !== 'started') throw new Error('not the first event');
      const first = { ...started, plan: { ...started.plan, selector } };
      return snapshotOf(events.reduce(reduce, reduce(null, first)), pace).candidates.map(({ status }) => status);
    };
    expect(reasons('repexp')).toEqual([
      { kind: 'verifying', pick: 1, why: 'a random one of the first 8 attempts' },
      { kind: 'verifying', pick: 2, why: 'the most different from those picked before, of the first 10 attempts' },
    ]);
    expect(reasons('random')[1]).toMatchObject({ why: 'a random one of the first 10 attempts' });
  });

  it('counts equal attempts as one candidate, and those without code apart', () => {
    const state = explorationOf(arrived(0, 'same'), arrived(1, null), arrived(2, 'same'));
    expect(snapshotOf(state, pace)).toMatchObject({
      attempts: 3,
      distinct: 1,
      unusable: [{ reason: 'no code', attempts: 1 }],
      candidates: [{ id: 0, name: 'Candidate 1', attempts: 2, meanLogProbability: -0.5 }],
    });
  });

  it('names the folder of the problem where there are several', () => {
    const fileOf = (folder: string | null) => snapshotOf(explorationOf(), pace, folder).problem.file;
    expect(fileOf('app')).toBe(`app/${fileOf(null)}`);
  });

  it('shows a change as lines of a diff', () => {
    const source = 'one\ntwo\nthree\nfour\n';
    const range = { start: source.indexOf('three'), end: source.indexOf('four') };
    const state = reduce(
      reduce(null, {
        ...started,
        problem: { workspace: '/w', file: 'a.js', language: 'javascript', source, range, name: 'f' },
      } as ExplorationEvent),
      {
        type: 'attempt',
        seconds: 1,
        attempt: attempt(0),
        interpretation: { kind: 'edit', key: 'k', edits: [{ range, text: 'THREE\n' }] },
      },
    );
    const { candidates, problem } = snapshotOf(state, pace);
    expect(candidates[0]?.change).toEqual([
      { kind: 'same', text: 'two' },
      { kind: 'removed', text: 'three' },
      { kind: 'added', text: 'THREE' },
      { kind: 'same', text: 'four' },
    ]);
    expect(problem).toEqual({ file: 'a.js', name: 'f', from: 3, to: 3 });
  });

  it('bounds long changes and long output, and says how much is missing', () => {
    const state = explorationOf(
      arrived(0, Array.from({ length: 100 }, (_, line) => `line ${line}`).join('\n')),
      arrived(1, 'x'.repeat(100_000)),
      picked(0),
      {
        type: 'verdict',
        seconds: 2,
        candidate: 0,
        verdict: { ...verdict('fail'), output: `${'o'.repeat(1e6)}the end` },
      },
    );
    const [long, wide] = snapshotOf(state, pace).candidates;
    expect(long?.change).toHaveLength(40);
    // One line removed, a hundred added.
    expect(long?.moreLines).toBe(61);
    expect(long?.status).toMatchObject({ output: expect.stringMatching(/^o{7993}the end$/) });
    expect(wide?.change.at(-1)?.text.length).toBeLessThan(500);
  });

  it('tells what the report counts, and the first check that failed', () => {
    const failures = [
      { name: 'carries', expected: '11', actual: '10' },
      { name: 'other', message: 'no' },
    ];
    const checks = { passed: 3, total: 5, failures };
    const event: ExplorationEvent = {
      type: 'verdict',
      seconds: 2,
      candidate: 0,
      verdict: { ...verdict('fail'), checks },
    };
    const [candidate] = snapshotOf(explorationOf(arrived(0, 'code'), picked(0), event), pace).candidates;
    expect(candidate?.status).toMatchObject({
      checks: { passed: 3, total: 5, firstFailure: { name: 'carries', message: null, expected: '11', actual: '10' } },
    });
  });

  it('tells how it ended', () => {
    const running = explorationOf();
    const ended = (ending: Extract<ExplorationEvent, { type: 'finished' }>['ending']) =>
      snapshotOf(reduce(running, { type: 'finished', seconds: 3, ending }), pace).phase;
    expect(snapshotOf(running, pace).phase).toEqual({ kind: 'running', ...pace });
    expect(snapshotOf(running, null).phase).toEqual({ kind: 'interrupted' });
    expect(ended({ reason: 'exhausted' })).toEqual({ kind: 'ended', reason: 'exhausted' });
    const failure = { error: 'It broke.', nextStep: 'Mend it.' };
    expect(ended({ reason: 'failed', ...failure })).toEqual({ kind: 'failed', ...failure });
  });

  it('tells what is to be known of the verifiers', () => {
    const baseline = (outcome: 'pass' | 'fail', ...doubts: readonly string[]): ExplorationEvent => ({
      type: 'baseline',
      seconds: 1,
      verdict: verdict(outcome),
      doubts,
    });
    const flaky = { type: 'flaky', seconds: 2, verifier: 'tests' } as const;
    const notes = (...events: readonly ExplorationEvent[]) => snapshotOf(explorationOf(...events), pace).notes;
    expect(notes()).toEqual([]);
    expect(notes(baseline('fail'))).toEqual([]);
    expect(notes(baseline('pass'))).toEqual([expect.stringMatching(/passes already as it is/)]);
    expect(notes(baseline('fail', 'it rains'), flaky)).toEqual([
      expect.stringMatching(/"tests".* may not be about the code.*: it rains\.$/),
      expect.stringMatching(/"tests" is flaky/),
    ]);
  });

  it('is what the panel accepts, after a journey as JSON', () => {
    const state = explorationOf(arrived(0, 'code'), arrived(1, null), picked(0), judged(0, 'pass'));
    const snapshot = snapshotOf(state, pace);
    expect(panelContract.show.params.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
  });
});
