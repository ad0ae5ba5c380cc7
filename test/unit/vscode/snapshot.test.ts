import { describe, expect, it } from 'vitest';
import { type Exploration, type ExplorationEvent, reduce } from '../../../src/core/exploration.js';
import type { Pace } from '../../../src/explore/pace.js';
import { panelContract } from '../../../src/protocol/panel.js';
import { snapshotOf } from '../../../src/vscode/snapshot.js';
import { arrived, started, verdict } from '../explore/events.js';

const pace: Pace = { paused: false, preparing: null, tokensPerSecond: 120, secondsLeft: 9 };

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
      outcome: 'pass',
      seconds: 0.5,
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

  it('counts equal attempts as one candidate, and those without code apart', () => {
    const state = explorationOf(arrived(0, 'same'), arrived(1, null), arrived(2, 'same'));
    expect(snapshotOf(state, pace)).toMatchObject({
      attempts: 3,
      distinct: 1,
      unusable: [{ reason: 'no code', attempts: 1 }],
      candidates: [{ id: 0, name: 'Candidate 1', attempts: 2, meanLogProbability: -0.5, lines: 1 }],
    });
  });

  it('names the folder of the problem where there are several', () => {
    const fileOf = (folder: string | null) => snapshotOf(explorationOf(), pace, folder).problem.file;
    expect(fileOf('app')).toBe(`app/${fileOf(null)}`);
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
    expect(JSON.stringify(snapshot)).not.toContain('said this');
  });
});
