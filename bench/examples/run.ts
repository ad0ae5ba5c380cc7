// How often the embedded model solves each example: every attempt verified, none left out.
// usage: npm run bench:examples [-- ATTEMPTS]   (records are kept under .cache/bench, a finished one is not repeated)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { proportionInterval } from '../../src/core/proportion.js';
import { countRecord, exploreAll } from '../explore.js';
import { machine } from '../machine.js';
import { root } from '../root.js';
import { percent, table } from '../table.js';
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

const rows = results.map(({ name, attempts, usable, distinct, correct }) => {
  const [low, high] = proportionInterval(correct, attempts).map(percent);
  const rate = `${percent(correct / attempts)} (${low} to ${high})`;
  return [`\`${name}\``, `${correct} of ${attempts}`, rate, String(usable), String(distinct)];
});
const heads = ['example', 'attempts that pass', 'rate (95 % interval)', 'usable', 'distinct'];
const rates = table(heads, rows);
const here = path.join(root, 'bench/examples');
writeFileSync(path.join(here, 'results.json'), `${JSON.stringify({ machine: machine(), results }, null, 1)}\n`);
writeFileSync(path.join(here, 'results.md'), `${rates}\n\nMeasured on ${machine()}.\n`);
process.stdout.write(`${rates}\n`);
