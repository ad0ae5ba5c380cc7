/** A number for each token of each attempt. */
export type PerToken = readonly Float32Array[];

/** What a step wants of its attempts' log-probabilities. */
export interface Objective {
  /** Of the policy that drew them; natural logarithms. */
  readonly drawn: PerToken;
  /** Of each attempt: how much better it was than others at its problem. */
  readonly advantages: readonly number[];
  /** A token's probability may become so many times smaller or larger at most: [1 - low, 1 + high]. */
  readonly clip: { readonly low: number; readonly high: number };
  /** What moving away from the initial model costs, and its log-probabilities; null where nothing. */
  readonly divergence: { readonly weight: number; readonly initial: PerToken } | null;
  /** Tokens of the whole step, over which its loss is the mean. */
  readonly tokens: number;
}

/** A step's loss, or a group's share of it. */
export interface Loss {
  readonly loss: number;
  /** Of the loss by each token's log-probability. */
  readonly derivatives: PerToken;
  /** Tokens on which the clip holds the policy. */
  readonly clipped: number;
  /** Estimated from the tokens, summed over them: KL of the policy that drew them from the one now, in nats. */
  readonly divergence: number;
}

/**
 * GRPO's clipped objective (Shao et al. 2024, DeepSeekMath, arXiv 2402.03300; the clip is that of Schulman et al. 2017, arXiv
 * 1707.06347) as a loss, the mean over all tokens of a step (Yu et al. 2025, DAPO, arXiv 2503.14476):
 * -min(r A, clip(r) A) with r the ratio of a token's probability now to that with which it was drawn, plus, where asked
 * for, the weighted divergence from the initial model by the estimator exp(d) - d - 1 (Schulman 2020), d = initial - now.
 *
 * @param now each token's log-probability
 */
export function clippedObjective(
  now: PerToken,
  { drawn, advantages, clip, divergence: penalty, tokens }: Objective,
): Loss {
  let [loss, clipped, divergence] = [0, 0, 0];
  const derivatives = now.map((values, attempt) => {
    const advantage = advantages[attempt]!;
    return values.map((value, token) => {
      const difference = value - drawn[attempt]![token]!;
      const ratio = Math.exp(difference);
      divergence += ratio - difference - 1;
      const held = advantage > 0 ? ratio > 1 + clip.high : ratio < 1 - clip.low;
      if (held && advantage !== 0) clipped++;
      const bounded = Math.min(Math.max(ratio, 1 - clip.low), 1 + clip.high);
      loss -= Math.min(ratio * advantage, bounded * advantage);
      let derivative = held ? 0 : -ratio * advantage;
      if (penalty) {
        const back = penalty.initial[attempt]![token]! - value;
        loss += penalty.weight * (Math.exp(back) - back - 1);
        derivative += penalty.weight * (1 - Math.exp(back));
      }
      return derivative / tokens;
    });
  });
  return { loss: loss / tokens, derivatives, clipped, divergence };
}
