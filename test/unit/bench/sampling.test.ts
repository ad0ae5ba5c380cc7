import { describe, expect, it } from 'vitest';
import { samplingPlans } from '../../../bench/pools/plans.js';
import { readStored, type StoredPool, type StoredProblem } from '../../../bench/pools/stored.js';
import { samplingTable, worthOf } from '../../../bench/sampling/summary.js';

/** Ten attempts of 20 tokens: of eight that can be used two pass, by one candidate. */
const problem: StoredProblem = {
  id: 'javascript/one',
  difficulty: 1,
  attempts: Array.from({ length: 10 }, () => ({ tokens: 20, meanLogProbability: -1 })),
  candidates: [
    { attempts: [0, 3], length: 9, outcome: 'pass', reward: 1, behaviour: null, seconds: 1 },
    { attempts: [1, 2, 4, 5, 6, 7], length: 9, outcome: 'fail', reward: 0.5, behaviour: null, seconds: 1 },
  ],
};
const unsolved: StoredProblem = { ...problem, id: 'javascript/two', candidates: problem.candidates.slice(1) };

describe('what a way to draw is worth', () => {
  it('is told by the first success in random order: verifier runs of what can be used, tokens of all', () => {
    const worth = worthOf(problem);
    expect(worth).toMatchObject({ solved: true, usable: 0.8, distinct: 0.25, tokensAnAttempt: 20, runs: 9 / 3 });
    expect(worth.tokens).toBeCloseTo((11 / 3) * 20);
    expect(worth.passAt(1)).toBeCloseTo(0.2);
    // Of the 45 pairs 28 have none of the two.
    expect(worth.passAt(2)).toBeCloseTo(17 / 45);
  });

  it('is all that was spent where nothing passes', () => {
    expect(worthOf(unsolved)).toMatchObject({ solved: false, runs: 6, tokens: 200 });
  });

  it('is compared on the problems that both have', () => {
    const usual = { ...readStored('javascript-embedded'), problems: [problem, unsolved] } satisfies StoredPool;
    const half = { ...problem, attempts: problem.attempts.map((attempt) => ({ ...attempt, tokens: 10 })) };
    const other = { ...usual, problems: [half] } satisfies StoredPool;
    const [, , , row] = samplingTable([
      { way: 'usual', pool: usual },
      { way: 'short', pool: other },
    ]).split('\n');
    expect(row).toContain('| short | 1 | 1 |');
    expect(row).toMatch(/\| 1\.00 \(.*\) \| 0\.50 \(.*\) \|$/);
  });
});

it('pools of ways to draw have names of their own, which are file names', () => {
  const names = samplingPlans.map(({ plan }) => plan.name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[\w.-]+$/);
});
