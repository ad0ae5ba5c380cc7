import { describe, expect, it } from 'vitest';
import { samplingPlans } from '../../../bench/pools/plans.js';
import { readStored, type StoredPool, type StoredProblem } from '../../../bench/pools/stored.js';
import { samplingTable, whereDrawn, worthOf } from '../../../bench/sampling/summary.js';

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

describe('a second wave', () => {
  /** Of ten attempts four are a first wave, in which two candidates fail; one of them is said again, and two pass. */
  const waves: StoredProblem = {
    ...problem,
    firstWave: 4,
    attempts: problem.attempts.map((_, index) => ({ tokens: index < 4 ? 5 : 10 * index, meanLogProbability: -1 })),
    candidates: [
      { attempts: [0, 2, 4], length: 9, outcome: 'fail', reward: 0.5, behaviour: null, seconds: 1 },
      { attempts: [1], length: 9, outcome: 'fail', reward: 0, behaviour: null, seconds: 1 },
      { attempts: [5, 6], length: 9, outcome: 'fail', reward: 0, behaviour: null, seconds: 1 },
      { attempts: [7, 9], length: 9, outcome: 'pass', reward: 1, behaviour: null, seconds: 1 },
    ],
  };

  it('comes after the first, each of whose candidates is run once and not again', () => {
    const worth = worthOf(waves);
    // Two of the first wave, one that passes, and one that comes before both that pass in one case of two.
    expect(worth.runs).toBeCloseTo(2 + 1 + 2 / 4);
    expect(worth.tokens).toBeCloseTo(4 * 5 + (70 + 90) / 2 + (40 + 50 + 60 + 80) / 3);
    expect(worth.solved).toBe(true);
    expect([1, 4].map(worth.passAt)).toEqual([0, 0]);
    expect(worth.passAt(5)).toBeCloseTo(2 / 6);
    expect(worth.passAt(100)).toBeCloseTo(1);
  });

  it('is all attempts where nothing passes', () => {
    const unsolvedWaves = { ...waves, candidates: waves.candidates.slice(0, 3) };
    expect(worthOf(unsolvedWaves)).toMatchObject({ solved: false, runs: 10, tokens: 20 + 390 });
  });

  it('is compared with usual attempts behind the same first wave, and told apart where it was drawn', () => {
    // As usual nothing is new in the first wave's place but one more candidate that fails, behind it.
    const usually: StoredProblem = {
      ...waves,
      candidates: [
        ...waves.candidates,
        { attempts: [8], length: 9, outcome: 'fail', reward: 0, behaviour: null, seconds: 1 },
      ],
    };
    const { firstWave: _, ...plain } = usually;
    const stored = readStored('javascript-embedded');
    const solvedAtOnce = { ...problem, id: 'javascript/two' };
    const usual = { ...stored, problems: [plain, solvedAtOnce] } satisfies StoredPool;
    const drawn = { way: 'second wave', pool: { ...stored, problems: [waves, solvedAtOnce] } satisfies StoredPool };
    const alone = whereDrawn(usual, drawn);
    expect(alone.map(({ pool }) => pool.problems)).toEqual([[usually], [waves]]);
    const rows = samplingTable([{ way: 'usual', pool: usual }, drawn, ...alone]).split('\n');
    // 3.5 runs beside 3.5 + 1 / 3.
    expect(rows.at(-1)).toMatch(/^\| second wave, of those \| 1 \| 1 \|.* 0\.91 \(0\.91 to 0\.91\) of 1 \|$/);
    expect(rows.at(-2)).toMatch(
      /^\| usual, of those with a second wave \| 1 \| 1 \|.* 1\.00 \(1\.00 to 1\.00\) of 1 \|$/,
    );
    expect(whereDrawn(usual, { way: 'hot', pool: usual })).toEqual([]);
  });
});

it('pools of ways to draw have names of their own, which are file names', () => {
  const names = samplingPlans.map(({ plan }) => plan.name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[\w.-]+$/);
});
