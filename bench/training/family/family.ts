import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RandomStream } from '../../../src/core/random.js';
import { VERIFIERS_SETTING } from '../../../src/verify/configuration.js';
import { lineOf } from '../../selection/problems/lines.js';
import { type Case, casesOf } from './cases.js';
import { oneOperation } from './one-operation.js';
import { bodyOf, fileOf, type Task } from './task.js';
import { threeOperations } from './three-operations.js';
import { twoOperations } from './two-operations.js';

/** A small JavaScript function to write, with the tests that decide on it. */
export interface FamilyProblem {
  /** `family/NAME`. */
  readonly id: string;
  /** How many operations are put together, and how hard that makes it for a very small model. */
  readonly level: Level;
  /** What it does, of whatever constants; unique to its level. */
  readonly operation: string;
  /** `NAME.js`, in the workspace's own folder; the tests are `NAME.test.js`. */
  readonly file: string;
  /** The line (one-based) on which the function begins. */
  readonly line: number;
  /** The file's text, with a function that is not implemented. */
  readonly source: string;
  /** The tests' text: five to eight, each of one call. */
  readonly test: string;
  /** A text of the file that passes; never in the workspace. */
  readonly reference: string;
}

export { type FamilySplit, splitFamily } from './split.js';

export type Level = 1 | 2 | 3;

const levels: Readonly<Record<Level, readonly Task[]>> = { 1: oneOperation, 2: twoOperations, 3: threeOperations };
/** Of everything that is drawn for tests: another one makes another family. */
const seed = 20;
let family: readonly FamilyProblem[] | null = null;

/** All problems, always the same in the same order: by level, similar ones side by side. */
export function readFamily(): readonly FamilyProblem[] {
  family ??= makeFamily();
  return family;
}

function makeFamily(): FamilyProblem[] {
  const streams = RandomStream.streams(seed);
  const all = Object.values(levels).flat();
  return ([1, 2, 3] as const).flatMap((level) =>
    levels[level].map((task) => {
      const rivals = all.filter((other) => other !== task && other.takes.length === task.takes.length);
      return problemOf(task, level, rivals, streams.next().value);
    }),
  );
}

function problemOf(task: Task, level: Level, rivals: readonly Task[], random: RandomStream): FamilyProblem {
  const { name, operation, says } = task;
  const { examples, tests } = casesOf(task, rivals, random);
  const comment = [says, ...examples.map(({ call, expected }) => `${call} → ${expected}`)];
  const source = fileOf(task, comment, "throw new Error('not implemented');");
  return {
    id: `family/${name}`,
    level,
    operation,
    file: `${name}.js`,
    line: lineOf(source, /^export function /m),
    source,
    test: testsOf(name, tests),
    reference: fileOf(task, comment, bodyOf(task)),
  };
}

function testsOf(name: string, tests: readonly Case[]): string {
  const imports = [
    "import assert from 'node:assert/strict';",
    "import { test } from 'node:test';",
    `import { ${name} } from './${name}.js';`,
  ];
  const blocks = tests.map(
    ({ call, expected }) => `\ntest(${JSON.stringify(call)}, () => {\n  assert.deepEqual(${call}, ${expected});\n});\n`,
  );
  return `${imports.join('\n')}\n${blocks.join('')}`;
}

/** Which tests belong to a file follows from its name, so that one verifier does for all of them. */
const verifier = {
  name: 'tests',
  // Not `node --test`, which starts a second process for the file.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the verifier's own variable
  command: ['node', '--test-reporter=tap', '${fileBasenameNoExtension}.test.js'],
  report: 'tap',
  timeoutSeconds: 5,
} as const;

/**
 * Writes one workspace that holds all these problems, and the verifier for all of them in its settings.
 *
 * @param folder absolute; made where it is not there
 */
export function writeFamily(problems: readonly FamilyProblem[], folder: string): void {
  mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
  write('package.json', '{ "private": true, "type": "module" }\n');
  write('.vscode/settings.json', `${JSON.stringify({ [VERIFIERS_SETTING]: [verifier] }, null, 2)}\n`);
  for (const { file, source, test } of problems) {
    write(file, source);
    write(file.replace(/\.js$/, '.test.js'), test);
  }
}
