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
    reason: "The GPU gives the CPU's results in half precision, and was 5.0 times as fast when both were compared.",
  });
});

it('prefers one that rounds less where the other is hardly faster', () => {
  const trials = [good('gpu-single', 20), good('gpu-single-rounded', 19.5), good('gpu-half', 19)];
  expect(judge({ stepOnCpu, trials }, 'preferred')).toMatchObject({
    target: 'gpu-single',
    weights: 'preferred',
    reason: expect.not.stringMatching('half'),
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
    reason: "The GPU gives the CPU's results, but was only 1.3 times as fast when both were compared.",
  });
});

it('says of the most exact graph why none can be used', () => {
  const trials: readonly Trial[] = [
    { ...good('gpu-single', 1), meanKl: 0.5 },
    { target: 'gpu-half', failure: 'it has none' },
  ];
  expect(judge({ stepOnCpu, trials: [...trials] }, 'preferred')).toEqual({
    outcome: 'failed',
    reason: "The GPU is not used: its results are not the CPU's (KL 0.50, representations 0.030 off).",
  });
});
