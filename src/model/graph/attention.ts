import type { Architecture } from '../architectures/architecture.js';
import type { GraphBuilder, Value } from './builder.js';
import { linear } from './linear.js';
import type { AttentionShapes } from './shapes.js';
import type { LayerWeights } from './weights.js';

/** What attention needs beside its layer's own weights and input; the same for all layers. */
export interface AttentionContext {
  readonly architecture: Architecture;
  readonly shapes: AttentionShapes;
  /** [b, t] */
  readonly positionIds: Value;
  /** [b, 1, 1, t, P+T], added to the scores: 0, or something very negative to hide a column from a token. */
  readonly bias: Value;
  /** Cosines and sines of the rotary angles, each [contextLength, headDim / 2]. */
  readonly cosines: Value;
  readonly sines: Value;
  /** 1 / sqrt(headDim) */
  readonly scale: Value;
}

export interface KeysAndValues {
  readonly key: Value;
  readonly value: Value;
}

/**
 * Grouped-query attention of each row to one prefix that all rows share and to the row's own past: the scores against
 * the prefix are one matrix product for all rows (as in Hydragen, Juravsky et al. 2024), joined with the row's own
 * before one softmax. Only standard operators; no fused kernel.
 *
 * @param x [b, t, D]
 * @param prefix [1, KV, P, hd]
 * @param past [b, KV, S, hd]
 * @param presentNames what the row's keys and values with the new ones, [b, KV, S+t, hd], are called
 * @returns the output projection [b, t, D], and the present
 */
export function attention(
  builder: GraphBuilder,
  name: string,
  x: Value,
  weights: LayerWeights,
  prefix: KeysAndValues,
  past: KeysAndValues,
  presentNames: { readonly key: string; readonly value: string },
  context: AttentionContext,
): { readonly output: Value; readonly present: KeysAndValues } {
  const { shapes } = context;

  const query = rotate(
    builder,
    `${name}/query/rotated`,
    splitHeads(builder, `${name}/query/heads`, linear(builder, `${name}/query`, x, weights.query), shapes.queryHeads),
    context,
  );
  const newKey = rotate(
    builder,
    `${name}/key/rotated`,
    splitHeads(builder, `${name}/key/heads`, linear(builder, `${name}/key`, x, weights.key), shapes.keyHeads),
    context,
  );
  const newValue = splitHeads(
    builder,
    `${name}/value/heads`,
    linear(builder, `${name}/value`, x, weights.value),
    shapes.keyHeads,
  );
  const present = {
    key: builder.node('Concat', presentNames.key, [past.key, newKey], { axis: 2 }),
    value: builder.node('Concat', presentNames.value, [past.value, newValue], { axis: 2 }),
  };

  const scaled = builder.node('Mul', `${name}/query/scaled`, [query, context.scale]);
  const grouped = reshape(builder, `${name}/query/grouped`, scaled, shapes.groupedQueries);
  const ownScores = builder.node('FusedMatMul', `${name}/own/scores`, [grouped, present.key], { transB: 1 });
  const prefixScores = scoresAgainstPrefix(builder, `${name}/prefix`, grouped, prefix.key, shapes);

  const joined = builder.node('Concat', `${name}/scores`, [prefixScores, ownScores], { axis: 3 });
  const unfolded = reshape(builder, `${name}/scores/unfolded`, joined, shapes.biasedScores);
  const biased = builder.node('Add', `${name}/scores/biased`, [unfolded, context.bias]);
  const softmax = builder.node('Softmax', `${name}/probabilities/unfolded`, [biased], { axis: -1 });
  const probabilities = reshape(builder, `${name}/probabilities`, softmax, shapes.joinedScores);
  const [toPrefix, toOwn] = builder.nodeWithOutputs(
    'Split',
    [`${name}/probabilities/prefix`, `${name}/probabilities/own`],
    [probabilities, shapes.prefixAndSuffix],
    { axis: 3 },
  );

  const ownOutput = builder.node('MatMul', `${name}/own/output`, [toOwn, present.value]);
  const prefixOutput = outputOfPrefix(builder, `${name}/prefix`, toPrefix, prefix.value, shapes);
  const sum = builder.node('Add', `${name}/sum`, [prefixOutput, ownOutput]);
  const heads = reshape(builder, `${name}/sum/heads`, sum, shapes.outputHeads);
  const tokens = builder.node('Transpose', `${name}/sum/tokens`, [heads], { perm: [0, 2, 1, 3] });
  const output = linear(
    builder,
    `${name}/output`,
    reshape(builder, `${name}/sum/joined`, tokens, shapes.output),
    weights.output,
  );
  return { output, present };
}

/** [b, t, heads * hd] to [b, heads, t, hd]. */
function splitHeads(builder: GraphBuilder, name: string, x: Value, shape: Value): Value {
  return builder.node('Transpose', name, [reshape(builder, `${name}/split`, x, shape)], { perm: [0, 2, 1, 3] });
}

function rotate(builder: GraphBuilder, name: string, x: Value, context: AttentionContext): Value {
  const { positionIds, cosines, sines } = context;
  return builder.node('RotaryEmbedding', name, [x, positionIds, cosines, sines], { interleaved: 0 });
}

/** Queries [b, KV, G*t, hd] against keys [1, KV, P, hd]: [b, KV, G*t, P], as one product a KV head. */
function scoresAgainstPrefix(
  builder: GraphBuilder,
  name: string,
  grouped: Value,
  key: Value,
  shapes: AttentionShapes,
): Value {
  const byHead = builder.node('Transpose', `${name}/queries`, [grouped], { perm: [1, 0, 2, 3] });
  const pooled = reshape(builder, `${name}/queries/pooled`, byHead, shapes.pooledQueries);
  // [KV, b*G*t, hd] x [1, KV, P, hd] transposed: [1, KV, b*G*t, P]
  const scores = builder.node('FusedMatMul', `${name}/scores/pooled`, [pooled, key], { transB: 1 });
  const byRow = reshape(builder, `${name}/scores/rows`, scores, shapes.prefixScores);
  return builder.node('Transpose', `${name}/scores`, [byRow], { perm: [1, 0, 2, 3] });
}

/** Probabilities [b, KV, G*t, P] over values [1, KV, P, hd]: [b, KV, G*t, hd], as one product a KV head. */
function outputOfPrefix(
  builder: GraphBuilder,
  name: string,
  probabilities: Value,
  value: Value,
  shapes: AttentionShapes,
): Value {
  const byHead = builder.node('Transpose', `${name}/probabilities`, [probabilities], { perm: [1, 0, 2, 3] });
  const pooled = reshape(builder, `${name}/probabilities/pooled`, byHead, shapes.pooledScores);
  const output = builder.node('MatMul', `${name}/output/pooled`, [pooled, value]);
  const byRow = reshape(builder, `${name}/output/rows`, output, shapes.prefixOutput);
  return builder.node('Transpose', `${name}/output`, [byRow], { perm: [1, 0, 2, 3] });
}

/**
 * In this form of Reshape a size of 0 means "as before", so an empty prefix fails here. That is as well: onnxruntime 1.30
 * leaves a product over no columns as it was in memory.
 */
function reshape(builder: GraphBuilder, name: string, x: Value, shape: Value): Value {
  return builder.node('Reshape', name, [x, shape]);
}
