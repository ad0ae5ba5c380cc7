import type { SamplingOptions } from '../../core/domain.js';
import type { RandomStream } from '../../core/random.js';
import { InvalidLogitsError } from '../errors.js';
import { Candidates } from './candidates.js';
import type { Distribution } from './step.js';

/** A token that was drawn. */
export interface Draw {
  readonly token: number;
  /** Natural logarithm of its probability under the model itself: temperature 1, nothing cut off. */
  readonly logProbability: number;
}

/**
 * Draws tokens from distributions. What is kept is decided at the temperature, by min-p, then top-k, then top-p, each
 * over what the one before left (vLLM's order). Nearly always the distribution's top tokens, which the model's graph has
 * put in order, are enough; else the vocabulary is looked through. One instance serves any number of rows, one after
 * another.
 */
export class Sampler {
  private readonly everything: Candidates;

  /** @param vocabulary length V of the distributions */
  constructor(
    private readonly options: SamplingOptions,
    private readonly vocabulary: number,
  ) {
    this.everything = new Candidates(vocabulary);
  }

  /** What the model is to divide the logits by, inverted; at temperature 0 the order of tokens alone matters. */
  get inverseTemperature(): number {
    return this.options.temperature === 0 ? 1 : 1 / this.options.temperature;
  }

  /** Draws once; takes one number from `random`, or none at temperature 0. */
  async draw(distribution: Distribution, random: RandomStream): Promise<Draw> {
    const { topTokens, topProbabilities, topModelProbability } = distribution;
    const most = topProbabilities[0]!;
    if (!(most > 0)) throw new InvalidLogitsError();
    const likeliest = Math.log(topModelProbability);
    if (this.options.temperature === 0) return { token: Number(topTokens[0]), logProbability: likeliest };
    const { token, probability } = await this.pick(distribution, random.next());
    // At temperature T the logarithms of probabilities lie 1/T times as far apart as at 1.
    const distance = Math.log(probability) - Math.log(most);
    return { token, logProbability: likeliest + this.options.temperature * distance };
  }

  /**
   * The tokens that may be drawn, the likeliest first, of a sampler whose top-k is at most the number of the
   * distribution's top tokens: others are not looked at.
   */
  candidates({ topTokens, topProbabilities }: Distribution): number[] {
    if (!(topProbabilities[0]! > 0)) throw new InvalidLogitsError();
    const { count } = this.keep({
      count: topProbabilities.length,
      isWhole: true,
      probabilityAt: (rank) => topProbabilities[rank]!,
    })!;
    return Array.from(topTokens.subarray(0, count), Number);
  }

  /**
   * Draws once among the `candidates`, whose logits are raised by so much each; takes one number from `random`, or none
   * at temperature 0, where the largest logit wins. The log-probability is the model's own all the same.
   */
  drawRaised(distribution: Distribution, raises: readonly number[], random: RandomStream): Draw {
    const { topTokens, topProbabilities, topModelProbability } = distribution;
    const { inverseTemperature } = this;
    const logits = raises.map((raise, rank) => Math.log(topProbabilities[rank]!) + raise * inverseTemperature);
    const largest = Math.max(...logits);
    if (!Number.isFinite(largest)) throw new InvalidLogitsError();
    const pick = () => {
      if (this.options.temperature === 0) return logits.indexOf(largest);
      const weights = logits.map((logit) => Math.exp(logit - largest));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const ranking = { count: weights.length, isWhole: true, probabilityAt: (rank: number) => weights[rank]! };
      return reach(ranking, random.next() * total) ?? weights.length - 1;
    };
    const rank = pick();
    const distance = Math.log(topProbabilities[rank]!) - Math.log(topProbabilities[0]!);
    return {
      token: Number(topTokens[rank]),
      logProbability: Math.log(topModelProbability) + distance / inverseTemperature,
    };
  }

  private async pick(distribution: Distribution, u: number): Promise<Picked> {
    const { topTokens, topProbabilities } = distribution;
    const rank = this.pickFrom(
      {
        count: topProbabilities.length,
        isWhole: topProbabilities.length === this.vocabulary,
        probabilityAt: (rank) => topProbabilities[rank]!,
      },
      u,
    );
    if (rank !== undefined) return { token: Number(topTokens[rank]), probability: topProbabilities[rank]! };
    const { everything } = this;
    this.gather(await distribution.all(), u);
    const all = { count: everything.size, isWhole: true, probabilityAt: (rank: number) => everything.weightAt(rank) };
    const found = this.pickFrom(all, u)!;
    return { token: everything.tokenAt(found), probability: everything.weightAt(found) };
  }

  /**
   * The rank at which the kept tokens, the likeliest first, reach the share u of their probability together; undefined
   * where these ranks are not enough to tell.
   */
  private pickFrom(ranking: Ranking, u: number): number | undefined {
    const kept = this.keep(ranking);
    if (!kept) return undefined;
    const { count, isWhole, probabilityAt } = ranking;
    if (kept.goesOn) {
      // Its probability lies between the share and that of one more token.
      const least = reach(ranking, u * kept.probability);
      const most = reach(ranking, u * (kept.probability + probabilityAt(count - 1)));
      return least === most ? least : undefined;
    }
    const rank = reach(ranking, u * kept.probability);
    if (rank !== undefined && rank < kept.count) return rank;
    return kept.count <= count || isWhole ? Math.min(kept.count, count) - 1 : undefined;
  }

  /** What is kept of a ranking; undefined where these ranks are not enough to tell. */
  private keep({ count, isWhole, probabilityAt }: Ranking): Kept | undefined {
    const { topK, topP, minP } = this.options;
    const most = topK > 0 ? topK : Number.POSITIVE_INFINITY;
    let probability = 1;
    let kept = most;
    if (minP > 0 || topK > 0) {
      const least = minP * probabilityAt(0);
      probability = 0;
      for (kept = 0; kept < most && kept < count && probabilityAt(kept) >= least; kept++) {
        probability += probabilityAt(kept);
      }
      if (kept === count && kept < most && !isWhole) return undefined;
    }
    if (topP < 1) {
      const share = topP * probability;
      let rank = 0;
      for (probability = 0; probability < share && rank < kept && rank < count; rank++) {
        probability += probabilityAt(rank);
      }
      if (probability < share && rank < kept && !isWhole) return { count: kept, probability: share, goesOn: true };
      kept = rank;
    }
    return { count: kept, probability, goesOn: false };
  }

  /** Puts all tokens in order, but those so light that all of them together do not exceed what is never looked at. */
  private gather(probabilities: Float32Array, u: number): void {
    const { topK, topP, minP } = this.options;
    const everyone = topK > 0 || minP > 0;
    const least = everyone ? 0 : (1 - (topP < 1 ? topP : u)) / probabilities.length;
    const { everything } = this;
    everything.clear();
    for (let token = 0; token < probabilities.length; token++) {
      if (probabilities[token]! >= least) everything.add(token, probabilities[token]!);
    }
    everything.heapify();
  }
}

/** The first rank up to which the probabilities together exceed `sum`; undefined where all of them do not. */
function reach({ count, probabilityAt }: Ranking, sum: number): number | undefined {
  let left = sum;
  for (let rank = 0; rank < count; rank++) {
    left -= probabilityAt(rank);
    if (left < 0) return rank;
  }
  return undefined;
}

/** The likeliest tokens, of which one is drawn. */
interface Kept {
  /** How many; infinite where none is cut off. */
  readonly count: number;
  /** Of all of them together; where they go on beyond the ranking, the share that they are to reach. */
  readonly probability: number;
  readonly goesOn: boolean;
}

/** Tokens in order, the likeliest first. */
interface Ranking {
  readonly count: number;
  /** Whether there is nothing beyond it, but what is too light to be drawn. */
  readonly isWhole: boolean;
  readonly probabilityAt: (rank: number) => number;
}

interface Picked {
  readonly token: number;
  readonly probability: number;
}
