import type { Distribution } from '../../../src/engine/child/step.js';

/** What the model's graph makes of logits, in double precision: the oracle of its sampling outputs. */
export function distributionOf(logits: ArrayLike<number>, temperature = 1, top = 8): Distribution {
  const softmax = (scale: number) => {
    const most = Math.max(...Array.from(logits));
    const weights = Array.from(logits, (logit) => Math.exp((logit - most) * scale));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  };
  const probabilities = softmax(temperature === 0 ? 1 : 1 / temperature);
  const order = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]! || a - b).slice(0, top);
  return {
    topProbabilities: Float32Array.from(order, (token) => probabilities[token]!),
    topTokens: BigInt64Array.from(order, BigInt),
    topModelProbability: Math.max(...softmax(1)),
    all: async () => Float32Array.from(probabilities),
  };
}
