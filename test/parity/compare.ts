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
  let kl = 0;
  let agreed = 0;
  for (let start = 0; start < theirs.values.length; start += vocabulary) {
    const p = logProbabilities(theirs.values.subarray(start, start + vocabulary));
    const q = logProbabilities(ours.values.subarray(start, start + vocabulary));
    for (let i = 0; i < vocabulary; i++) {
      const probability = Math.exp(p[i]!);
      if (probability > 0) kl += probability * (p[i]! - q[i]!);
    }
    if (indexOfLargest(p) === indexOfLargest(q)) agreed++;
  }
  return { meanKl: kl / positions, topAgreement: agreed / positions };
}

function logProbabilities(logits: Float32Array): Float64Array {
  const most = logits.reduce((a, b) => Math.max(a, b));
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - most), 0);
  const offset = most + Math.log(sum);
  return Float64Array.from(logits, (logit) => logit - offset);
}

function indexOfLargest(values: Float64Array): number {
  return values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
}
