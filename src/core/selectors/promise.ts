import type { CandidateTraits } from './selector.js';

/** What each standard deviation is worth, of the logarithm of the attempts and of the mean log-probability. */
export interface PromiseWeights {
  readonly attempts: number;
  readonly logProbability: number;
}

/** How promising each candidate is before anything was verified: 0 on average over the pool's candidates. */
export function promiseOf(candidates: readonly CandidateTraits[], weights: PromiseWeights): Float64Array {
  const attempts = standardised(candidates.map((candidate) => Math.log(candidate.attempts)));
  const likelihoods = standardised(candidates.map((candidate) => candidate.meanLogProbability));
  return attempts.map((value, row) => weights.attempts * value + weights.logProbability * likelihoods[row]!);
}

/** In standard deviations from the mean; 0 where all are equal. */
function standardised(values: readonly number[]): Float64Array {
  const count = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  // Rounding is no difference.
  const differ = deviation > 1e-12 * Math.abs(mean);
  return Float64Array.from(values, (value) => (differ ? (value - mean) / deviation : 0));
}
