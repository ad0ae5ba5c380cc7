import * as l10n from '@vscode/l10n';
import type { FeatureMatrix } from '../feature-matrix.js';
import type { GaussianProcess } from '../gaussian-process.js';
import type { RandomStream } from '../random.js';
import { medoidFirst } from './medoid-first.js';
import { greedy } from './selections.js';
import type { CandidateTraits, Selector } from './selector.js';
import { Untaken } from './untaken.js';

/** What is believed of the rewards of a pool's candidates. */
export interface Belief {
  readonly features: FeatureMatrix;
  readonly process: GaussianProcess;
  /** What draws samples of the process's prior without its mean, by row. */
  sampler(random: RandomStream): () => Float64Array;
}

/** How a belief leads to picks. */
export interface FeedbackOptions {
  /** How many standard deviations are worth a reward of 1: 0 only exploits what is known. */
  readonly alpha: number;
  /** The first pick: the medoid, or by the same rule as the others. */
  readonly first: 'medoid' | 'rule';
}

type Begin = Pick<Selector, 'choice' | 'begin'>;
type BeliefOf = (candidates: readonly CandidateTraits[]) => Belief;

/** Always the candidate with the largest upper confidence bound, mean + alpha standard deviations; the lowest row of equals. */
export function upperConfidence(beliefOf: BeliefOf, { alpha, first }: FeedbackOptions): Begin {
  return {
    choice: choiceAfter(first),
    begin(candidates) {
      const { features, process } = beliefOf(candidates);
      const selection = greedy(features.rows, {
        of: (row) => process.upper(row, alpha),
        bound: (row) => process.upperBound(row, alpha),
        take: (row) => process.take(row),
        learn: (row, reward) => process.observe(row, reward),
      });
      return first === 'medoid' ? medoidFirst.begin(features, candidates, selection) : selection;
    },
  };
}

/**
 * Always the best candidate of a sample of what is believed (Thompson 1933), its deviation from the mean times alpha. A
 * sample needs every candidate's variance, so nothing of it is lazy.
 */
export function thompsonSampling(beliefOf: BeliefOf, { alpha, first }: FeedbackOptions): Begin {
  return {
    choice: choiceAfter(first),
    begin(candidates, random) {
      const { features, process, sampler } = beliefOf(candidates);
      const untaken = new Untaken(features.rows);
      let draw: (() => Float64Array) | null = null;
      const selection = {
        propose() {
          draw ??= sampler(random);
          const deviation = process.sampledDeviation(draw(), random);
          return untaken.best((row) => process.mean(row) + alpha * deviation(row));
        },
        take(row: number) {
          untaken.take(row);
          process.take(row);
        },
        learn: (row: number, reward: number) => process.observe(row, reward),
      };
      return first === 'medoid' ? medoidFirst.begin(features, candidates, selection) : selection;
    },
  };
}

function choiceAfter(first: FeedbackOptions['first']): Selector['choice'] {
  return (earlier, pool) =>
    earlier === 0 && first === 'medoid'
      ? medoidFirst.choice(pool)
      : l10n.t('the most promising, after the verdicts so far, of the first {0} attempts', pool);
}
