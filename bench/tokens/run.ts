// What token-level exploration costs and gains beside plain sampling with the same seed: the embedded model on JavaScript
// problems of the two lower difficulties: of the others it solves none, whatever the way.
// usage: npm run bench:tokens [-- ATTEMPTS PROBLEMS]   (what is measured is kept under .cache/bench and not repeated)
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Engine } from '../../src/engine/engine.js';
import { installationAt } from '../../src/explore/installation.js';
import { CodeParser } from '../../src/problem/parser.js';
import { machine } from '../machine.js';
import { root } from '../root.js';
import type { BenchProblem } from '../selection/problems/problem.js';
import { readProblems } from '../selection/problems/problem-set.js';
import { type Measured, measure } from './measure.js';
import { costs, type Measurements, worth } from './summary.js';
import { type WayName, wayNames, ways } from './ways.js';

const [attempts = 64, count = 12] = process.argv.slice(2).map(Number);
const cache = path.join(root, '.cache/bench/tokens');

/** Evenly spread over those that it may solve, which are in order of difficulty. */
function chosenProblems(): BenchProblem[] {
  const all = readProblems('javascript').filter(({ difficulty }) => difficulty !== null && difficulty <= 2);
  const wanted = Math.min(count, all.length);
  return Array.from({ length: wanted }, (_, index) => all[Math.floor((index * all.length) / wanted)]!);
}

async function measureAll(problems: readonly BenchProblem[]): Promise<Measurements> {
  const { embeddedModel: modelPath, engineChild, grammars } = installationAt(path.join(root, 'dist'));
  const parser = await CodeParser.load(grammars);
  const engine = new Engine({ childPath: engineChild });
  try {
    await engine.load({ modelPath, cacheFolder: path.join(root, '.cache/models'), threads: 0, device: 'cpu' });
    const measured: Record<WayName, Measured[]> = { batch: [], single: [], published: [], scaled: [], strong: [] };
    for (const problem of problems) {
      for (const name of wayNames) {
        const file = path.join(cache, `${problem.id.replace('/', '-')}-${name}-${attempts}.json`);
        if (!existsSync(file)) {
          const result = await measure(problem, ways[name], attempts, { engine, parser });
          writeFileSync(`${file}.partial`, JSON.stringify(result));
          renameSync(`${file}.partial`, file);
          process.stdout.write(`${problem.id}, ${ways[name].name}: ${result.seconds.toFixed(1)} s\n`);
        }
        measured[name].push(JSON.parse(readFileSync(file, 'utf8')) as Measured);
      }
    }
    return measured;
  } finally {
    await engine.dispose();
  }
}

/** Without the texts: what they were judged stays. */
function inBrief({ problem, attempts, tokens, seconds, candidates }: Measured) {
  const outcomes = candidates.map(({ attempts, outcome }) => ({ attempts, outcome }));
  return { problem, attempts: attempts.length, tokens, seconds, candidates: outcomes };
}

async function main(): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const problems = chosenProblems();
  const measured = await measureAll(problems);
  const text = [
    costs(measured),
    worth(measured),
    `${problems.length} JavaScript problems, ${attempts} attempts each at most; 95 % intervals over problems. Measured on ${machine()}.`,
  ].join('\n\n');
  const results = Object.fromEntries(wayNames.map((name) => [name, measured[name].map(inBrief)]));
  const here = path.join(root, 'bench/tokens');
  writeFileSync(path.join(here, 'results.json'), `${JSON.stringify({ machine: machine(), ways, results })}\n`);
  writeFileSync(path.join(here, 'results.md'), `${text}\n`);
  process.stdout.write(`${text}\n`);
}

void main();
