// Makes the pools on which orders are compared: attempts of a model at each problem of a set, with their features. What
// is there already is kept, so that it can be stopped and started again.
// usage: npm run bench:pools -- [--coder MODEL.gguf] [NAME …]
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Engine } from '../../src/engine/engine.js';
import { installationAt } from '../../src/explore/installation.js';
import { GgufFile } from '../../src/model/gguf/file.js';
import { readTokenizer } from '../../src/model/tokenizer/read.js';
import { CodeParser } from '../../src/problem/parser.js';
import { selectProblem } from '../../src/problem/select.js';
import { readTasks, stubOf } from '../humaneval-tasks.js';
import { fromCaller, root } from '../root.js';
import { type PoolPlan, plans } from './plans.js';
import { writeTensors } from './safetensors.js';
import { type PoolModel, samplePool } from './sample.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { coder: { type: 'string' } } });
const installation = installationAt(path.join(root, 'dist'));
const folder = path.join(root, '.cache/bench/pools');

/** The quarters of a model's depth. */
const layersOf = (count: number) => [1, 2, 3, 4].map((quarter) => Math.round((quarter * count) / 4));

async function open(plan: PoolPlan): Promise<PoolModel> {
  const modelPath = plan.model === 'embedded' ? installation.embeddedModel : fromCaller(values.coder ?? '');
  const file = await GgufFile.open(modelPath);
  const tokenizer = readTokenizer(file);
  const count = file.number(`${file.string('general.architecture')}.block_count`) ?? 0;
  await file.close();
  const layers = layersOf(count);
  const engine = new Engine({ childPath: installation.engineChild });
  const cacheFolder = path.join(root, '.cache/models');
  const { name, hash, width } = await engine.load({ modelPath, cacheFolder, threads: 0, device: 'cpu', layers });
  return { engine, name, hash, width, layers, bytesOf: (token) => tokenizer.bytesOf(token) };
}

async function make(plan: PoolPlan, parser: CodeParser): Promise<void> {
  mkdirSync(path.join(folder, plan.name), { recursive: true });
  const missing = readTasks()
    .filter((_, index) => index % plan.every === 0)
    .map((task) => ({ task, file: path.join(folder, plan.name, `${task.task_id.replace('/', '-')}.safetensors`) }))
    .filter(({ file }) => !existsSync(file));
  if (missing.length === 0) return;
  const model = await open(plan);
  try {
    for (const [index, { task, file }] of missing.entries()) {
      const { source, line } = stubOf(task);
      const place = { workspace: '/', file: 'solution.py', language: 'python', source };
      const problem = selectProblem({ ...place, selection: { kind: 'line', line } }, parser);
      writeTensors(file, await samplePool(task.task_id, problem, plan, model, parser));
      process.stdout.write(`${plan.name}: ${task.task_id} (${index + 1} of ${missing.length})\n`);
    }
  } finally {
    await model.engine.dispose();
  }
}

async function main(): Promise<void> {
  const parser = await CodeParser.load(installation.grammars);
  const wanted = plans.filter(({ name, model }) =>
    positionals.length > 0 ? positionals.includes(name) : model === 'embedded' || values.coder !== undefined,
  );
  for (const plan of wanted) await make(plan, parser);
}

void main();
