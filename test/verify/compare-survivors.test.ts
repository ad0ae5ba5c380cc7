import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/core/comparison.js';
import type { Problem } from '../../src/core/domain.js';
import { type Exploration, type ExplorationEvent, reduce } from '../../src/core/exploration.js';
import { compareSurvivors } from '../../src/explore/compare-survivors.js';
import { differencesOf, spoken } from '../../src/explore/differences.js';
import { languageOf } from '../../src/problem/languages.js';
import { CodeParser } from '../../src/problem/parser.js';
import { attempt, started, verdict } from '../unit/explore/events.js';
import { fingerprint, makeFolder, openVerifying, verifiersOf } from './workspace.js';

const grammars = path.resolve(import.meta.dirname, '../../node_modules/@vscode/tree-sitter-wasm/wasm');
const parser = await CodeParser.load(grammars);

interface Explored {
  readonly file: string;
  readonly name?: string;
  /** The file's text, the problem itself in it. */
  readonly source: string;
  readonly stub: string;
  readonly survivors: readonly string[];
  readonly examples?: string;
  readonly tests?: Readonly<Record<string, string>>;
}

/** Compares survivors with these texts instead of the stub. */
async function compared(explored: Explored, signal = new AbortController().signal) {
  const { file, source, stub, tests = {}, examples } = explored;
  const workspace = await makeFolder({ [file]: source, ...tests });
  const before = await fingerprint(workspace);
  const range = { start: source.indexOf(stub), end: source.indexOf(stub) + stub.length };
  const problem: Problem = { workspace, file, language: languageOf(file), source, range, name: explored.name ?? 'f' };
  const events: ExplorationEvent[] = [
    { ...started, problem } as ExplorationEvent,
    ...explored.survivors.flatMap((text, index): ExplorationEvent[] => [
      {
        type: 'attempt',
        seconds: 0,
        attempt: attempt(index),
        interpretation: { kind: 'edit', key: `${index}`, edits: [{ range, text }] },
      },
      { type: 'picked', seconds: 0, candidate: index, pool: 8 },
      { type: 'verdict', seconds: 0, candidate: index, verdict: verdict('pass') },
    ]),
  ];
  const state = events.reduce<Exploration | null>(reduce, null)!;
  const verifiers = verifiersOf([{ name: 'tests', command: ['true'] }], file);
  const verification = await openVerifying(workspace, verifiers);
  const means = { verifiers, verification, parser, ...(examples !== undefined && { examples }) };
  const comparison = await compareSurvivors(state, means, signal);
  expect(await fingerprint(workspace)).toEqual(before);
  return { comparison, said: comparison ? sentencesOf(state, comparison) : [] };
}

function sentencesOf(state: Exploration, comparison: Comparison): string[] {
  const after = reduce(state, { type: 'compared', seconds: 1, comparison });
  return differencesOf(after).map((sentence) => spoken(sentence, (id) => `S${id}`));
}

const python = (survivors: readonly string[], more: Partial<Explored> = {}): Explored => ({
  file: 'm.py',
  stub: 'def f(numbers):\n    raise NotImplementedError',
  source: 'import random\n\n\ndef f(numbers):\n    raise NotImplementedError\n',
  examples: 'f([1, 2]) == 3',
  survivors: survivors.map((body) => `def f(numbers):\n${body.replace(/^/gm, '    ')}`),
  ...more,
});

const javascript = (survivors: readonly string[], more: Partial<Explored> = {}): Explored => ({
  file: 'm.js',
  stub: "function f(numbers) {\n  throw new Error('not implemented');\n}",
  source: "function f(numbers) {\n  throw new Error('not implemented');\n}\nmodule.exports = { f };\n",
  tests: { 'm.test.js': "test('sums', () => expect(m.f([1, 2])).toBe(3));\n" },
  survivors: survivors.map((body) => `function f(numbers) {\n${body}\n}`),
  ...more,
});

function behaviourIn(comparison: Comparison | null) {
  if (comparison?.behaviour.kind !== 'compared') throw new Error(JSON.stringify(comparison));
  return comparison.behaviour;
}

describe('survivors in Python', () => {
  it('that behave the same are one group; others are told by the shortest input', async () => {
    const { comparison, said } = await compared(
      python([
        'return sum(numbers)',
        'total = 0\nfor number in numbers:\n    total += number\nreturn total',
        'return sum(numbers) if numbers else None',
        'if not numbers:\n    raise ValueError("empty")\nreturn sum(numbers)',
      ]),
    );
    const { inputs, alike, others, apart } = behaviourIn(comparison);
    expect({ alike, others, apart }).toEqual({
      alike: [0, 1],
      others: [
        { candidates: [2], distinction: { input: 'f([])', result: 'None', ofMost: '0' } },
        { candidates: [3], distinction: { input: 'f([])', result: 'raises ValueError', ofMost: '0' } },
      ],
      apart: [],
    });
    expect(inputs).toBeGreaterThan(5);
    expect(said.slice(0, 2)).toEqual([
      `S0 and S1 behave the same on ${inputs} further inputs.`,
      'S2 differs: f([]) gives None, theirs 0.',
    ]);
  });

  it('are compared up to 24 of them, and those that are not are counted', async () => {
    const { comparison, said } = await compared(
      python(Array.from({ length: 26 }, (_, index) => `return sum(numbers) + ${index} - ${index}`)),
    );
    const first = Array.from({ length: 24 }, (_, index) => index);
    expect(comparison?.forms.map(({ candidate }) => candidate)).toEqual(first);
    // On a busy machine their runs may take longer than a person is kept waiting, and then it is said.
    expect(comparison?.behaviour).toEqual(
      comparison?.behaviour.kind === 'compared'
        ? { kind: 'compared', inputs: expect.any(Number), alike: first, others: [], apart: [] }
        : { kind: 'unknown', reason: 'it takes longer than 60 s' },
    );
    expect(said.at(-1)).toBe('2 more were not compared.');
  });

  it('with an input that never ends, or ends the process, are told by it', async () => {
    const { comparison } = await compared(
      python([
        'return sum(numbers)',
        'return sum(numbers)  # once more',
        'while not numbers:\n    pass\nreturn sum(numbers)',
        'while not numbers:\n    try:\n        while True: pass\n    except:\n        pass\nreturn sum(numbers)',
        'import os\nif len(numbers) == 1:\n    os._exit(0)\nreturn sum(numbers)',
      ]),
    );
    const { alike, others } = behaviourIn(comparison);
    expect(alike).toEqual([0, 1]);
    expect(others.map(({ candidates }) => candidates)).toContainEqual([2, 3]);
    const told = others.map(({ distinction: { input, result } }) => `${input}: ${result}`);
    expect(told.sort()).toEqual(['f([1]): ends the process', 'f([]): no end within 1 s']);
  });

  it('whose results chance decides are set apart, not taken for different', async () => {
    const { comparison, said } = await compared(
      python(['return sum(numbers)', 'return sum(numbers)+0', 'return sum(numbers) + random.random()']),
    );
    const { alike, others, apart } = behaviourIn(comparison);
    expect({ alike, others }).toEqual({ alike: [0, 1], others: [] });
    expect(apart).toEqual([
      { candidate: 2, reason: expect.stringMatching(/^does not always do the same: f\(.*\) gives \S+, then \S+$/) },
    ]);
    expect(said.some((sentence) => sentence.startsWith('S2 does not always'))).toBe(true);
  });

  it('are not told by where objects lie, the order of sets, or the last bits of sums', async () => {
    const { comparison } = await compared(
      python([
        'class Box:\n    def __init__(self): self.of = {str(n) for n in numbers}\nreturn [Box(), lambda: 0, 0.1 + 0.2]',
        'class Box:\n    def __init__(self): self.of = set(map(str, numbers))\nreturn [Box(), lambda: 1, 0.3]',
      ]),
    );
    expect(behaviourIn(comparison)).toMatchObject({ alike: [0, 1], others: [], apart: [] });
  });

  it('that change what they are given are told from those that do not', async () => {
    const { comparison } = await compared(python(['return sorted(numbers)', 'numbers.sort()\nreturn numbers']));
    const [other] = behaviourIn(comparison).others;
    expect(other?.distinction).toEqual({
      input: 'f([2, 1])',
      result: '[1, 2], and changes its arguments to (([1, 2],), {})',
      ofMost: '[1, 2]',
    });
  });

  it('are called as doctests and tests do, also by keyword', async () => {
    const stub = 'def f(text, times=1):\n    raise NotImplementedError';
    const { comparison } = await compared({
      file: 'pack/m.py',
      stub,
      source: `"""\n>>> f("ab")\n'ab'\n"""\n${stub}\n`,
      survivors: [
        'def f(text, times=1):\n    return text * times',
        'def f(text, times=1):\n    return "".join(text for _ in range(abs(times)))',
      ],
      tests: { 'pack/__init__.py': '', 'tests/test_m.py': 'def test_f():\n    assert m.f("ab", times=2) == "abab"\n' },
    });
    const { others } = behaviourIn(comparison);
    expect(others[0]?.distinction).toEqual({ input: 'f("ab", times=-1)', result: "'ab'", ofMost: "''" });
  });
});

describe('survivors in JavaScript', () => {
  it('are grouped by what they return, throw, or do not come back from', async () => {
    const sum = '  return numbers.reduce((a, b) => a + b, 0);';
    const { comparison } = await compared(
      javascript([
        sum,
        '  let total = 0;\n  for (const number of numbers) total += number;\n  return total;',
        '  return numbers.reduce((a, b) => a + b);',
        '  while (numbers.length === 0) {}\n  return numbers.reduce((a, b) => a + b, 0);',
        '  return numbers.reduce((a, b) => a + b, 0) + Math.random();',
      ]),
    );
    const { alike, others, apart } = behaviourIn(comparison);
    expect(alike).toEqual([0, 1]);
    expect(others).toEqual([
      { candidates: [2], distinction: { input: 'f([])', result: 'throws TypeError', ofMost: '0' } },
      { candidates: [3], distinction: { input: 'f([])', result: 'no end within 1 s', ofMost: '0' } },
    ]);
    expect(apart.map(({ candidate }) => candidate)).toEqual([4]);
  });

  it('that wait for ever are told from those that answer later', async () => {
    const { comparison } = await compared(
      javascript([
        '  return Promise.resolve(numbers.length);',
        '  return numbers.length > 0 ? Promise.resolve(numbers.length) : new Promise(() => {});',
      ]),
    );
    const [other] = behaviourIn(comparison).others;
    expect(other?.distinction).toEqual({ input: 'f([])', result: 'no end within 1 s', ofMost: '0' });
  });
});

describe('where it cannot be done, it is said why', () => {
  const reasonOf = async (explored: Explored) => {
    const { comparison } = await compared(explored);
    return comparison?.behaviour.kind === 'unknown' ? comparison.behaviour.reason : comparison?.behaviour;
  };

  it.each<readonly [string, Partial<Explored>, string]>([
    ['no call is known', { examples: 'True' }, 'no example and no test calls f with values that stand in the call'],
    [
      'a method',
      {
        stub: 'def f(self):\n        raise NotImplementedError',
        source: 'class A:\n    def f(self):\n        raise NotImplementedError\n',
        survivors: ['def f(self):\n        return 1', 'def f(self):\n        return 2'],
      },
      'f is a method of the class A',
    ],
    [
      'another language',
      { file: 'm.go', source: 'f', stub: 'f', survivors: ['a', 'b'] },
      'functions of this language cannot be called',
    ],
  ])('%s', async (_, more, reason) => {
    expect(await reasonOf(python(['return 1', 'return 2'], more))).toBe(reason);
  });

  it('a file that cannot be run', async () => {
    const { comparison, said } = await compared(
      python(['return 1', 'return 2'], { source: `import nowhere\n${python([]).source}` }),
    );
    expect(behaviourIn(comparison)).toMatchObject({ alike: [], others: [] });
    expect(said[0]).toMatch(/^S0 could not be run: the file cannot be run: it raises ModuleNotFoundError/);
  });
});

describe('nothing is compared', () => {
  it('where one survived', async () => {
    expect((await compared(python(['return sum(numbers)']))).comparison).toBeNull();
  });

  it('when it is stopped meanwhile', async () => {
    const stop = new AbortController();
    const comparing = compared(python(['while True: pass', 'while True: pass']), stop.signal);
    setImmediate(() => stop.abort());
    expect((await comparing).comparison).toBeNull();
  });
});

describe('the code of survivors', () => {
  it('is told apart in short words, only where it differs', async () => {
    const { said } = await compared(
      python(
        [
          'return sum(numbers)',
          'total = 0\nfor number in numbers:\n    if number > 0:\n        total += number\n    elif number < 0:\n        total += number\nreturn total',
          'result = 0  # the sum\nfor n in numbers:\n    if n > 0:\n        result += n\n    elif n < 0:\n        result += n\nreturn result',
          'import math\nreturn int(math.fsum(numbers))',
        ],
        { examples: 'True' },
      ),
    );
    expect(said.slice(1)).toEqual([
      'S0: shortest (2 lines); no loop; no branches against 2.',
      'S2: the code of S1 with other names.',
      'S3: no loop; no branches against 2.',
    ]);
  });

  it('is not the same where other functions are called', async () => {
    const { comparison } = await compared(
      javascript([
        '  return Math.max(...numbers);',
        '  return Math.min(...numbers);',
        '  const a = 1; return a;',
        '  const b = 1; return b;',
      ]),
    );
    expect(comparison?.forms.map(({ renames }) => renames)).toEqual([null, null, null, 2]);
  });
});
