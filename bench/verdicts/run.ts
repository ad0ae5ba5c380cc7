// Whether verifiers tell right from wrong: HumanEval's own solutions, and each with one operator changed, through the
// ordinary path (scratch copies, sandbox). usage: npm run bench:verdicts
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { readVerifiers, verifiersFor } from '../../src/verify/configuration.js';
import { Cores } from '../../src/verify/cores.js';
import { describeSandbox } from '../../src/verify/sandbox.js';
import { openVerification, type Verification } from '../../src/verify/verification.js';
import { readTasks, type Task } from '../humaneval-tasks.js';
import { machine } from '../machine.js';
import { root } from '../root.js';
import { problemOf } from '../selection/problems/humaneval.js';
import { writeWorkspace } from '../selection/problems/workspace.js';
import { table } from '../table.js';

const here = path.join(root, 'bench/verdicts');
const never = new AbortController().signal;

const mutations = z.array(z.object({ change: z.string(), source: z.string() }));

/** All ways to change one operator of the solution. */
function brokenVersions(task: Task): z.infer<typeof mutations> {
  const source = task.prompt + task.canonical_solution;
  const input = JSON.stringify({ source, name: task.entry_point });
  const { stdout, stderr, status } = spawnSync('python3', [path.join(here, 'mutate.py')], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${task.task_id}: ${stderr}`);
  return mutations.parse(JSON.parse(stdout));
}

async function judge(task: Task): Promise<Judged> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'verdicts-'));
  const problem = problemOf(task);
  writeWorkspace(problem, folder);
  const verification = await openVerification({
    workspace: folder,
    verifiers: verifiersFor((await readVerifiers(folder)).verifiers, problem),
    cores: new Cores(),
    sandbox: 'auto',
    isTrusted: () => true,
  });
  try {
    return await judgeWith(verification, task);
  } finally {
    await verification.close();
    rmSync(folder, { recursive: true });
  }
}

/** Of those solutions of which no broken version is told: why the change makes none of them wrong. */
const EQUIVALENT: Readonly<Record<string, string>> = {
  'HumanEval/35': 'it looks for the greatest element, and the later of two equal ones is as great',
};

interface Judged {
  readonly task: string;
  readonly sandbox: string;
  readonly right: string;
  /** The first broken version that was told from the right one; null where none was. */
  readonly wrong: { readonly change: string; readonly outcome: string } | null;
  /** Broken versions that passed before it. */
  readonly passed: readonly string[];
  /** Of all verdicts. */
  readonly seconds: number;
  readonly verdicts: number;
}

async function judgeWith(verification: Verification, task: Task): Promise<Judged> {
  const started = performance.now();
  const verdictOf = (text: string) => verification.verify({ file: 'solution.py', text }, never);
  const { outcome: right } = await verdictOf(task.prompt + task.canonical_solution);
  const passed: string[] = [];
  let wrong: Judged['wrong'] = null;
  for (const { change, source } of brokenVersions(task)) {
    const { outcome } = await verdictOf(source);
    if (outcome !== 'pass') {
      wrong = { change, outcome };
      break;
    }
    passed.push(change);
  }
  return {
    task: task.task_id,
    sandbox: describeSandbox(verification.sandbox),
    right,
    wrong,
    passed,
    seconds: (performance.now() - started) / 1000,
    verdicts: 1 + passed.length + (wrong ? 1 : 0),
  };
}

async function main() {
  const judged: Judged[] = [];
  for (const task of readTasks()) {
    const found = await judge(task);
    process.stderr.write(`${JSON.stringify(found)}\n`);
    judged.push(found);
  }
  const result = { machine: machine(), judged };
  writeFileSync(path.join(here, 'results.json'), `${JSON.stringify(result, null, 1)}\n`);
  writeFileSync(path.join(here, 'results.md'), describe(judged));
}

function describe(judged: readonly Judged[]): string {
  const count = (is: (each: Judged) => boolean) => judged.filter(is).length;
  const verdicts = judged.reduce((sum, each) => sum + each.verdicts, 0);
  const seconds = judged.reduce((sum, each) => sum + each.seconds, 0);
  const doubtful = judged.filter(({ passed }) => passed.length > 0);
  return [
    '# Verdicts on HumanEval',
    '',
    "Made by `npm run bench:verdicts`: HumanEval's own solutions, and the same with one operator changed (where there is none,",
    'one constant; where there is none either, the result negated), each in a scratch copy, one after the other. Where a broken',
    'version passed, the next was tried.',
    '',
    table(
      [
        'solutions',
        'right ones that passed',
        'broken ones told at the first change',
        'at a later one',
        'never',
        'verdicts',
        'seconds a verdict',
      ],
      [
        [
          judged.length,
          count(({ right }) => right === 'pass'),
          count(({ wrong, passed }) => wrong !== null && passed.length === 0),
          count(({ wrong, passed }) => wrong !== null && passed.length > 0),
          count(({ wrong }) => wrong === null),
          verdicts,
          (seconds / verdicts).toFixed(3),
        ].map(String),
      ],
    ),
    '',
    ...judged
      .filter(({ wrong }) => wrong === null)
      .map(({ task }) => `Never told: ${task} (${EQUIVALENT[task] ?? 'why is not known'}).`),
    '',
    'Broken versions that passed: the change makes no difference, or none that the data set’s tests look for.',
    '',
    table(
      ['problem', 'changed to'],
      doubtful.flatMap(({ task, passed }) => passed.map((change) => [task, `\`${change.replaceAll('|', '\\|')}\``])),
    ),
    '',
    `Sandbox: ${judged[0]?.sandbox}. Measured on ${machine()}.`,
    '',
  ].join('\n');
}

void main();
