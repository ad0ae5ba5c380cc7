// How often the embedded model solves each example: every attempt verified, none left out.
// usage: npm run bench:examples [-- ATTEMPTS]   (records are kept under .cache/bench, a finished one is not repeated)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { countRecord, exploreAll, interval, root } from '../explore.mjs';
import { machine } from '../machine.mjs';
import examples from './examples.json' with { type: 'json' };

const attempts = Number(process.argv[2] ?? 96);
const cache = path.join(root, '.cache/bench/examples');
mkdirSync(cache, { recursive: true });

const results = examples.map(({ name, place }) => {
  const record = path.join(cache, `${name}-${attempts}.jsonl`);
  if (!existsSync(record)) {
    const folder = path.join(root, 'examples', name);
    if (existsSync(path.join(folder, 'package-lock.json'))) spawnSync('npm', ['ci'], { cwd: folder, stdio: 'inherit' });
    const partial = `${record}.partial`;
    exploreAll(path.join(folder, place), attempts, partial);
    renameSync(partial, record);
  }
  const counted = { name, ...countRecord(record) };
  process.stdout.write(`${JSON.stringify(counted)}\n`);
  return counted;
});

const percent = (value) => `${(100 * value).toFixed(1)} %`;
const rows = results.map(({ name, attempts, usable, distinct, correct }) => {
  const [low, high] = interval(correct, attempts);
  return `| \`${name}\` | ${correct} of ${attempts} | ${percent(correct / attempts)} (${percent(low)} to ${percent(high)}) | ${usable} | ${distinct} |`;
});
const table = [
  '| example | attempts that pass | rate (95 % interval) | usable | distinct |',
  '|---|---|---|---|---|',
  ...rows,
].join('\n');
const here = path.join(root, 'bench/examples');
writeFileSync(path.join(here, 'results.json'), `${JSON.stringify({ machine: machine(), results }, null, 1)}\n`);
writeFileSync(path.join(here, 'results.md'), `${table}\n\nMeasured on ${machine()}.\n`);
process.stdout.write(`${table}\n`);
