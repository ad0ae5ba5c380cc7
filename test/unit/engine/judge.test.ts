import { expect, it } from 'vitest';
import { judge } from '../../../src/engine/child/device/judge.js';
import type { Trial } from '../../../src/engine/child/device/self-check.js';
import type { GraphTarget } from '../../../src/model/graph/device.js';

const good = (target: GraphTarget, step: number): Trial => ({ target, step, meanKl: 0.01, stateDistance: 0.03 });

const stepOnCpu = 100;

it('takes the fastest graph that gives the results of the CPU, and says how fast it is', () => {
  const trials = [good('gpu-single', 40), good('gpu-single-rounded', 30), good('gpu-half', 20)];
  expect(judge({ stepOnCpu, trials }, 'preferred')).toEqual({
    outcome: 'trusted',
    target: 'gpu-half',
    weights: 'preferred',
    speed: 5,
  });
});

it('prefers one that rounds less where the other is hardly faster', () => {
  const trials = [good('gpu-single', 20), good('gpu-single-rounded', 19.5), good('gpu-half', 19)];
  expect(judge({ stepOnCpu, trials }, 'preferred')).toMatchObject({
    target: 'gpu-single',
    weights: 'preferred',
  });
});

it.each([
  { name: 'fails', trial: { target: 'gpu-half', failure: 'it has none' } },
  { name: 'is off', trial: { ...good('gpu-half', 1), meanKl: 0.5 } },
  { name: 'is off in its representations', trial: { ...good('gpu-half', 1), stateDistance: 0.5 } },
  { name: 'gives no numbers', trial: { ...good('gpu-half', 1), meanKl: Number.NaN } },
] as const)('does without one that $name', ({ trial }) => {
  const trials = [good('gpu-single', 20), trial];
  expect(judge({ stepOnCpu, trials }, 'preferred')).toMatchObject({ outcome: 'trusted', target: 'gpu-single' });
});

it('does not trust one that is hardly faster than the CPU', () => {
  expect(judge({ stepOnCpu, trials: [good('gpu-single', 80)] }, 'preferred')).toEqual({
    outcome: 'slower',
    target: 'gpu-single',
    weights: 'preferred',
    speed: 1.25,
  });
});

it('says of the most exact graph why none can be used', () => {
  const trials: readonly Trial[] = [
    { ...good('gpu-single', 1), meanKl: 0.5 },
    { target: 'gpu-half', failure: 'it has none' },
  ];
  expect(judge({ stepOnCpu, trials: [...trials] }, 'preferred')).toEqual({
    outcome: 'failed',
    shortcoming: { kind: 'other-results', meanKl: 0.5, stateDistance: 0.03 },
  });
});
