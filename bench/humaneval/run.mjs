// Solves HumanEval problems, each turned into a small workspace with its own tests.
// usage: npm run bench:humaneval -- --model PATH.gguf --problems 0,6,12 --attempts 16
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { countRecord, exploreAll, root } from '../explore.mjs';
import { machine } from '../machine.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    problems: { type: 'string', default: '0,6,12' },
    attempts: { type: 'string', default: '16' },
  },
});
const data = gunzipSync(readFileSync(path.join(root, 'test/data/humaneval.jsonl.gz'))).toString();
const tasks = new Map(
  data
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((task) => [task.task_id, task]),
);

/** A folder as a programmer would have it: the function to write, its test, and the verifier that runs it. */
function makeWorkspace({ prompt, test, entry_point: name }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'humaneval-'));
  mkdirSync(path.join(folder, '.vscode'));
  writeFileSync(path.join(folder, 'solution.py'), `${prompt}    raise NotImplementedError\n`);
  writeFileSync(path.join(folder, 'test_solution.py'), `from solution import *\n\n${test}\n\ncheck(${name})\n`);
  const verifiers = [{ name: 'tests', command: ['python3', 'test_solution.py'], timeoutSeconds: 10 }];
  writeFileSync(
    path.join(folder, '.vscode/settings.json'),
    JSON.stringify({ 'exploreSolutions.verifiers': verifiers }),
  );
  const line = prompt.split('\n').findLastIndex((text) => text.startsWith(`def ${name}(`)) + 1;
  return { folder, place: `${path.join(folder, 'solution.py')}:${line}` };
}

const results = values.problems.split(',').map((number) => {
  const task = tasks.get(`HumanEval/${number}`);
  if (!task) throw new Error(`there is no HumanEval/${number}`);
  const { folder, place } = makeWorkspace(task);
  try {
    const record = path.join(folder, '..', `${path.basename(folder)}.jsonl`);
    exploreAll(place, Number(values.attempts), record, values.model ? ['--model', path.resolve(values.model)] : []);
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
