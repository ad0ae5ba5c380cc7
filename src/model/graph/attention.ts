import type { Architecture } from '../architectures/architecture.js';
import type { GraphBuilder, Value } from './builder.js';
import { arithmeticOf, type GraphTarget } from './device.js';
import { type LinearContext, linear } from './linear.js';
import { normalize } from './norm.js';
import type { Shapes } from './shapes.js';
import { softCap } from './soft-cap.js';
import type { LayerWeights } from './weights.js';

/** What attention needs beside its layer's own weights and input; the same for all layers of a kind. */
export interface AttentionContext {
  readonly target: GraphTarget;
  readonly architecture: Architecture;
  readonly shapes: Shapes;
  readonly linear: LinearContext;
  /** [b*t, 1] */
  readonly positions: Value;
  /** [1, b, t*G, P+C+t], added to the scores: 0, or something very negative to hide a column from a token. */
  readonly bias: Value;
  /** Undefined where queries and keys are not turned. */
  readonly rotary: RotaryValues | undefined;
}

/** Cosines and sines of the rotary angles, each [contextLength, headDim / 2]. */
export interface RotaryValues {
  readonly cosines: Value;
  readonly sines: Value;
}

export interface KeysAndValues {
  readonly key: Value;
  readonly value: Value;
}

/**
 * Grouped-query attention of each row to one prefix that all rows share, to the row's own past and to its new tokens:
 * the scores against the prefix are one matrix product for all rows (as in Hydragen, Juravsky et al. 2024), joined
 * with the others before one softmax.
 *
 * @param x [b*t, 1, D]
 * @param prefix [KV, 1, P, hd]; for WebGPU its keys are transposed, [KV, 1, hd, P], as are those of the others
 * @param past [KV, b, C, hd]
 * @param newNames what the new tokens' keys and values are called
 * @returns the output projection [b*t, 1, D], what it is multiplied by [b*t, 1, H*hd], and the new tokens' keys and
 *   values [KV, b, t, hd]
 */
export function attention(
  builder: GraphBuilder,
  name: string,
  x: Value,
  weights: LayerWeights,
  prefix: KeysAndValues,
  past: KeysAndValues,
  newNames: { readonly key: string; readonly value: string },
  context: AttentionContext,
): { readonly output: Value; readonly joined: Value; readonly fresh: KeysAndValues } {
  const { architecture, target, shapes } = context;
  const { device } = arithmeticOf(target);
  const { heads, kvHeads, headDim, attentionScale, attentionSoftCap } = architecture;

  const all = linear(builder, `${name}/input`, x, weights.attentionInput, context.linear);
  const sizes = [heads * headDim, kvHeads * headDim, kvHeads * headDim];
  const [queries, keys, values] = builder.nodeWithOutputs(
    'Split',
    [`${name}/query`, `${name}/key`, `${name}/value`],
    [all, builder.integers(`${name}/input/sizes`, sizes)],
    { axis: -1 },
  );
  const placedKeys = place(builder, `${name}/key`, keys, weights.headNorms?.key, context);
  const fresh = {
    key: byHead(builder, newNames.key, placedKeys, shapes, device === 'webgpu'),
    value: byHead(builder, newNames.value, values, shapes, false),
  };

  const placed = place(builder, `${name}/query`, queries, weights.headNorms?.query, context);
  const products =
    device === 'webgpu' ? plainProducts(builder, attentionScale) : fusedProducts(builder, attentionScale);
  const scaled = products.scaled(`${name}/query/scaled`, placed);
  const groups = reshape(builder, `${name}/query/groups`, scaled, shapes.queryGroups);
  const queriesByHead = builder.node('Transpose', `${name}/query/by_head`, [groups], { perm: [1, 0, 2] });
  const pooled = reshape(builder, `${name}/query/pooled`, queriesByHead, shapes.pooledQueries);
  const own = reshape(builder, `${name}/query/own`, queriesByHead, shapes.ownQueries);
  const pooledScores = products.scores(`${name}/prefix/scores/pooled`, pooled, prefix.key);
  const joined = builder.node(
    'Concat',
    `${name}/scores`,
    [
      reshape(builder, `${name}/prefix/scores`, pooledScores, shapes.prefixScores),
      products.scores(`${name}/past/scores`, own, past.key),
      products.scores(`${name}/new/scores`, own, fresh.key),
    ],
    { axis: 3 },
  );
  const capped = attentionSoftCap ? softCap(builder, `${name}/scores/capped`, joined, attentionSoftCap) : joined;
  const biased = builder.node('Add', `${name}/scores/biased`, [capped, context.bias]);
  const probabilities = builder.node('Softmax', `${name}/probabilities`, [biased], { axis: -1 });
  const [toPrefix, toPast, toNew] = builder.nodeWithOutputs(
    'Split',
    [`${name}/probabilities/prefix`, `${name}/probabilities/past`, `${name}/probabilities/new`],
    [probabilities, shapes.columns],
    { axis: 3 },
  );

  const pooledToPrefix = reshape(builder, `${name}/probabilities/pooled`, toPrefix, shapes.pooledScores);
  const prefixOutput = builder.node('MatMul', `${name}/prefix/output/pooled`, [pooledToPrefix, prefix.value]);
  const ofOwn = builder.node('Add', `${name}/own/output`, [
    builder.node('MatMul', `${name}/past/output`, [toPast, past.value]),
    builder.node('MatMul', `${name}/new/output`, [toNew, fresh.value]),
  ]);
  const ofPrefix = reshape(builder, `${name}/prefix/output`, prefixOutput, shapes.ownQueries);
  const sum = builder.node('Add', `${name}/sum`, [ofPrefix, ofOwn]);
  const outputGroups = reshape(builder, `${name}/sum/groups`, sum, shapes.outputGroups);
  const byToken = builder.node('Transpose', `${name}/sum/by_token`, [outputGroups], { perm: [1, 0, 2] });
  const heard = reshape(builder, `${name}/sum/joined`, byToken, shapes.output);
  const output = linear(builder, `${name}/output`, heard, weights.attentionOutput, context.linear);
  return { output, joined: heard, fresh };
}

/** Queries or keys [b*t, 1, heads*hd], normalised a head at a time and turned by position, where the layer does that. */
function place(
  builder: GraphBuilder,
  name: string,
  x: Value,
  headNorm: Float32Array | undefined,
  context: AttentionContext,
): Value {
  const normed = headNorm ? normalizeHeads(builder, `${name}/normed`, x, headNorm, context) : x;
  if (!context.rotary) return normed;
  const { cosines, sines } = context.rotary;
  const inputs = [normed, context.positions, cosines, sines];
  return builder.node('RotaryEmbedding', `${name}/rotated`, inputs, { interleaved: 0 });
}

function normalizeHeads(
  builder: GraphBuilder,
  name: string,
  x: Value,
  gain: Float32Array,
  { architecture }: AttentionContext,
): Value {
  // In these shapes 0 means "as before", -1 "what is left".
  const apart = builder.integers(`${name}/apart`, [0, -1, architecture.headDim]);
  const together = builder.integers(`${name}/together`, [0, 1, -1]);
  const heads = reshape(builder, `${name}/heads`, x, apart);
  const normed = normalize(builder, `${name}/of_heads`, heads, gain, architecture.normEpsilon);
  return reshape(builder, name, normed, together);
}

/** [b*t, 1, KV*hd] to [KV, b, t, hd], or transposed to [KV, b, hd, t]. */
function byHead(builder: GraphBuilder, name: string, x: Value, shapes: Shapes, transposed: boolean): Value {
  const heads = reshape(builder, `${name}/heads`, x, shapes.keyHeads);
  return builder.node('Transpose', name, [heads], { perm: transposed ? [2, 0, 3, 1] : [2, 0, 1, 3] });
}

/** What attention computes in another way where there are no fused operators. */
interface Products {
  /** The queries as `scores` wants them. */
  scaled(name: string, queries: Value): Value;
  /** Queries [KV, n, q, hd] against keys, scaled: [KV, n, q, columns]. */
  scores(name: string, queries: Value, keys: Value): Value;
}

/** With keys [KV, n, columns, hd]. */
function fusedProducts(builder: GraphBuilder, scale: number): Products {
  const attributes = { transB: 1, alpha: { float: scale } };
  return {
    scaled: (_, queries) => queries,
    scores: (name, queries, keys) => builder.node('FusedMatMul', name, [queries, keys], attributes),
  };
}

/** With keys [KV, n, hd, columns]. */
function plainProducts(builder: GraphBuilder, scale: number): Products {
  return {
    scaled: (name, queries) =>
      builder.node('Mul', name, [queries, builder.floats(`${name}/scale`, Float32Array.of(scale))]),
    scores: (name, queries, keys) => builder.node('MatMul', name, [queries, keys]),
  };
}

function reshape(builder: GraphBuilder, name: string, x: Value, shape: Value): Value {
  return builder.node('Reshape', name, [x, shape]);
}
