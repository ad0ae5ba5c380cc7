// How much the representation bonus differs within real groups of attempts, as published and with scaled features: where it
// does not differ, it rewards nothing. The groups are eights of attempts in the stored pools (../pools), by turns, at the
// problems that some attempts solve.
// usage: npm run bench:bonus
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { groupBonuses, spreadOf } from '../../src/core/training/bonus.js';
import { epsilon, rewardArms } from '../../src/core/training/rewards.js';
import { machine } from '../machine.js';
import { plans } from '../pools/plans.js';
import { isStored, readFeatures } from '../pools/stored.js';
import { root } from '../root.js';
import { median } from '../statistics.js';
import { table } from '../table.js';

const groupSize = 8;
const lambdas = [0.01, 0.1, 1];
const { weight } = rewardArms.repexp;

const variants = [
  { name: 'published', lambda: rewardArms.repexp.lambda, scale: 'none' } as const,
  ...lambdas.map((lambda) => ({ name: `scaled, lambda ${lambda}`, lambda, scale: 'root-mean-square' as const })),
];

interface PoolSpreads {
  readonly pool: string;
  readonly groups: number;
  /** By variant: of each group, the standard deviation of its bonuses. */
  readonly spreads: Readonly<Record<string, readonly number[]>>;
}

function measure(pool: string): PoolSpreads {
  const groups = [...readFeatures(pool, 'projected').values()].flatMap((attempts) =>
    Array.from({ length: Math.floor(attempts.length / groupSize) }, (_, group) =>
      attempts.slice(group * groupSize, (group + 1) * groupSize),
    ),
  );
  const spreads = variants.map(({ name, ...options }) => {
    const values = groups.map((features) => spreadOf(groupBonuses(features, options)));
    return [name, values.map((value) => Number(value.toPrecision(4)))] as const;
  });
  return { pool, groups: groups.length, spreads: Object.fromEntries(spreads) };
}

const results = plans
  .filter(({ name, features }) => features && isStored(name))
  .map(({ name }) => measure(name))
  .filter(({ groups }) => groups > 0);

const quantile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;
const text = (values: readonly number[]) =>
  [median(values), quantile(values, 0.25), quantile(values, 0.75)].map((value) => value.toPrecision(2));
const rows = results.map(({ pool, groups, spreads }) => [
  pool,
  String(groups),
  ...variants.map(({ name }) => {
    const [middle, low, high] = text(spreads[name]!);
    return `${middle} (${low} to ${high})`;
  }),
]);
const everything = (name: string) => results.flatMap(({ spreads }) => spreads[name]!);
const share = (spread: number) => ((100 * weight * spread) / (weight * spread + epsilon)).toFixed(0);
const facts = variants.map(({ name }) => {
  const spread = median(everything(name));
  return `- ${name}: in a group in which all attempts are right, advantages have ${share(spread)} % of the size that GRPO gives to differences of any size; in one in which half are, the bonus makes up ${((100 * weight * spread) / 0.5).toPrecision(2)} % of the rewards' spread (medians of all groups).`;
});

const here = path.join(root, 'bench/bonus');
writeFileSync(
  path.join(here, 'results.json'),
  `${JSON.stringify({ machine: machine(), groupSize, weight, variants, results })}\n`,
);
const heads = ['pool', 'groups', ...variants.map(({ name }) => name)];
writeFileSync(
  path.join(here, 'results.md'),
  `# The bonus within groups

Made by \`npm run bench:bonus\` from the stored pools. Standard deviation of the bonus h^T (lambda I + sum of h h^T)^-1 h within a
group of ${groupSize} attempts at one problem: median (quartiles) over groups. Published: features as they are, lambda
${rewardArms.repexp.lambda}; scaled: features of root mean square length 1 in the group first. A bonus that is the same for all attempts
of a group falls out of GRPO's advantages. It is multiplied by ${weight} before it is added to the verdicts.

${table(heads, rows)}

${facts.join('\n')}
`,
);
