import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/random.js';
import { adamW, initialState } from '../../../src/core/training/adamw.js';
import { groupBonuses, spreadOf } from '../../../src/core/training/bonus.js';
import { clippedObjective } from '../../../src/core/training/objective.js';
import { advantagesOf, rewardArms } from '../../../src/core/training/rewards.js';
import { close } from './close.js';
import fixture from './fixtures/training.json' with { type: 'json' };

const vectors = (rows: readonly (readonly number[])[]) => rows.map((row) => Float64Array.from(row));
const singles = (rows: readonly (readonly number[])[]) => rows.map((row) => Float32Array.from(row));
const random = RandomStream.of(4);
const someFeatures = (count: number, width: number, length = 1) =>
  Array.from({ length: count }, () => Float64Array.from({ length: width }, () => length * random.normal()));

describe('the bonus of a group', () => {
  it.each(fixture.groups)('is that of NumPy, case %#', ({ features, published, scaled }) => {
    close(groupBonuses(vectors(features), { lambda: 0.01, scale: 'none' }), published);
    close(groupBonuses(vectors(features), { lambda: 0.01, scale: 'root-mean-square' }), scaled);
  });

  it('as published is nearly the same for all of few attempts with long features, and rewards nothing', () => {
    const bonuses = groupBonuses(someFeatures(8, 40, 100), { lambda: 0.01, scale: 'none' });
    close(bonuses, new Float64Array(8).fill(7 / 8), 5);
    expect(spreadOf(bonuses)).toBeLessThan(1e-6);
  });

  it('of scaled features does not depend on their length', () => {
    const features = someFeatures(8, 40);
    const longer = features.map((vector) => vector.map((value) => 1000 * value));
    const options = { lambda: 0.01, scale: 'root-mean-square' } as const;
    close(groupBonuses(longer, options), groupBonuses(features, options));
  });

  it('is the larger, the more an attempt differs; of equal attempts none has any', () => {
    const features = Array.from({ length: 6 }, () => Float64Array.of(1, 0, 0));
    features.push(Float64Array.of(1, 0.2, 0));
    const bonuses = groupBonuses(features, { lambda: 0.1, scale: 'none' });
    expect([...bonuses].indexOf(Math.max(...bonuses))).toBe(6);
    expect([...groupBonuses(features.slice(0, 6), { lambda: 0.1, scale: 'root-mean-square' })]).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });

  it('refuses a regularisation that is none', () => {
    expect(() => groupBonuses(someFeatures(2, 2), { lambda: 0, scale: 'none' })).toThrow(RangeError);
  });
});

describe('advantages', () => {
  const groupOf = (rewards: readonly number[]) =>
    rewards.map((reward, attempt) => ({
      reward,
      meanLogProbability: -1 - ((attempt * 7) % 5),
      features: Float64Array.of(Math.cos(attempt ** 2), Math.sin(attempt ** 2)),
    }));

  it('of GRPO are those of PyTorch', () => {
    const { rewards, values } = fixture.advantages;
    close(advantagesOf(groupOf(rewards), rewardArms.grpo).values, values);
  });

  it('are 0 where all were rewarded alike', () => {
    for (const reward of [0, 1, 0.3]) {
      expect(advantagesOf(groupOf([reward, reward, reward]), rewardArms.grpo).values).toEqual([0, 0, 0]);
    }
  });

  it('with the unlikeliness reward are the larger among right attempts, the less likely they were', () => {
    const group = groupOf([1, 1, 1, 0, 1]);
    const { values } = advantagesOf(group, rewardArms.unlikeliness);
    const right = [0, 1, 2, 4].sort((a, b) => group[a]!.meanLogProbability - group[b]!.meanLogProbability);
    expect(right.map((attempt) => values[attempt]!)).toEqual(
      right.map((attempt) => values[attempt]!).toSorted((a, b) => b - a),
    );
    expect(values[3]).toBe(Math.min(...values));
  });

  it('with the bonus differ among right attempts by the bonus, and among wrong ones too, unless none is right', () => {
    const mixed = advantagesOf(groupOf([1, 1, 0, 0, 0.5]), rewardArms['repexp-scaled']);
    expect(mixed.spread).toBeGreaterThan(0);
    expect(mixed.values[0]).not.toBe(mixed.values[1]);
    expect(mixed.values[2]).not.toBe(mixed.values[3]);
    const wrong = groupOf([0.5, 0, 0]);
    expect(advantagesOf(wrong, rewardArms.repexp).values).toEqual(advantagesOf(wrong, rewardArms.grpo).values);
  });
});

describe('the clipped objective', () => {
  const { now, drawn, advantages, clip, weight, initial, tokens, loss, derivatives } = fixture.objective;
  const objective = {
    drawn: singles(drawn),
    advantages,
    clip,
    divergence: { weight, initial: singles(initial) },
    tokens,
  };

  it('and its derivatives are those of PyTorch', () => {
    const found = clippedObjective(singles(now), objective);
    expect(found.loss).toBeCloseTo(loss, 6);
    for (const [attempt, values] of derivatives.entries()) close(found.derivatives[attempt]!, values, 6);
  });

  it('tells on how many tokens it holds the policy, which it then does not push further', () => {
    const far = singles([[Math.log(2), 0]]);
    const held = clippedObjective(far, {
      drawn: singles([[0, 0]]),
      advantages: [1],
      clip,
      divergence: null,
      tokens: 2,
    });
    expect(held.clipped).toBe(1);
    expect([...held.derivatives[0]!]).toEqual([0, -0.5]);
    const back = clippedObjective(far, {
      drawn: singles([[0, 0]]),
      advantages: [-1],
      clip,
      divergence: null,
      tokens: 2,
    });
    expect(back.clipped).toBe(0);
    expect(back.derivatives[0]![0]).toBeCloseTo(1, 6);
  });
});

describe('AdamW', () => {
  const { options, begun, steps } = fixture.adamw;

  it('makes the steps of PyTorch, gradients limited', () => {
    let parameters: readonly Float32Array[] = singles(begun);
    let state = initialState(parameters);
    for (const step of steps) {
      const made = adamW(parameters, singles(step.gradients), state, options);
      ({ parameters, state } = made);
      expect(made.gradientNorm).toBeCloseTo(step.norm, 5);
      for (const [index, values] of step.parameters.entries()) close(parameters[index]!, values, 5);
    }
  });

  it('leaves what it was given as it was', () => {
    const parameters = singles(begun);
    const state = initialState(parameters);
    adamW(parameters, singles(steps[0]!.gradients), state, options);
    expect(parameters).toEqual(singles(begun));
    expect(state).toEqual(initialState(parameters));
  });
});
