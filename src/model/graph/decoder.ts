import type { Architecture } from '../architectures/architecture.js';
import { DataType } from '../onnx/messages.js';
import { type AttentionContext, attention } from './attention.js';
import { GraphBuilder, type Value } from './builder.js';
import { feedForward } from './feed-forward.js';
import { embedding, linear } from './linear.js';
import { addAndNormalize } from './norm.js';
import { attentionShapes } from './shapes.js';
import type { ModelWeights } from './weights.js';

/**
 * The whole decoder as an .onnx file. b rows share one prefix of P columns; each has a past of S columns of its own
 * and t new tokens. Columns count prefix first, then past, then new tokens. S may be 0; P may not: without a prefix, give
 * one column of zeros that the bias hides.
 *
 * | input | type and shape | |
 * |---|---|---|
 * | `input_ids` | int64 [b, t] | the new tokens |
 * | `position_ids` | int64 [b, t] | their positions in the text |
 * | `bias` | float [b, 1, 1, t, P+S+t] | added to the scores: 0, or very negative where a token must not look |
 * | `logit_positions` | int64 [n] | which of the t tokens get logits |
 * | `prefix.{i}.key`, `prefix.{i}.value` | float [1, KV, P, hd] | layer i's keys and values of the prefix |
 * | `past.{i}.key`, `past.{i}.value` | float [b, KV, S, hd] | the same of each row's past |
 *
 * | output | | |
 * |---|---|---|
 * | `logits` | float [b, n, V] | |
 * | `hidden` | float [b, t, D] | the final norm's output, which the lm_head multiplies |
 * | `present.{i}.key`, `present.{i}.value` | float [b, KV, S+t, hd] | the past with the new tokens |
 */
export function decoderGraph(architecture: Architecture, weights: ModelWeights): Uint8Array {
  const { layers, kvHeads, headDim, width, vocabulary, contextLength } = architecture;
  const builder = new GraphBuilder();
  const cache = (name: string, rows: 1 | 'b', columns: string) => ({
    key: builder.input(`${name}.key`, DataType.Float, [rows, kvHeads, columns, headDim]),
    value: builder.input(`${name}.value`, DataType.Float, [rows, kvHeads, columns, headDim]),
  });

  const inputIds = builder.input('input_ids', DataType.Int64, ['b', 't']);
  const positionIds = builder.input('position_ids', DataType.Int64, ['b', 't']);
  const bias = builder.input('bias', DataType.Float, ['b', 1, 1, 't', 'P+S+t']);
  const logitPositions = builder.input('logit_positions', DataType.Int64, ['n']);
  const caches = Array.from({ length: layers }, (_, layer) => ({
    prefix: cache(`prefix.${layer}`, 1, 'P'),
    past: cache(`past.${layer}`, 'b', 'S'),
  }));
  const [first] = caches;
  if (!first) throw new RangeError('a decoder has at least one layer');

  const tableShape = [contextLength, headDim / 2];
  const context: AttentionContext = {
    architecture,
    shapes: attentionShapes(builder, architecture, { inputIds, prefixKey: first.prefix.key, pastKey: first.past.key }),
    positionIds,
    bias,
    cosines: builder.external('rotary/cosines', DataType.Float, tableShape, weights.rotary.cosines),
    sines: builder.external('rotary/sines', DataType.Float, tableShape, weights.rotary.sines),
    scale: builder.floats('attention_scale', Float32Array.of(1 / Math.sqrt(headDim)), []),
  };
  const normalize = (name: string, residual: Value, update: Value | undefined, weight: Float32Array) =>
    addAndNormalize(builder, name, residual, update, weight, architecture.normEpsilon);

  let residual = embedding(builder, 'embedding', inputIds, weights.embedding);
  let update: Value | undefined;
  for (const [layer, layerWeights] of weights.layers.entries()) {
    const name = `layers.${layer}`;
    const { prefix, past } = caches[layer]!;
    const before = normalize(`${name}/attention_norm`, residual, update, layerWeights.attentionNorm);
    const presentNames = { key: `present.${layer}.key`, value: `present.${layer}.value` };
    const attended = attention(
      builder,
      `${name}/attention`,
      before.normed,
      layerWeights,
      prefix,
      past,
      presentNames,
      context,
    );
    for (const present of [attended.present.key, attended.present.value]) {
      builder.output(present, DataType.Float, ['b', kvHeads, 'S+t', headDim]);
    }
    const between = normalize(
      `${name}/feed_forward_norm`,
      before.residual,
      attended.output,
      layerWeights.feedForwardNorm,
    );
    residual = between.residual;
    update = feedForward(builder, `${name}/feed_forward`, between.normed, layerWeights);
  }
  const hidden = normalize('hidden', residual, update, weights.finalNorm).normed;
  builder.output(hidden, DataType.Float, ['b', 't', width]);

  const chosen = builder.node('Gather', 'hidden/chosen', [hidden, logitPositions], { axis: 1 });
  const logits = linear(builder, 'logits', chosen, { matrix: weights.head });
  builder.output(logits, DataType.Float, ['b', 'n', vocabulary]);
  return builder.encode('decoder');
}
