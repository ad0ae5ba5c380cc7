// Makes the pools on which orders are compared: attempts of a model at each problem of a set, with their features, and
// what the verifiers say of every candidate. What is there already is kept, so that it can be stopped and started again.
// What the repository has of them (bench/pools/stored) is written anew from all that is there.
// usage: npm run bench:pools -- [--coder MODEL.gguf] [--sampling] [--as-is] [--device cpu|webgpu] [--threads N] [--part K/N]
// [NAME …]   (--sampling: those for bench/sampling; --as-is: nothing more is drawn; --part: every N-th problem from the K-th
// on, for a process beside others, and nothing is written into the repository)
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { Engine } from '../../src/engine/engine.js';
import { installationAt } from '../../src/explore/installation.js';
import { GgufFile } from '../../src/model/gguf/file.js';
import { readTokenizer } from '../../src/model/tokenizer/read.js';
import { CodeParser } from '../../src/problem/parser.js';
import { fromCaller, root } from '../root.js';
import type { BenchProblem } from '../selection/problems/problem.js';
import { readProblems } from '../selection/problems/problem-set.js';
import { type JudgedPool, judgePool } from './judge.js';
import { type PoolFiles, packPool } from './pack.js';
import { isLarge, type PoolPlan, plans, samplingPlans } from './plans.js';
import { problemOf, questionsOf } from './questions.js';
import { readTensors, writeTensors } from './safetensors.js';
import { type PoolDescription, type PoolModel, samplePool } from './sample.js';
import { candidatesBelow, evidenceOf } from './second-wave.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    coder: { type: 'string' },
    sampling: { type: 'boolean' },
    'as-is': { type: 'boolean' },
    device: { type: 'string', default: 'cpu' },
    threads: { type: 'string', default: '0' },
    part: { type: 'string', default: '1/1' },
  },
});
const asked = z
  .object({
    device: z.enum(['cpu', 'webgpu']),
    threads: z.coerce.number().int().min(0),
    part: z.templateLiteral([z.int().min(1), '/', z.int().min(1)]).transform((text) => text.split('/').map(Number)),
  })
  .parse(values);
const [part = 1, parts = 1] = asked.part;
const installation = installationAt(path.join(root, 'dist'));

/** The quarters of a model's depth. */
const layersOf = (count: number) => [1, 2, 3, 4].map((quarter) => Math.round((quarter * count) / 4));

function filesOf({ name, set, every }: PoolPlan): PoolFiles[] {
  const folder = path.join(root, '.cache/bench/pools', name);
  mkdirSync(folder, { recursive: true });
  return readProblems(set)
    .filter((_, index) => index % every === 0)
    .map((problem) => {
      const file = path.join(folder, problem.id.replace('/', '-'));
      return { problem, attempts: `${file}.safetensors`, verdicts: `${file}.verdicts.json` };
    });
}

async function open(plan: PoolPlan): Promise<PoolModel> {
  const modelPath = plan.model === 'embedded' ? installation.embeddedModel : fromCaller(values.coder ?? '');
  const file = await GgufFile.open(modelPath);
  const tokenizer = readTokenizer(file);
  const count = file.number(`${file.string('general.architecture')}.block_count`) ?? 0;
  await file.close();
  // Of a large pool, and on a GPU, what an exploration sees has to do: for the space, and as no more can be asked there.
  const layers = plan.features && !isLarge(plan) && asked.device === 'cpu' ? layersOf(count) : [];
  const engine = new Engine({ childPath: installation.engineChild });
  const cacheFolder = path.join(root, '.cache/models');
  const { name, hash, width, device } = await engine.load({
    modelPath,
    cacheFolder,
    threads: asked.threads,
    device: asked.device,
    ...(layers.length > 0 && { layers }),
  });
  return {
    engine,
    name,
    hash,
    device: device.name,
    width,
    depth: count,
    layers,
    bytesOf: (token) => tokenizer.bytesOf(token),
  };
}

/** The pool of the same problem that a second wave goes on from; null where a plan has none. */
function usualOf({ name, secondWave }: PoolPlan, { id }: BenchProblem) {
  if (!secondWave) return null;
  const usual = plans.find((plan) => plan.name === secondWave.after);
  const files = usual && filesOf(usual).find(({ problem }) => problem.id === id);
  if (!files || !existsSync(files.attempts) || !existsSync(files.verdicts)) {
    throw new Error(`${name}: ${id} has to be in the pool ${secondWave.after} first`);
  }
  return {
    description: descriptionIn(files),
    judged: JSON.parse(readFileSync(files.verdicts, 'utf8')) as JudgedPool,
    firstWave: secondWave.firstWave,
  };
}

function descriptionIn({ attempts }: PoolFiles): PoolDescription {
  return JSON.parse(readTensors(attempts).description) as PoolDescription;
}

async function sample(plan: PoolPlan, files: readonly PoolFiles[], parser: CodeParser): Promise<void> {
  const missing = files.filter(({ attempts }) => !existsSync(attempts));
  let model: PoolModel | null = null;
  try {
    for (const [index, { problem, attempts }] of missing.entries()) {
      const usual = usualOf(plan, problem);
      const evidence = usual && (await evidenceOf(problem, usual, parser));
      if (usual && !evidence) {
        // All attempts are as usual; no model is needed.
        const description: PoolDescription = { ...usual.description, plan };
        writeTensors(attempts, { matrices: new Map(), description: JSON.stringify(description) });
      } else {
        model ??= await open(plan);
        const before = usual && evidence && { attempts: usual.description.attempts, evidence };
        writeTensors(attempts, await samplePool(problem, plan, model, parser, before));
      }
      process.stdout.write(`${plan.name}: ${problem.id} sampled (${index + 1} of ${missing.length})\n`);
    }
  } finally {
    await model?.engine.dispose();
  }
}

async function judge(plan: PoolPlan, files: readonly PoolFiles[], parser: CodeParser): Promise<void> {
  const missing = files.filter(({ attempts, verdicts }) => existsSync(attempts) && !existsSync(verdicts));
  for (const [index, each] of missing.entries()) {
    const { problem, verdicts } = each;
    const { attempts, evidence = null } = descriptionIn(each);
    const usual = usualOf(plan, problem);
    const judged = await judgePool(problem, attempts, parser, {
      asked: questionsOf(problemOf(problem, parser), plan, evidence, parser),
      known: usual ? candidatesBelow(usual.judged.candidates, evidence?.firstWave ?? attempts.length) : [],
    });
    writeFileSync(`${verdicts}.partial`, JSON.stringify(judged));
    renameSync(`${verdicts}.partial`, verdicts);
    process.stdout.write(`${plan.name}: ${problem.id} judged (${index + 1} of ${missing.length})\n`);
  }
}

async function main(): Promise<void> {
  const parser = await CodeParser.load(installation.grammars);
  const all = values.sampling ? samplingPlans.map(({ plan }) => plan) : plans;
  const wanted = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  for (const plan of wanted) {
    const files = filesOf(plan).filter((_, index) => index % parts === part - 1);
    const canDraw = plan.model === 'embedded' || values.coder !== undefined;
    if (canDraw && !values['as-is']) await sample(plan, files, parser);
    await judge(plan, files, parser);
    if (parts === 1) packPool(plan, files);
  }
}

void main();
