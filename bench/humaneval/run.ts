// Solves HumanEval problems, each turned into a small workspace with its own tests.
// usage: npm run bench:humaneval -- --model PATH.gguf --problems 0,6,12 --attempts 16
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { countRecord, exploreAll } from '../explore.js';
import { readTasks, stubOf, type Task } from '../humaneval-tasks.js';
import { machine } from '../machine.js';
import { fromCaller, root } from '../root.js';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    problems: { type: 'string', default: '0,6,12' },
    attempts: { type: 'string', default: '16' },
  },
});
const tasks = new Map(readTasks().map((task) => [task.task_id, task]));

/** A folder with the function to write, its test, and the verifier that runs it. */
function makeWorkspace(task: Task): { readonly folder: string; readonly place: string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'humaneval-'));
  mkdirSync(path.join(folder, '.vscode'));
  const { source, line } = stubOf(task);
  writeFileSync(path.join(folder, 'solution.py'), source);
  const test = `from solution import *\n\n${task.test}\n\ncheck(${task.entry_point})\n`;
  writeFileSync(path.join(folder, 'test_solution.py'), test);
  const verifiers = [{ name: 'tests', command: ['python3', 'test_solution.py'], timeoutSeconds: 10 }];
  writeFileSync(
    path.join(folder, '.vscode/settings.json'),
    JSON.stringify({ 'exploreSolutions.verifiers': verifiers }),
  );
  return { folder, place: `${path.join(folder, 'solution.py')}:${line}` };
}

const results = values.problems.split(',').map((number) => {
  const task = tasks.get(`HumanEval/${number}`);
  if (!task) throw new Error(`there is no HumanEval/${number}`);
  const { folder, place } = makeWorkspace(task);
  try {
    const record = path.join(folder, '..', `${path.basename(folder)}.jsonl`);
    exploreAll(place, Number(values.attempts), record, values.model ? ['--model', fromCaller(values.model)] : []);
    const counted = { problem: task.task_id, ...countRecord(record) };
    rmSync(record);
    process.stdout.write(`${JSON.stringify(counted)}\n`);
    return counted;
  } finally {
    rmSync(folder, { recursive: true });
  }
});
const here = path.join(root, 'bench/humaneval');
writeFileSync(path.join(here, 'results.json'), `${JSON.stringify({ machine: machine(), results }, null, 1)}\n`);
