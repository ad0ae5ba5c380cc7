import { meanDivergence } from '../../src/model/fidelity/divergence.js';
import type { Logits } from './llamacpp.js';

/** How much one model's next-token distributions differ from another's, over the positions of a text. */
export interface Difference {
  /** The mean of KL(theirs || ours), in nats. */
  readonly meanKl: number;
  /** The share of positions where both have the same most probable token. */
  readonly topAgreement: number;
}

export function compare(theirs: Logits, ours: Logits): Difference {
  const { vocabulary } = theirs;
  if (ours.vocabulary !== vocabulary || ours.values.length !== theirs.values.length) {
    throw new RangeError('the two texts or vocabularies differ');
  }
  const positions = theirs.values.length / vocabulary;
  let agreed = 0;
  for (let start = 0; start < theirs.values.length; start += vocabulary) {
    const likeliest = ({ values }: Logits) => indexOfLargest(values.subarray(start, start + vocabulary));
    if (likeliest(theirs) === likeliest(ours)) agreed++;
  }
  return {
    meanKl: meanDivergence(theirs.values, ours.values, vocabulary),
    topAgreement: agreed / positions,
  };
}

function indexOfLargest(values: Float32Array): number {
  return values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
}
