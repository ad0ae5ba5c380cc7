import type { SamplingOptions } from '../../core/domain.js';
import type { RandomStream } from '../../core/random.js';
import { InvalidLogitsError } from '../errors.js';
import { Candidates } from './candidates.js';
import { exponential, lowestExponent } from './exponential.js';

/** A token that was drawn. */
export interface Draw {
  readonly token: number;
  /** Natural logarithm of its probability under the model itself: temperature 1, nothing cut off. */
  readonly logProbability: number;
}

/**
 * Draws tokens from logits. What is kept is decided on the softmax at the temperature, by min-p, then top-k, then
 * top-p, each over what the one before left (vLLM's order). Probabilities are exact to 1e-6: see `exponential`.
 * One instance serves any number of rows, one after another.
 */
export class Sampler {
  private readonly candidates: Candidates;

  /** @param vocabulary length V of the logits */
  constructor(
    private readonly options: SamplingOptions,
    vocabulary: number,
  ) {
    this.candidates = new Candidates(vocabulary);
  }

  /** Draws once; takes one number from `random`, or none at temperature 0. */
  draw(logits: Float32Array, random: RandomStream): Draw {
    const likeliest = argmax(logits);
    const max = logits[likeliest]!;
    const logTotal = Math.log(weightOf(logits, max, 1, lowestExponent));
    if (!Number.isFinite(logTotal)) throw new InvalidLogitsError();
    const token = this.options.temperature === 0 ? likeliest : this.pick(logits, max, random.next());
    return { token, logProbability: logits[token]! - max - logTotal };
  }

  /** The token at which the kept ones, heaviest first, reach the share u of their weight together. */
  private pick(logits: Float32Array, max: number, u: number): number {
    const { temperature, topK, topP, minP } = this.options;
    const { candidates } = this;
    const lowest = Math.max(lowestExponent, Math.log(minP));
    let weight = weightOf(logits, max, temperature, lowest);
    // Without top-k, only this share of the weight is ever looked at: the tokens that are so light that all of
    // them together do not exceed the rest need not be put in order.
    const share = topK > 0 ? 1 : topP < 1 ? topP : u;
    this.gather(logits, max, Math.max(lowest, Math.log(((1 - share) * weight) / logits.length)));
    let kept = candidates.size;
    if (topK > 0 && topK < kept) {
      kept = topK;
      weight = this.heaviest(kept);
    }
    if (topP < 1) {
      kept = this.nucleus(topP * weight);
      weight = this.heaviest(kept);
    }
    let left = u * weight;
    for (let rank = 0; rank < kept; rank++) {
      left -= candidates.weightAt(rank);
      if (left < 0) return candidates.tokenAt(rank);
    }
    return candidates.tokenAt(kept - 1);
  }

  /** Makes candidates of the tokens whose exponent is at least this, or with top-k of the heaviest of them. */
  private gather(logits: Float32Array, max: number, from: number): void {
    const { temperature, topK } = this.options;
    const { candidates } = this;
    const room = topK > 0 ? 2 * topK + 256 : logits.length;
    let lowest = from;
    candidates.clear();
    for (let token = 0; token < logits.length; token++) {
      const exponent = (logits[token]! - max) / temperature;
      if (exponent < lowest) continue;
      if (candidates.size === room) lowest = Math.max(lowest, Math.log(candidates.keepHeaviest(topK)) - 1e-6);
      candidates.add(token, exponential(exponent));
    }
    candidates.heapify();
  }

  /** The weight of so many of the heaviest candidates together. */
  private heaviest(count: number): number {
    let sum = 0;
    for (let rank = 0; rank < count; rank++) sum += this.candidates.weightAt(rank);
    return sum;
  }

  /** How many of the heaviest candidates it takes to reach this weight. */
  private nucleus(weight: number): number {
    let count = 0;
    for (let sum = 0; sum < weight && count < this.candidates.size; count++) sum += this.candidates.weightAt(count);
    return count;
  }
}

/** The first index of the largest value. */
function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** Sum of e^((x - max) / temperature) over the exponents that are not below `lowest`; NaN where x is not finite. */
function weightOf(logits: Float32Array, max: number, temperature: number, lowest: number): number {
  let sum = 0;
  for (let token = 0; token < logits.length; token++) {
    const exponent = (logits[token]! - max) / temperature;
    if (!(exponent < lowest)) sum += exponential(exponent);
  }
  return sum;
}
