import { RandomStream } from '../../src/core/random.js';
import type { CandidateDetails, CandidateSnapshot, ExplorationSnapshot } from '../../src/protocol/panel.js';

/** What the panel is sent in tests. */

export const details: CandidateDetails = {
  why: 'a random one of the first 8 attempts',
  change: [{ kind: 'added', text: 'code' }],
  moreLines: 0,
  evidence: { verifier: 'tests', output: 'said this', firstFailure: null },
  neighbours: [],
};

type Verified = Extract<CandidateSnapshot['status'], { kind: 'verified' }>;

export const verified = (
  id: number,
  outcome: Verified['outcome'],
  checks: Verified['checks'] = null,
): CandidateSnapshot => ({
  id,
  name: `Candidate ${id + 1}`,
  status: {
    kind: 'verified',
    pick: 1,
    outcome,
    seconds: 0.5,
    checks,
    peakMegabytes: null,
  },
  attempts: 2,
  meanLogProbability: -0.4,
  lines: 3,
});
export const passed = (id: number) => verified(id, 'pass');
export const failed = (id: number) => verified(id, 'fail');
export const waiting = (id: number): CandidateSnapshot => ({ ...failed(id), status: { kind: 'waiting' } });

export function ended(candidates: CandidateSnapshot[]): ExplorationSnapshot {
  const survivors = candidates.filter(({ status }) => status.kind === 'verified' && status.outcome === 'pass').length;
  return {
    kind: 'exploration',
    id: 'e1',
    problem: { file: 'a.js', name: 'f', complaint: null, from: 1, to: 3 },
    phase: { kind: 'ended', reason: survivors > 0 ? 'survivors' : 'exhausted' },
    model: { name: 'A model', device: { name: 'CPU', reason: 'It was asked for.' }, weights: '8 bits' },
    sandbox: 'none',
    verifiers: ['tests'],
    selector: 'repexp',
    seed: 1,
    notes: [],
    attemptsWanted: 8,
    survivorsWanted: 1,
    attempts: 8,
    distinct: candidates.length,
    verified: candidates.length,
    survivors,
    unusable: [],
    seconds: 3,
    candidates,
    differences: [],
    map: candidates.map(({ id }) => ({ attempt: id, candidate: id, x: 100 * id, y: 500 })),
    judgedAttempts: candidates.filter(({ status }) => status.kind === 'verified').length,
    passedAttempts: survivors,
  };
}

/** An exploration of so many attempts, spread over the map; few candidates, because the list is not what it is about. */
export function many(n: number): ExplorationSnapshot {
  const random = RandomStream.of(1);
  const candidates = Array.from({ length: 20 }, (_, id) => ([passed, failed, waiting][id % 3] ?? failed)(id));
  const map = Array.from({ length: n }, (_, attempt) => ({
    attempt,
    candidate: attempt % 20,
    x: random.below(1000),
    y: random.below(1000),
  }));
  return { ...ended(candidates), attempts: n, judgedAttempts: n, passedAttempts: 2, map };
}

export const running = (candidates: CandidateSnapshot[]): ExplorationSnapshot => ({
  ...ended(candidates),
  attempts: 2,
  phase: { kind: 'running', paused: false, preparing: null, tokensPerSecond: 100, secondsLeft: 5 },
});
