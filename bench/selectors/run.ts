// What selectors cost: 256 picks among 4,096 candidates with 512 features, each with a verdict before the next, and what of
// that a verdict costs; and 64 picks among 256, which is a large exploration of one machine. Beside it, what picks by the
// elliptical bonus cost where every bonus is brought up to date.
// usage: npm run bench:selectors [-- ROUNDS]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { FeatureMatrix } from '../../src/core/feature-matrix.js';
import { GaussianProcess } from '../../src/core/gaussian-process.js';
import { linearKernel } from '../../src/core/kernels.js';
import { RandomStream } from '../../src/core/random.js';
import { allSelectors } from '../../src/core/selectors/index.js';
import type { CandidateTraits, Selector } from '../../src/core/selectors/selector.js';
import { Untaken } from '../../src/core/selectors/untaken.js';
import { machine } from '../machine.js';
import { root } from '../root.js';
import { median, summarize } from '../statistics.js';
import { table } from '../table.js';
import { type Kind, kinds, poolOf } from './features.js';

const [rounds = 5] = process.argv.slice(2).map(Number);
const width = 512;
const large = { candidates: 4096, picks: 256 };
const usual = { candidates: 256, picks: 64 };
/** Milliseconds: for all picks, and for a verdict. */
const goals = { picks: 50, verdict: 1 };

/** RepExp with a medoid first as it would be without laziness: the yardstick. */
const plain: Pick<Selector, 'name' | 'begin'> = {
  name: 'plain',
  begin(pool) {
    const features = FeatureMatrix.of(pool);
    const kernel = linearKernel(features);
    const belief = new GaussianProcess({ kernel, noise: 1, means: new Float64Array(features.rows) });
    const untaken = new Untaken(features.rows);
    let begun = false;
    return {
      propose: () =>
        begun ? untaken.best((row) => belief.variance(row)) : features.medoid(pool.map(({ attempts }) => attempts)),
      take(row) {
        begun = true;
        untaken.take(row);
        belief.take(row);
      },
      learn: () => {},
    };
  },
};

/**
 * Milliseconds of processor time, which a busy machine changes less: of the whole, its beginning included, and of the longest
 * verdict, which is only noted; what follows from it is part of the next pick.
 */
interface Round {
  readonly all: number;
  readonly verdict: number;
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function measured({ begin }: Pick<Selector, 'begin'>, pool: readonly CandidateTraits[], picks: number): Round {
  const verdicts = RandomStream.of(7);
  let verdict = 0;
  const started = processorTime();
  const selection = begin(pool, RandomStream.of(1));
  for (let pick = 0; pick < picks; pick++) {
    const row = selection.propose();
    selection.take(row);
    const reward = verdicts.next() < 0.5 ? 0 : 0.9 * verdicts.next();
    const heard = processorTime();
    selection.learn(row, reward);
    verdict = Math.max(verdict, processorTime() - heard);
  }
  return { all: processorTime() - started, verdict };
}

interface Result {
  readonly kind: Kind;
  readonly selector: string;
  readonly large: readonly Round[];
  readonly usual: readonly Round[];
}

function measure(kind: Kind): Result[] {
  const [pool, small] = [large, usual].map(({ candidates }) => poolOf(kind, candidates, width, 11)) as [
    CandidateTraits[],
    CandidateTraits[],
  ];
  return [...allSelectors, plain].map((selector) => {
    process.stderr.write(`${kind}, ${selector.name}\n`);
    measured(selector, small, usual.picks); // compiles it
    const repeated = (of: readonly CandidateTraits[], picks: number) =>
      Array.from({ length: rounds }, () => measured(selector, of, picks));
    return {
      kind,
      selector: selector.name,
      usual: repeated(small, usual.picks),
      large: repeated(pool, large.picks),
    };
  });
}

const times = (measured: readonly Round[]) => measured.map(({ all }) => all);
const results = kinds.flatMap(measure);
const of = (kind: Kind, name: string) =>
  results.find(({ kind: other, selector }) => other === kind && selector === name)!;

const rows = [...allSelectors, plain].map(({ name }) => {
  const worst = Math.max(...kinds.flatMap((kind) => of(kind, name).large.map(({ verdict }) => verdict)));
  return [
    name,
    ...kinds.map((kind) => summarize(times(of(kind, name).large))),
    worst.toFixed(2),
    summarize(times(of('clusters', name).usual), 1),
  ];
});
const heads = [
  'selector',
  ...kinds.map((kind) => `${kind}, ms`),
  'longest verdict, ms',
  `${usual.picks} of ${usual.candidates} (clusters), ms`,
];
const missed = kinds.map((kind) => {
  const slow = allSelectors.filter(({ name }) => median(times(of(kind, name).large)) > goals.picks);
  return `Above ${goals.picks} ms, ${kind}: ${slow.map(({ name }) => name).join(', ') || 'none'}.`;
});
const ratios = kinds.map((kind) => {
  const ratio = median(times(of(kind, plain.name).large)) / median(times(of(kind, 'repexp-medoid').large));
  return `Plain takes ${ratio.toFixed(1)} times as long as repexp-medoid, which picks the same, ${kind}.`;
});
const facts = [
  `${large.picks} picks among ${large.candidates} candidates with ${width} features, beginning included; processor time; ${rounds} rounds, median (least to greatest).`,
  ...missed,
  ...ratios,
];
const here = path.join(root, 'bench/selectors');
const record = { machine: machine(), large, usual, width, results };
writeFileSync(path.join(here, 'results.json'), `${JSON.stringify(record, null, 1)}\n`);
writeFileSync(
  path.join(here, 'results.md'),
  `${table(heads, rows)}\n\n${facts.join('\n')}\nMeasured on ${machine()}.\n`,
);
process.stdout.write(`${table(heads, rows)}\n\n${facts.join('\n')}\n`);
