/**
 * The mean of KL(p || q) in nats over the rows of two tables of logits [n, V]. NaN where either has something that is
 * not a number.
 */
export function meanDivergence(p: Float32Array, q: Float32Array, vocabulary: number): number {
  const rows = p.length / vocabulary;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * vocabulary, (row + 1) * vocabulary];
    sum += divergence(p.subarray(from, to), q.subarray(from, to));
  }
  return sum / rows;
}

function divergence(p: Float32Array, q: Float32Array): number {
  const [logTotalP, logTotalQ] = [logTotalOf(p), logTotalOf(q)];
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const logP = p[i]! - logTotalP;
    sum += Math.exp(logP) * (logP - (q[i]! - logTotalQ));
  }
  return sum;
}

function logTotalOf(logits: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const logit of logits) most = Math.max(most, logit);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - most);
  return most + Math.log(total);
}
