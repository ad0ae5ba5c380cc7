import type { Attempt, Verdict } from '../../../src/core/domain.js';
import type { ExplorationEvent } from '../../../src/core/exploration.js';

/** Events for tests of what is made from them. */

export const started: ExplorationEvent = {
  type: 'started',
  id: 'e1',
  startedAt: '2026-01-01T00:00:00.000Z',
  problem: { workspace: '/w', file: 'a.js', language: 'javascript', source: 'old', range: { start: 0, end: 3 } },
  plan: {
    attempts: 4,
    survivors: 1,
    budget: null,
    seed: 1,
    selector: 'repexp',
    sampling: { temperature: 1, topP: 1, topK: 0, minP: 0 },
    maxTokens: 10,
  },
  verifiers: ['tests'],
  verifiersHash: 'v',
  sandbox: 'none',
};

export function attempt(index: number, representation: number[] = [index, 1]): Attempt {
  return {
    index,
    text: `text ${index}`,
    tokens: [1, 2, index],
    meanLogProbability: -0.5,
    finishReason: 'end',
    representation: Float32Array.from(representation),
  };
}

export function arrived(index: number, key: string | null): ExplorationEvent {
  return {
    type: 'attempt',
    seconds: index,
    attempt: attempt(index),
    interpretation:
      key === null
        ? { kind: 'unusable', reason: 'no code' }
        : { kind: 'edit', key, edits: [{ range: { start: 0, end: 3 }, text: key }] },
  };
}

export function verdict(outcome: Verdict['outcome']): Verdict {
  return { outcome, verifier: 'tests', seconds: 0.5, exitCode: outcome === 'pass' ? 0 : 1, output: 'said this' };
}
