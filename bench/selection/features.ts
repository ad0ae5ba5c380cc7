import { kernelUcb, kernelUcbPrior } from '../../src/core/selectors/kernel.js';
import { repexp, repexpMedoid, repexpScaledMedoid } from '../../src/core/selectors/repexp.js';
import { intervalText } from '../../src/core/statistics.js';
import { poolings } from '../pools/features.js';
import { readStored } from '../pools/stored.js';
import { table } from '../table.js';
import { asTheyAre, centred, type FeatureForm, whitened } from './forms.js';
import { randomRuns, readCases, relative, runsOf } from './measure.js';

interface FeatureKind {
  readonly name: string;
  /** Kinds of stored features, those of several side by side. */
  readonly of: (layers: readonly number[]) => readonly [string, ...string[]];
  readonly form: FeatureForm;
}

const selectors = [repexp, repexpMedoid, repexpScaledMedoid, kernelUcb, kernelUcbPrior];

/** Runs relative to random order by what features are made of, over the pools in their whole size. */
export function featuresTable(pools: readonly string[]): string {
  const quarters = [0, 1, 2, 3];
  const kinds: readonly FeatureKind[] = [
    { name: 'last layer, mean, projected', of: () => ['projected'], form: centred },
    { name: 'the same, not centred', of: () => ['projected'], form: asTheyAre },
    { name: 'the same, whitened', of: () => ['projected'], form: whitened },
    ...quarters.toReversed().flatMap((quarter) =>
      poolings.map(
        (pooling): FeatureKind => ({
          name: `${['first', 'second', 'third', 'last'][quarter]} quarter of the layers, ${pooling}`,
          of: (layers: readonly number[]) => [`layer ${layers[quarter]} ${pooling}`],
          form: centred,
        }),
      ),
    ),
    {
      name: 'all four quarters, mean',
      of: ([first, ...others]) => [`layer ${first} mean`, ...others.map((layer) => `layer ${layer} mean`)],
      form: centred,
    },
  ];
  const rows = kinds.map(({ name, of, form }) => {
    const cases = pools.flatMap((pool) => {
      const { model, plan } = readStored(pool);
      return readCases(pool, of(model.layers), plan.attempts, form) ?? [];
    });
    const random = cases.map((each) => randomRuns(each, 'attempts'));
    const measured = selectors.map((selector) =>
      intervalText(
        relative(
          cases.map((each) => runsOf(selector, each)),
          random,
        ),
      ),
    );
    return [name, ...measured];
  });
  return table(['features', ...selectors.map(({ name }) => name)], rows);
}
