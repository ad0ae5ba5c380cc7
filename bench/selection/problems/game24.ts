import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../root.js';
import { lineOf } from './lines.js';
import type { BenchProblem, Difficulty } from './problem.js';

/** Every 25th of the thousand that people solve quickest. They must stay out of what a model is trained on. */
const ranks = Array.from({ length: 40 }, (_, index) => 25 * (index + 1));

/** Puzzles of the Game of 24, from easy to hard (see test/data/README.md). */
export function readGame24(): BenchProblem[] {
  const [, ...lines] = readFileSync(path.join(root, 'test/data/game24.csv'), 'utf8').trim().split(/\r?\n/);
  const puzzles = new Map(lines.map((line) => [Number.parseInt(line, 10), line.split(',')]));
  return ranks.map((rank) => {
    const [, numbers, , solved] = puzzles.get(rank) ?? [];
    if (numbers === undefined || solved === undefined) throw new Error(`test/data/game24.csv has no rank ${rank}`);
    return puzzleOf(numbers.split(' ').map(Number), Number.parseFloat(solved));
  });
}

/** By how many people of a hundred solve it. */
function difficultyOf(solvedPercent: number): Difficulty {
  if (solvedPercent >= 97) return 1;
  if (solvedPercent >= 93) return 2;
  return solvedPercent >= 89 ? 3 : 4;
}

function puzzleOf(numbers: readonly number[], solvedPercent: number): BenchProblem {
  const read = (file: string) => readFileSync(path.join(root, 'bench/selection/problems/game24', file), 'utf8');
  const stub = stubFor(numbers);
  return {
    id: `game24/${numbers.join('-')}`,
    language: 'javascript',
    difficulty: difficultyOf(solvedPercent),
    file: 'make24.js',
    line: lineOf(stub, /throw new Error/),
    files: {
      'package.json': '{ "private": true, "type": "module" }\n',
      'make24.js': stub,
      'make24.test.js': read('make24.test.js').replace('[1, 1, 1, 1]', `[${numbers.join(', ')}]`),
      'expression.js': read('expression.js'),
    },
    needsPackages: false,
    verifiers: [
      {
        name: 'tests',
        command: ['node', '--test-reporter=tap', 'make24.test.js'],
        report: 'tap',
        checks: 4,
        timeoutSeconds: 10,
      },
    ],
    reference: null,
  };
}

/** The answer is a text: a model that is small can write it down at once, and one that is able can search for it. */
function stubFor(numbers: readonly number[]): string {
  const listed = `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
  return `/**
 * An expression that equals 24, as a string. It uses each of the numbers ${listed} exactly once, and
 * otherwise only +, -, *, / and parentheses. For 2, 3, 5 and 12 it would be '12 / (3 - 5 / 2)'.
 */
export function make24() {
  throw new Error('not implemented');
}
`;
}
