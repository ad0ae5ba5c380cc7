// Which way to draw attempts makes pools in which a solution is found with few verifier runs and few tokens, on the pools of
// bench/pools/stored.
// usage: npm run bench:sampling   (the pools: npm run bench:pools -- --sampling --coder MODEL.gguf)
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { machine } from '../machine.js';
import { samplingPlans } from '../pools/plans.js';
import { isStored, readStored } from '../pools/stored.js';
import { root } from '../root.js';
import { type DrawnPool, samplingTable, whereDrawn, worthOf } from './summary.js';

const here = path.join(root, 'bench/sampling');
const parts = [`# Ways to draw attempts\n\nMade on ${machine()}.`];
const results: Record<string, unknown> = {};
for (const usual of new Set(samplingPlans.map((each) => each.usual))) {
  const drawn = samplingPlans
    .filter((each) => each.usual === usual && isStored(each.plan.name))
    .map(({ way, plan }): DrawnPool => ({ way, pool: readStored(plan.name) }));
  if (drawn.length === 0 || !isStored(usual)) continue;
  const plain: DrawnPool = { way: 'usual', pool: readStored(usual) };
  const pools: [DrawnPool, ...DrawnPool[]] = [
    plain,
    ...drawn.flatMap((each) => [each, ...whereDrawn(plain.pool, each)]),
  ];
  const { temperature, topP } = plain.pool.plan.sampling;
  parts.push(
    `## ${usual}`,
    `The usual way is temperature ${temperature}, top-p ${topP}; ${plain.pool.plan.attempts} attempts at each problem.`,
    samplingTable(pools),
  );
  results[usual] = pools.map(({ way, pool }) => ({
    way,
    problems: pool.problems.map((problem) => ({ id: problem.id, ...worthOf(problem) })),
  }));
}
parts.push(
  'Verifier runs and tokens until the first success, attempts in random order and equal ones run once; a problem that none ' +
    'solves counts as many as there are attempts, which is too few, so that it is mostly solved problems that are compared; the last ' +
    'column is of those that both ways solve. A second wave comes after the first, which fails as a whole, and so do the usual ' +
    'attempts that it is compared with. Relative to the usual way, with 95 % intervals of a paired bootstrap over problems.',
);
if (Object.keys(results).length === 0) {
  process.stderr.write('There are no pools yet: npm run bench:pools -- --sampling\n');
  process.exitCode = 1;
} else {
  const text = `${parts.join('\n\n')}\n`;
  writeFileSync(path.join(here, 'results.md'), text);
  writeFileSync(path.join(here, 'results.json'), `${JSON.stringify({ machine: machine(), results })}\n`);
  process.stdout.write(text);
}
