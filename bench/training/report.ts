import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { passAtK } from '../../src/core/pass-at-k.js';
import { type DifferenceInterval, differenceOfMeans, meanOf } from '../../src/core/statistics.js';
import type { RewardArmName } from '../../src/core/training/rewards.js';
import type { Examined, StepReport } from '../../src/train/events.js';
import { drawLines } from '../lines-plot.js';
import { machine } from '../machine.js';
import { root } from '../root.js';
import { percent, table } from '../table.js';
import { arms, finalAttempts } from './plan.js';

/** What problems came to, each at its place. */
export interface ExaminedArm {
  readonly problems: readonly Examined[];
}

export interface ArmRun {
  readonly arm: RewardArmName;
  readonly seed: number;
  readonly reports: readonly StepReport[];
  readonly examined: ExaminedArm;
}

export interface Measured {
  readonly base: ExaminedArm;
  /** Those that are through. */
  readonly runs: readonly ArmRun[];
  readonly steps: number;
  /** Problems that were trained on. */
  readonly learnable: number;
  /** Of the left-out problems. */
  readonly levels: readonly number[];
}

const ks = [1, 2, 4, 8, 16, 32, 64].filter((k) => k <= finalAttempts);
const names: Readonly<Record<RewardArmName | 'base', string>> = {
  base: 'the model as it is',
  grpo: 'GRPO',
  unlikeliness: 'unlikeliness',
  repexp: 'RepExp, as published',
  'repexp-scaled': 'RepExp, scaled features (ours)',
};
/** METHOD.md's table of the paper: Qwen2.5-7B-Instruct, %, read off its figures. */
const paper = [
  ['MATH, base', '67.4', '83.6', '89.0', '90.9'],
  ['MATH, GRPO', '72.0', '82.2', '86.1', '87.5'],
  ['MATH, RepExp', '70.9', '84.6', '89.1', '90.6'],
  ['AIME24, base', '11.5', '26.3', '37.2', '44.2'],
  ['AIME24, GRPO', '18.8', '25.5', '32.9', '37.7'],
  ['AIME24, RepExp', '16.8', '27.5', '37.3', '43.9'],
] as const;

/** pass@k of each problem: the mean over seeds. */
function ratesOf(runs: readonly ExaminedArm[], k: number): number[] {
  return runs[0]!.problems.map((_, place) =>
    meanOf(runs.map(({ problems }) => passAtK(problems[place]!.attempts, problems[place]!.passed, k))),
  );
}

const difference = ({ difference: value, low, high }: DifferenceInterval) =>
  `${signed(value)} (${signed(low)} to ${signed(high)})`;
const signed = (value: number) => `${value >= 0 ? '+' : ''}${(100 * value).toFixed(1)}`;

/** Tables, plots and `results.json`. */
export async function writeReport({ base, runs, steps, learnable, levels }: Measured): Promise<void> {
  const done = arms
    .map((arm) => ({ arm, runs: runs.filter((run) => run.arm === arm) }))
    .filter((each) => each.runs.length > 0);
  const all = [
    { name: 'base' as const, examinations: [base] },
    ...done.map((each) => ({ name: each.arm, examinations: each.runs.map((run) => run.examined) })),
  ];
  const rateRows = all.map(({ name, examinations }) => [
    names[name],
    String(name === 'base' ? '' : examinations.length),
    ...ks.map((k) => percent(meanOf(ratesOf(examinations, k)))),
    distinctOf(examinations).toFixed(1),
  ]);
  const gainRows = (against: readonly ExaminedArm[]) =>
    all
      .filter(({ examinations }) => examinations !== against)
      .map(({ name, examinations }) => [
        names[name],
        ...ks.map((k) => {
          const [mine, theirs] = [ratesOf(examinations, k), ratesOf(against, k)];
          return difference(differenceOfMeans(mine.map((rate, place) => [rate, theirs[place]!])));
        }),
      ]);
  const levelRows = all.map(({ name, examinations }) => [
    names[name],
    ...[1, 2, 3].flatMap((level) =>
      [1, finalAttempts].map((k) =>
        percent(meanOf(ratesOf(examinations, k).filter((_, place) => levels[place] === level))),
      ),
    ),
  ]);
  const kHeads = ks.map((k) => `pass@${k}`);
  const grpo = all.find(({ name }) => name === 'grpo')?.examinations;
  const levelHeads = [1, 2, 3].flatMap((level) => [`level ${level}, pass@1`, `pass@${finalAttempts}`]);
  const ratio = all.slice(1).map(({ name, examinations }) => {
    const gain = meanOf(ratesOf(examinations, 1)) / meanOf(ratesOf([base], 1));
    return `${names[name]} ${gain.toFixed(2)}`;
  });
  const spreads = done.map(({ arm, runs: ofArm }) => {
    const values = ofArm.flatMap(({ reports }) => reports.flatMap(({ spread }) => (spread === null ? [] : [spread])));
    return values.length > 0 ? `${names[arm]} ${meanOf(values).toPrecision(2)}` : null;
  });

  const here = path.join(root, 'bench/training');
  mkdirSync(path.join(here, 'plots'), { recursive: true });
  const record = { machine: machine(), steps, learnable, levels, base, runs };
  writeFileSync(path.join(here, 'results.json'), `${JSON.stringify(record)}\n`);
  writeFileSync(
    path.join(here, 'results.md'),
    `${[
      '# Training, measured',
      `Made by \`npm run bench:training\`: the embedded model, ${steps} steps of 4 groups of 8 attempts at ${learnable} problems that it
solves sometimes, on ${levels.length} problems that were left out (${finalAttempts} attempts each, as explorations draw). Means over problems and seeds.`,
      table(['', 'seeds', ...kHeads, 'distinct candidates'], rateRows),
      `pass@1 relative to the model as it is: ${ratio.join('; ')} (goal: 1.3). The bonus within groups, mean standard deviation:
${spreads.filter(Boolean).join('; ') || 'none'}.`,
      'Differences from the model as it is, in points, with 95 % intervals (paired bootstrap over problems):',
      table(['', ...kHeads], gainRows(all[0]!.examinations)),
      ...(grpo ? ['Differences from GRPO:', table(['', ...kHeads], gainRows(grpo))] : []),
      'By level of difficulty:',
      table(['', ...levelHeads], levelRows),
      'The paper’s (Qwen2.5-7B-Instruct, %, read off its figures):',
      table(
        ['', 'pass@1', 'pass@8', 'pass@32', 'pass@64'],
        paper.map((row) => [...row]),
      ),
      '![pass@k](plots/pass-at-k.svg) ![curves](plots/curves.svg)',
      `Measured on ${machine()}.`,
    ].join('\n\n')}\n`,
  );
  await drawLines(
    all.flatMap(({ name, examinations }) =>
      ks.map((k) => ({ line: names[name], panel: 'left-out problems', x: k, y: meanOf(ratesOf(examinations, k)) })),
    ),
    { x: 'k', y: 'pass@k', logarithmic: true },
    path.join(here, 'plots/pass-at-k.svg'),
  );
  await drawLines(
    done.flatMap(({ arm, runs: ofArm }) =>
      curves.flatMap(({ panel, of }) =>
        Array.from({ length: steps }, (_, step) => ofArm.flatMap(({ reports }) => of(reports[step]!) ?? [])).flatMap(
          (values, step) => (values.length > 0 ? [{ line: names[arm], panel, x: step + 1, y: meanOf(values) }] : []),
        ),
      ),
    ),
    { x: 'step', y: null, logarithmic: false },
    path.join(here, 'plots/curves.svg'),
  );
}

const curves: readonly { readonly panel: string; readonly of: (report: StepReport) => number | null }[] = [
  { panel: 'share passed', of: ({ passed }) => passed },
  { panel: 'distinct candidates an attempt', of: ({ distinct }) => distinct },
  { panel: 'entropy, nats', of: ({ entropy }) => entropy },
  { panel: 'spread of the bonus', of: ({ spread }) => spread },
];

function distinctOf(examinations: readonly ExaminedArm[]): number {
  return meanOf(examinations.flatMap(({ problems }) => problems.map(({ candidates }) => candidates)));
}
