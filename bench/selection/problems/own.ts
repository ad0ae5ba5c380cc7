import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { root } from '../../root.js';
import { lineOf } from './lines.js';
import type { BenchProblem, Difficulty, VerifierEntry } from './problem.js';

const names = z.array(z.string());
/** `problems.json` of a set: the names of its problems by their difficulty. */
const catalogue = z.strictObject({ 1: names, 2: names, 3: names, 4: names });
const difficulties: readonly Difficulty[] = [1, 2, 3, 4];

type OwnSet = 'javascript' | 'typescript';
const extensions: Readonly<Record<OwnSet, string>> = { javascript: 'js', typescript: 'ts' };

/**
 * The project's own problems: each a folder with the function to write, its tests and, beside them, a solution. Every
 * `test(` at the start of a line is a check.
 */
export function readOwn(set: OwnSet): BenchProblem[] {
  const listed = catalogue.parse(JSON.parse(readFileSync(path.join(folderOf(set), 'problems.json'), 'utf8')));
  return difficulties.flatMap((difficulty) => listed[difficulty].map((name) => readProblem(set, name, difficulty)));
}

function readProblem(set: OwnSet, name: string, difficulty: Difficulty): BenchProblem {
  const extension = extensions[set];
  const read = (file: string) => readFileSync(path.join(folderOf(set), name, file), 'utf8');
  const [file, tests] = [`${name}.${extension}`, `${name}.test.${extension}`];
  const [stub, test] = [read(file), read(tests)];
  const { program, ...needs } =
    set === 'javascript' ? { program: tests, files: {}, needsPackages: false } : bundled(tests);
  const verifier: VerifierEntry = {
    name: 'tests',
    // Not `node --test`, which starts a second process for the file.
    command: ['node', '--test-reporter=tap', program],
    report: 'tap',
    checks: test.match(/^test\(/gm)?.length ?? 0,
    timeoutSeconds: 10,
  };
  return {
    id: `${set}/${name}`,
    language: set,
    difficulty,
    file,
    line: lineOf(stub, /throw new Error\('not implemented'\);/),
    files: { 'package.json': '{ "private": true, "type": "module" }\n', [file]: stub, [tests]: test, ...needs.files },
    needsPackages: needs.needsPackages,
    verifiers: [verifier],
    reference: read(`solution.${extension}`),
  };
}

/** How TypeScript runs: esbuild makes a file of the tests and what they import, without a look at the types. */
function bundled(tests: string) {
  const source = readFileSync(path.join(folderOf('typescript'), 'run-tests.js'), 'utf8');
  return { program: 'run-tests.js', files: { 'run-tests.js': source.replace('TESTS', tests) }, needsPackages: true };
}

function folderOf(set: OwnSet): string {
  return path.join(root, 'bench/selection/problems', set);
}
