import { expect, it } from 'vitest';
import { judgePool } from '../../bench/pools/judge.js';
import { problemOf, questionsOf } from '../../bench/pools/questions.js';
import { evidenceOf } from '../../bench/pools/second-wave.js';
import { readProblems } from '../../bench/selection/problems/problem-set.js';
import { loadParser } from '../unit/problem/support.js';

const bench = readProblems('javascript').find(({ id }) => id === 'javascript/clamp')!;
const said = (index: number, text: string) =>
  ({ index, text, tokens: 3, meanLogProbability: -1, finishReason: 'stop' }) as const;

it('goes from the nearest miss, on what its test says, to whole files that are verified', async () => {
  const parser = await loadParser();
  const first = [
    said(0, '\n  return value;\n}\n'),
    said(1, '\n  return Math.min(value, high);\n}\n'),
    said(2, '\n  return atMost(value, high);\n}\nfunction atMost(a, b) {\n  return Math.min(a, b);\n}\n'),
  ];
  const judged = await judgePool(bench, first, parser);
  expect(judged.candidates.map(({ outcome }) => outcome)).toEqual(['fail', 'fail', 'fail']);

  const evidence = await evidenceOf(bench, { description: { attempts: first }, judged, firstWave: 3 }, parser);
  expect(evidence).toMatchObject({ firstWave: 3, attempt: first[1]!.text });
  expect(evidence!.failure).toContain('not ok 3 - a number below becomes low');
  expect(evidence!.failure).toContain('/workspace/clamp.test.js');
  expect(evidence!.failure).not.toMatch(/pool-|explore-solutions-verify-/);

  const second = [
    said(3, '\n  return Math.max(low, Math.min(value, high));\n}\n'),
    said(4, '\n  return value;\n}\n'),
    said(5, first[1]!.text),
  ];
  const asked = questionsOf(problemOf(bench, parser), { attempts: 6, hints: [''] }, evidence, parser);
  const known = judged.candidates.map((each) => ({ ...each, seconds: 77 }));
  const { candidates } = await judgePool(bench, [...first, ...second], parser, { asked, known });
  // What the first wave said is known and not run again, and the nearest miss as it was is nothing new.
  expect(candidates.map(({ attempts, outcome, seconds }) => [attempts, outcome, seconds === 77])).toEqual([
    [[0, 4], 'fail', true],
    [[1], 'fail', true],
    [[2], 'fail', true],
    [[3], 'pass', false],
  ]);
});

it('has nothing to go on where one of the first passes', async () => {
  const parser = await loadParser();
  const attempts = [
    said(0, '\n  return value;\n}\n'),
    said(1, '\n  return Math.max(low, Math.min(value, high));\n}\n'),
  ];
  const judged = await judgePool(bench, attempts, parser);
  expect(await evidenceOf(bench, { description: { attempts }, judged, firstWave: 2 }, parser)).toBeNull();
});
