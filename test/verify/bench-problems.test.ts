import { describe, expect, it } from 'vitest';
import { type BenchProblem, setNames } from '../../bench/selection/problems/problem.js';
import { readProblems } from '../../bench/selection/problems/problem-set.js';
import { writeWorkspace } from '../../bench/selection/problems/workspace.js';
import type { Verdict } from '../../src/core/domain.js';
import { problemInFile } from '../../src/standalone/problem-in-file.js';
import { readVerifiers, verifiersFor } from '../../src/verify/configuration.js';
import { loadParser } from '../unit/problem/support.js';
import { makeFolder, openVerifying } from './workspace.js';

const problems = setNames.flatMap(readProblems);
const inSet = (set: string) => problems.filter(({ id }) => id.startsWith(`${set}/`));
const named = (id: string): BenchProblem => {
  const found = problems.find((problem) => problem.id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
};

/** Verdicts on texts of the problem's file, by the path of the product: settings, scratch copy, sandbox. */
async function verdictsOn(problem: BenchProblem, texts: readonly string[]): Promise<Verdict[]> {
  const workspace = await makeFolder({});
  writeWorkspace(problem, workspace);
  const { file } = problem;
  const { verifiers } = await readVerifiers(workspace);
  const verification = await openVerifying(workspace, verifiersFor(verifiers, problem));
  const verdicts: Verdict[] = [];
  for (const text of texts) verdicts.push(await verification.verify({ file, text }, new AbortController().signal));
  return verdicts;
}

const counts = ({ outcome, checks }: Verdict) => [outcome, checks?.passed, checks?.total];

describe('every problem', () => {
  it('has a name of its own', () => {
    expect(new Set(problems.map(({ id }) => id)).size).toBe(problems.length);
    expect(setNames.map((set) => inSet(set).length)).toEqual([41, 24, 164, 40]);
  });

  it('is found at its place as a function to write, and its solution is not in the workspace', async () => {
    const parser = await loadParser();
    for (const problem of problems) {
      const folder = await makeFolder({});
      const { workspace, file, language, source, range, name } = await problemInFile(
        writeWorkspace(problem, folder),
        null,
        parser,
      );
      expect({ workspace, file, language }).toEqual({
        workspace: folder,
        file: problem.file,
        language: problem.language,
      });
      expect(name).toBeTruthy();
      expect(source.slice(range.start, range.end)).toMatch(/not implemented|NotImplementedError/);
      expect(Object.values(problem.files)).not.toContain(problem.reference);
    }
  });
});

/** A part of a solution, what makes it wrong, and how many checks hold then. */
const mistakes = [
  ['javascript/clamp', 'Math.max(value, low)', 'value', 4],
  ['javascript/merge-intervals', 'start <= last[1]', 'start < last[1]', 7],
  ['javascript/glob-match', "'[^/]*'", "'.*'", 11],
  ['javascript/evaluate-expression', 'base ** signed()', 'base ** single()', 12],
  ['typescript/find-max-by', 'value > best.value', 'value >= best.value', 6],
  ['typescript/paginate', 'Math.max(1, Math.ceil(items.length / size))', 'Math.ceil(items.length / size)', 7],
  ['typescript/undo-history', 'if (state === this.state) return;', '', 11],
  ['typescript/print-expression', 'operand(right, strength + 1)', 'operand(right, strength)', 14],
] as const;

describe.each(['javascript', 'typescript'] as const)('the %s problems', (set) => {
  it.each(inSet(set).map((problem) => [problem.id, problem] as const))(
    '%s: the solution passes all checks, the stub fails',
    async (_, problem) => {
      const { file, files, reference, verifiers } = problem;
      const [solved, stub] = await verdictsOn(problem, [reference ?? '', files[file] ?? '']);
      const checks = verifiers[0]?.checks ?? 0;
      expect(checks).toBeGreaterThanOrEqual(6);
      expect(checks).toBeLessThanOrEqual(15);
      expect(solved && counts(solved)).toEqual(['pass', checks, checks]);
      expect(stub?.outcome).toBe('fail');
      expect(stub?.checks?.passed ?? 0).toBeLessThan(checks / 2);
    },
  );

  it('a candidate that ends the run before its checks does not pass', async () => {
    const problem = inSet(set)[0] as BenchProblem;
    const [verdict] = await verdictsOn(problem, [`process.exit(0);\n${problem.reference}`]);
    expect(verdict?.outcome).toBe('fail');
  });
});

it.each(mistakes)('%s: a solution with one mistake fails some checks', async (id, right, wrong, passed) => {
  const problem = named(id);
  expect(problem.reference).toContain(right);
  const [verdict] = await verdictsOn(problem, [problem.reference?.replace(right, wrong) ?? '']);
  expect(verdict && counts(verdict)).toEqual(['fail', passed, problem.verifiers[0]?.checks]);
});

describe('HumanEval', () => {
  it.each([
    ['humaneval/0', 7],
    ['humaneval/4', 3],
    ['humaneval/12', 3],
    ['humaneval/32', 1],
    ['humaneval/38', 1],
    ['humaneval/44', 7],
    ['humaneval/53', 6],
    ['humaneval/87', 6],
    ['humaneval/129', 11],
    ['humaneval/163', 4],
  ])('%s: its solution passes as many checks as it has asserts that say something', async (id, checks) => {
    const problem = named(id);
    const [solved, stub] = await verdictsOn(problem, [problem.reference ?? '', problem.files['solution.py'] ?? '']);
    expect(solved && counts(solved)).toEqual(['pass', checks, checks]);
    expect(stub && counts(stub)).toEqual(['fail', 0, checks]);
  });

  it('counts the asserts that hold of a wrong solution; one in a loop fails if it ever fails', async () => {
    const verdicts = await verdictsOn(named('humaneval/53'), [
      'def add(x, y):\n    return x + y if x < 100 else 0\n',
      'def add(x, y):\n    if (x, y) == (5, 7):\n        raise ValueError(x)\n    return x + y\n',
      'import os\nos._exit(0)\n',
    ]);
    expect(verdicts.map(counts)).toEqual([
      ['fail', 5, 6],
      ['fail', 5, 6],
      ['fail', undefined, undefined],
    ]);
    expect(verdicts[1]?.checks?.failures).toEqual([
      { name: expect.stringContaining('candidate(5, 7) == 12'), message: 'ValueError: 5' },
    ]);
  });
});

describe('the Game of 24', () => {
  const puzzle = named('game24/5-5-5-6');
  const [isOne, only, once, equals] = [
    'is an expression',
    'has only the numbers that are given',
    'has each number once',
    'equals 24',
  ];
  const answering = (code: string) => `export function make24() {\n  return ${code};\n}\n`;

  it.each([
    ['the answer', "'5 * 5 - (6 - 5)'", 'pass', []],
    ['24 but for rounding', "'8 / (3 - 8 / 3)'", 'fail', [only, once]],
    ['another result', "'5 + 5 + 5 + 6'", 'fail', [equals]],
    ['a number twice', "'6 + 6 + 6 + 6'", 'fail', [once]],
    ['a number left out', "'5 * 5 - 5 / 5'", 'fail', [once]],
    ['24 by rounding only', "'24 + 1 / 10000000000000000000'", 'fail', [only, once, equals]],
    ['a division by zero', "'(5 + 6) / (5 - 5)'", 'fail', [equals]],
    ['no expression', "'Math.max(5, 24)'", 'fail', [isOne, only, once, equals]],
    ['a number in the place of a text', '5 * 5 - (6 - 5)', 'fail', [isOne, only, once, equals]],
  ])('%s', async (_, code, outcome, failed) => {
    const [verdict] = await verdictsOn(puzzle, [answering(code)]);
    expect(verdict?.outcome).toBe(outcome);
    expect(verdict?.checks?.failures.map(({ name }) => name)).toEqual(failed);
  });

  it('a program that ends itself', async () => {
    const [verdict] = await verdictsOn(puzzle, [answering('process.exit(0)')]);
    expect(verdict?.outcome).toBe('fail');
    expect(verdict?.checks?.passed ?? 0).toBe(0);
  });
});
