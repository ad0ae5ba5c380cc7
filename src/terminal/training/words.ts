import type { DifferenceInterval } from '../../core/statistics.js';
import type { KnownAdapter } from '../../model/adapters.js';
import type { Examined, TrainingEvent } from '../../train/events.js';
import { passRate } from '../../train/examine.js';
import type { TrainingPlan } from '../../train/plan.js';
import { table } from '../table.js';

/** What is shown of an event while a training runs: one line. */
export function lineOf(event: TrainingEvent, { steps }: TrainingPlan): string {
  switch (event.type) {
    case 'step': {
      const { step, reward, passed, distinct, spread, entropy, seconds } = event.report;
      const whole = Object.values(seconds).reduce((sum, part) => sum + part, 0);
      return [
        `step ${step + 1} of ${steps}`,
        `reward ${reward.toFixed(2)}`,
        `${percent(passed)} passed`,
        `${percent(distinct)} distinct`,
        ...(spread === null ? [] : [`bonus spread ${spread.toPrecision(2)}`]),
        ...(entropy === null ? ['nothing to learn from'] : [`entropy ${entropy.toFixed(2)}`]),
        `${whole.toFixed(0)} s`,
      ].join(' · ');
    }
    case 'examined':
      return `left out, after ${event.step} steps: ${ratesOf(event.problems).join(' · ')}`;
    case 'compared':
      return 'compared with the plain model by attempts that chose neither';
  }
}

/** pass@k at the powers of two that there are attempts for, and how many candidates differ. */
function ratesOf(problems: readonly Examined[]): string[] {
  const candidates = problems.reduce((sum, each) => sum + each.candidates, 0);
  return [
    ...ksOf(problems).map((k) => `pass@${k} ${percent(passRate(problems, k))}`),
    `${(candidates / problems.length).toFixed(1)} distinct candidates a problem`,
  ];
}

function ksOf(problems: readonly Examined[]): number[] {
  const least = Math.min(...problems.map(({ attempts }) => attempts));
  return [1, 2, 4, 8, 16, 32, 64].filter((k) => k <= least);
}

/** A table of the plain model and the adapter on the problems that were left out. */
export function comparisonLines(plain: readonly Examined[], adapted: readonly Examined[]): string[] {
  const ks = ksOf(plain);
  const row = (name: string, problems: readonly Examined[]) => [name, ...ks.map((k) => percent(passRate(problems, k)))];
  const columns = new Set(ks.map((_, index) => index + 1));
  return table([['', ...ks.map((k) => `PASS@${k}`)], row('plain', plain), row('adapter', adapted)], columns);
}

/** \`+4.2 points (1.0 to 7.4)\`. */
export function gainText({ difference, low, high }: DifferenceInterval): string {
  const points = (value: number) => (100 * value).toFixed(1);
  return `${difference >= 0 ? '+' : ''}${points(difference)} points (${points(low)} to ${points(high)})`;
}

export function adapterLines(modelName: string, adapters: readonly KnownAdapter[]): string[] {
  if (adapters.length === 0) return [`${modelName} has no adapters.`];
  const rows = adapters.map(({ name, chosen, made, training }) => [
    chosen ? `${name} *` : name,
    made.slice(0, 16).replace('T', ' '),
    ...(training
      ? [
          String(training.step),
          `${training.problems.training} + ${training.problems.leftOut}`,
          gainText(training.gain),
          training.helps ? 'yes' : 'no',
        ]
      : ['', '', 'trained elsewhere', '?']),
  ]);
  const headings = ['NAME', 'MADE', 'STEPS', 'PROBLEMS', 'PASS@1 ON THE LEFT-OUT ONES', 'HELPS'];
  const used = adapters.some(({ chosen }) => chosen) ? ['', '* Used where no other is named.'] : [];
  return [...table([headings, ...rows], new Set([2])), ...used];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
