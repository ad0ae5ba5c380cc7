import type { Architecture } from '../architectures/architecture.js';
import { DataType } from '../onnx/messages.js';
import { type AttentionContext, attention } from './attention.js';
import { GraphBuilder, type Value } from './builder.js';
import { feedForward } from './feed-forward.js';
import { embedding, linear, linearContext } from './linear.js';
import { addAndNormalize } from './norm.js';
import { samplingOutputs } from './sampling.js';
import { shapesOf } from './shapes.js';
import type { ModelWeights } from './weights.js';

/**
 * The whole decoder as an .onnx file. b rows share one prefix of P columns; each has a past of C columns of its own and
 * t new tokens. Which columns a row looks at says the bias. Neither P nor C may be 0, for onnxruntime 1.30 leaves a
 * product over no columns as it was in memory: give one column of zeros that the bias hides.
 *
 * | input | type and shape | |
 * |---|---|---|
 * | `input_ids` | int64 [b, t] | the new tokens |
 * | `position_ids` | int64 [b, t] | their positions in the text |
 * | `bias` | float [b, t, P+C+t] | added to the scores: 0, or very negative where a token must not look |
 * | `logit_positions` | int64 [n] | which of the t tokens get logits |
 * | `inverse_temperature` | float [1] | see `sampling.ts` |
 * | `prefix.{i}.key`, `prefix.{i}.value` | float [KV, 1, P, hd] | layer i's keys and values of the prefix |
 * | `past.{i}.key`, `past.{i}.value` | float [KV, b, C, hd] | the same of each row's past |
 *
 * | output | | |
 * |---|---|---|
 * | `logits` | float [b, n, V] | |
 * | `hidden` | float [b, t, D] | the final norm's output, which the lm_head multiplies |
 * | `new.{i}.key`, `new.{i}.value` | float [KV, b, t, hd] | the keys and values of the new tokens |
 * | those of `sampling.ts` | | |
 */
export function decoderGraph(architecture: Architecture, weights: ModelWeights): Uint8Array {
  const { layers, kvHeads, headDim, width, vocabulary, contextLength, heads } = architecture;
  const builder = new GraphBuilder();
  const cache = (name: string, rows: 1 | 'b', columns: string) => ({
    key: builder.input(`${name}.key`, DataType.Float, [kvHeads, rows, columns, headDim]),
    value: builder.input(`${name}.value`, DataType.Float, [kvHeads, rows, columns, headDim]),
  });

  const inputIds = builder.input('input_ids', DataType.Int64, ['b', 't']);
  const positionIds = builder.input('position_ids', DataType.Int64, ['b', 't']);
  const bias = builder.input('bias', DataType.Float, ['b', 't', 'P+C+t']);
  const logitPositions = builder.input('logit_positions', DataType.Int64, ['n']);
  const caches = Array.from({ length: layers }, (_, layer) => ({
    prefix: cache(`prefix.${layer}`, 1, 'P'),
    past: cache(`past.${layer}`, 'b', 'C'),
  }));
  const [first] = caches;
  if (!first) throw new RangeError('a decoder has at least one layer');

  const tableShape = [contextLength, headDim / 2];
  const shapes = shapesOf(builder, architecture, { inputIds, prefixKey: first.prefix.key, pastKey: first.past.key });
  const reshape = (name: string, x: Value, shape: Value) => builder.node('Reshape', name, [x, shape]);
  const biasOfToken = reshape('bias/of_token', bias, shapes.bias);
  const context: AttentionContext = {
    architecture,
    shapes,
    linear: linearContext(builder, 'linear', shapes.tokens),
    positions: reshape('position_ids/of_tokens', positionIds, shapes.tokenPositions),
    bias: reshape(
      'bias/of_queries',
      heads === kvHeads ? biasOfToken : builder.node('Expand', 'bias/of_group', [biasOfToken, shapes.biasOfGroup]),
      shapes.biasOfQueries,
    ),
    cosines: builder.external('rotary/cosines', DataType.Float, tableShape, weights.rotary.cosines),
    sines: builder.external('rotary/sines', DataType.Float, tableShape, weights.rotary.sines),
  };
  const normalize = (name: string, residual: Value, update: Value | undefined, weight: Float32Array) =>
    addAndNormalize(builder, name, residual, update, weight, architecture.normEpsilon);

  let residual = reshape(
    'embedding/tokens',
    embedding(builder, 'embedding', inputIds, weights.embedding),
    shapes.residual,
  );
  let update: Value | undefined;
  for (const [layer, layerWeights] of weights.layers.entries()) {
    const name = `layers.${layer}`;
    const { prefix, past } = caches[layer]!;
    const before = normalize(`${name}/attention_norm`, residual, update, layerWeights.attentionNorm);
    const newNames = { key: `new.${layer}.key`, value: `new.${layer}.value` };
    const attended = attention(
      builder,
      `${name}/attention`,
      before.normed,
      layerWeights,
      prefix,
      past,
      newNames,
      context,
    );
    for (const fresh of [attended.fresh.key, attended.fresh.value]) {
      builder.output(fresh, DataType.Float, [kvHeads, 'b', 't', headDim]);
    }
    const between = normalize(
      `${name}/feed_forward_norm`,
      before.residual,
      attended.output,
      layerWeights.feedForwardNorm,
    );
    residual = between.residual;
    update = feedForward(builder, `${name}/feed_forward`, between.normed, layerWeights, architecture, context.linear);
  }
  const normed = normalize('final_norm', residual, update, weights.finalNorm).normed;
  const hidden = reshape('hidden', normed, shapes.hidden);
  builder.output(hidden, DataType.Float, ['b', 't', width]);

  const chosen = builder.node('Gather', 'hidden/chosen', [hidden, logitPositions], { axis: 1 });
  const logits = headLogits(builder, chosen, weights, width, vocabulary);
  builder.output(logits, DataType.Float, ['b', 'n', vocabulary]);
  samplingOutputs(builder, logits, vocabulary);
  return builder.encode('decoder');
}

/** The logits [b, n, V] of states [b, n, D]. */
function headLogits(
  builder: GraphBuilder,
  states: Value,
  { head }: ModelWeights,
  width: number,
  vocabulary: number,
): Value {
  const sizes = builder.node('Shape', 'logits/sizes', [states]);
  const dimension = (name: string, axis: number) =>
    builder.node('Gather', `logits/${name}`, [sizes, builder.integers(`logits/${name}/axis`, [axis])]);
  const rows = dimension('rows', 0);
  const positions = dimension('positions', 1);
  const count = builder.node('Mul', 'logits/tokens', [rows, positions]);
  const shape = (name: string, parts: readonly Value[]) => builder.node('Concat', name, parts, { axis: 0 });
  const one = builder.integers('logits/1', [1]);
  const flatShape = shape('logits/flat/shape', [count, one, builder.integers('logits/D', [width])]);
  const flat = builder.node('Reshape', 'logits/flat', [states, flatShape]);
  const product = linear(builder, 'logits/product', flat, { matrix: head }, linearContext(builder, 'logits', count));
  const logitsShape = shape('logits/shape', [rows, positions, builder.integers('logits/V', [vocabulary])]);
  return builder.node('Reshape', 'logits', [product, logitsShape]);
}
