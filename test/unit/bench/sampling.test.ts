import { describe, expect, it } from 'vitest';
import { samplingPlans } from '../../../bench/pools/plans.js';
import { readStored, type StoredPool, type StoredProblem } from '../../../bench/pools/stored.js';
import { samplingTable, worthOf } from '../../../bench/sampling/summary.js';

/** Ten attempts, those that pass of 10 tokens, others of 20: of eight that can be used two pass, and two candidates fail. */
const problem: StoredProblem = {
  id: 'javascript/one',
  difficulty: 1,
  attempts: Array.from({ length: 10 }, (_, index) => ({
    tokens: [0, 3].includes(index) ? 10 : 20,
    meanLogProbability: -1,
  })),
  candidates: [
    { attempts: [0, 3], length: 9, outcome: 'pass', reward: 1, behaviour: null, seconds: 1 },
    { attempts: [1, 2, 4, 5], length: 9, outcome: 'fail', reward: 0.5, behaviour: null, seconds: 1 },
    { attempts: [6, 7], length: 9, outcome: 'fail', reward: 0, behaviour: null, seconds: 1 },
  ],
};
const unsolved: StoredProblem = { ...problem, id: 'javascript/two', candidates: problem.candidates.slice(1) };

describe('what a way to draw is worth', () => {
  it('is told by the first success in random order: equal attempts run once, and all of them written', () => {
    const worth = worthOf(problem);
    expect(worth).toMatchObject({ solved: true, usable: 0.8, distinct: 3 / 8, tokensAnAttempt: 18 });
    // Four attempts say the first that fails, two the other, and two pass.
    expect(worth.runs).toBeCloseTo(1 + 4 / 6 + 2 / 4);
    // Eight fail, each of them before both that pass in one case of three.
    expect(worth.tokens).toBeCloseTo(10 + (8 / 3) * 20);
    expect(worth.passAt(1)).toBeCloseTo(0.2);
    // Of the 45 pairs 28 have none of the two.
    expect(worth.passAt(2)).toBeCloseTo(17 / 45);
  });

  it('is all attempts where nothing passes, so that fewer that can be used are no gain', () => {
    expect(worthOf(unsolved)).toMatchObject({ solved: false, runs: 10, tokens: 180 });
    expect(worthOf({ ...unsolved, candidates: [] })).toMatchObject({ solved: false, usable: 0, runs: 10 });
  });

  it('is compared on the problems that both have', () => {
    const usual = { ...readStored('javascript-embedded'), problems: [problem, unsolved] } satisfies StoredPool;
    const half = {
      ...problem,
      attempts: problem.attempts.map((attempt) => ({ ...attempt, tokens: attempt.tokens / 2 })),
    };
    const other = { ...usual, problems: [half] } satisfies StoredPool;
    const [, , , row] = samplingTable([
      { way: 'usual', pool: usual },
      { way: 'short', pool: other },
    ]).split('\n');
    expect(row).toContain('| short | 1 | 1 |');
    expect(row).toMatch(/\| 1\.00 \(.*\) \| 0\.50 \(.*\) \| 1\.00 \(.*\) of 1 \|$/);
  });
});

it('pools of ways to draw have names of their own, which are file names', () => {
  const names = samplingPlans.map(({ plan }) => plan.name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[\w.-]+$/);
});
