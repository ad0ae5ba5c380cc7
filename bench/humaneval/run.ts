// Solves HumanEval problems, each turned into a small workspace with its own tests.
// usage: npm run bench:humaneval -- --model PATH.gguf --problems 0,6,12 --attempts 16
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { countRecord, exploreAll } from '../explore.js';
import { machine } from '../machine.js';
import { fromCaller, root } from '../root.js';
import { readHumanEval } from '../selection/problems/humaneval.js';
import { writeWorkspace } from '../selection/problems/workspace.js';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    problems: { type: 'string', default: '0,6,12' },
    attempts: { type: 'string', default: '16' },
  },
});
const problems = readHumanEval();

const results = values.problems.split(',').map((number) => {
  const problem = problems.find(({ id }) => id === `humaneval/${number}`);
  if (!problem) throw new Error(`there is no humaneval/${number}`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'humaneval-'));
  try {
    const { file, from } = writeWorkspace(problem, folder);
    const record = path.join(folder, '..', `${path.basename(folder)}.jsonl`);
    exploreAll(
      `${file}:${from}`,
      Number(values.attempts),
      record,
      values.model ? ['--model', fromCaller(values.model)] : [],
    );
    const counted = { problem: problem.id, ...countRecord(record) };
    rmSync(record);
    process.stdout.write(`${JSON.stringify(counted)}\n`);
    return counted;
  } finally {
    rmSync(folder, { recursive: true });
  }
});
const here = path.join(root, 'bench/humaneval');
writeFileSync(path.join(here, 'results.json'), `${JSON.stringify({ machine: machine(), results }, null, 1)}\n`);
