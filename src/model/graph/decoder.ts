import type { Architecture } from '../architectures/architecture.js';
import { DataType } from '../onnx/messages.js';
import { attention, type RotaryValues } from './attention.js';
import { GraphBuilder, type Value } from './builder.js';
import { keyDimensionsOf } from './caches.js';
import type { GraphDevice } from './device.js';
import { feedForward } from './feed-forward.js';
import { embedding, linear, linearContext } from './linear.js';
import { addAndNormalize, normalize } from './norm.js';
import { samplingOutputs } from './sampling.js';
import { type Shapes, shapesOf } from './shapes.js';
import { softCap } from './soft-cap.js';
import type { ModelWeights, RotaryTables } from './weights.js';
import { windowed } from './window.js';

/**
 * The whole decoder as an .onnx file. b rows share one prefix of P columns; each has a past of C columns of its own and
 * t new tokens. Which columns a row looks at says the bias. Neither P nor C may be 0, for onnxruntime 1.30 leaves a
 * product over no columns as it was in memory: give one column of zeros that the bias hides. For WebGPU, all keys are
 * transposed, [.., hd, columns]; see `device.ts`.
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
export function decoderGraph(architecture: Architecture, weights: ModelWeights, device: GraphDevice): Uint8Array {
  const { layers, width, vocabulary, normEpsilon, logitSoftCap } = architecture;
  const builder = new GraphBuilder();
  const cache = (name: string, rows: 1 | 'b', columns: string) => {
    const { key, value } = keyDimensionsOf<string | number>(architecture, device, rows, columns);
    return {
      key: builder.input(`${name}.key`, DataType.Float, key),
      value: builder.input(`${name}.value`, DataType.Float, value),
    };
  };

  const inputIds = builder.input('input_ids', DataType.Int64, ['b', 't']);
  const positionIds = builder.input('position_ids', DataType.Int64, ['b', 't']);
  const bias = builder.input('bias', DataType.Float, ['b', 't', 'P+C+t']);
  const logitPositions = builder.input('logit_positions', DataType.Int64, ['n']);
  const caches = layers.map((_, layer) => ({
    prefix: cache(`prefix.${layer}`, 1, 'P'),
    past: cache(`past.${layer}`, 'b', 'C'),
  }));
  const [first] = caches;
  if (!first) throw new RangeError('a decoder has at least one layer');

  const shapes = shapesOf(builder, architecture, {
    inputIds,
    prefixValue: first.prefix.value,
    pastValue: first.past.value,
  });
  const reshape = (name: string, x: Value, shape: Value) => builder.node('Reshape', name, [x, shape]);
  const shared = {
    device,
    architecture,
    shapes,
    linear: linearContext(builder, 'linear', shapes.tokens, device),
    positions: reshape('position_ids/of_tokens', positionIds, shapes.tokenPositions),
  };
  const biasOf = onceEach((window: number | undefined) => {
    if (window === undefined) return biasOfQueries(builder, 'bias', bias, architecture, shapes);
    const name = `windows/${window}`;
    const inWindow = windowed(builder, name, bias, window, positionIds, shapes);
    return biasOfQueries(builder, name, inWindow, architecture, shapes);
  });
  const rotaryOf = onceEach((tables: RotaryTables, index) =>
    rotaryValues(builder, `rotary/${index}`, tables, architecture),
  );
  const addNormed = (name: string, residual: Value, update: Value | undefined, weight: Float32Array) =>
    addAndNormalize(builder, name, residual, update, weight, normEpsilon);
  const normedIf = (name: string, x: Value, weight: Float32Array | undefined) =>
    weight ? normalize(builder, name, x, weight, normEpsilon) : x;

  const embedded = scaled(
    builder,
    'embedding/scaled',
    embedding(builder, 'embedding', inputIds, weights.embedding),
    architecture.embeddingScale,
  );
  let residual = reshape('embedding/tokens', embedded, shapes.residual);
  let update: Value | undefined;
  for (const [layer, layerWeights] of weights.layers.entries()) {
    const name = `layers.${layer}`;
    const { prefix, past } = caches[layer]!;
    const before = addNormed(`${name}/attention_norm`, residual, update, layerWeights.attentionNorm);
    const newNames = { key: `new.${layer}.key`, value: `new.${layer}.value` };
    const attended = attention(builder, `${name}/attention`, before.normed, layerWeights, prefix, past, newNames, {
      ...shared,
      bias: biasOf(layers[layer]?.window),
      rotary: layerWeights.rotary && rotaryOf(layerWeights.rotary),
    });
    const { key, value } = keyDimensionsOf(architecture, device, 'b', 't');
    builder.output(attended.fresh.key, DataType.Float, key);
    builder.output(attended.fresh.value, DataType.Float, value);
    const between = addNormed(
      `${name}/feed_forward_norm`,
      before.residual,
      normedIf(`${name}/attention_post_norm`, attended.output, layerWeights.postNorms?.attention),
      layerWeights.feedForwardNorm,
    );
    residual = between.residual;
    const fed = feedForward(builder, `${name}/feed_forward`, between.normed, layerWeights, architecture, shared.linear);
    update = normedIf(`${name}/feed_forward_post_norm`, fed, layerWeights.postNorms?.feedForward);
  }
  const normed = addNormed('final_norm', residual, update, weights.finalNorm).normed;
  const hidden = reshape('hidden', normed, shapes.hidden);
  builder.output(hidden, DataType.Float, ['b', 't', width]);

  const chosen = builder.node('Gather', 'hidden/chosen', [hidden, logitPositions], { axis: 1 });
  const uncapped = headLogits(
    builder,
    logitSoftCap ? 'uncapped_logits' : 'logits',
    chosen,
    weights,
    architecture,
    device,
  );
  const logits = logitSoftCap ? softCap(builder, 'logits', uncapped, logitSoftCap) : uncapped;
  builder.output(logits, DataType.Float, ['b', 'n', vocabulary]);
  samplingOutputs(builder, logits, vocabulary);
  return builder.encode('decoder');
}

/** The logits [b, n, V] of states [b, n, D]. */
function headLogits(
  builder: GraphBuilder,
  name: string,
  states: Value,
  { head }: ModelWeights,
  { width, vocabulary }: Architecture,
  device: GraphDevice,
): Value {
  const sizes = builder.node('Shape', `${name}/sizes`, [states]);
  const dimension = (of: string, axis: number) =>
    builder.node('Gather', `${name}/${of}`, [sizes, builder.integers(`${name}/${of}/axis`, [axis])]);
  const rows = dimension('rows', 0);
  const positions = dimension('positions', 1);
  const count = builder.node('Mul', `${name}/tokens`, [rows, positions]);
  const shape = (of: string, parts: readonly Value[]) => builder.node('Concat', of, parts, { axis: 0 });
  const one = builder.integers(`${name}/1`, [1]);
  const flatShape = shape(`${name}/flat/shape`, [count, one, builder.integers(`${name}/D`, [width])]);
  const flat = builder.node('Reshape', `${name}/flat`, [states, flatShape]);
  const product = linear(
    builder,
    `${name}/product`,
    flat,
    { matrix: head },
    linearContext(builder, name, count, device),
  );
  const logitsShape = shape(`${name}/shape`, [rows, positions, builder.integers(`${name}/V`, [vocabulary])]);
  return builder.node('Reshape', name, [product, logitsShape]);
}

function scaled(builder: GraphBuilder, name: string, x: Value, scale: number): Value {
  return scale === 1 ? x : builder.node('Mul', name, [x, builder.floats(`${name}/scale`, Float32Array.of(scale))]);
}

function rotaryValues(
  builder: GraphBuilder,
  name: string,
  { cosines, sines }: RotaryTables,
  { contextLength, headDim }: Architecture,
): RotaryValues {
  const shape = [contextLength, headDim / 2];
  return {
    cosines: builder.external(`${name}/cosines`, DataType.Float, shape, cosines),
    sines: builder.external(`${name}/sines`, DataType.Float, shape, sines),
  };
}

/** A bias [b, t, P+C+t] for all queries of a KV head: [1, b, t*G, P+C+t]. */
function biasOfQueries(
  builder: GraphBuilder,
  name: string,
  bias: Value,
  { heads, kvHeads }: Architecture,
  shapes: Shapes,
): Value {
  const ofToken = builder.node('Reshape', `${name}/of_token`, [bias, shapes.bias]);
  const ofGroup =
    heads === kvHeads ? ofToken : builder.node('Expand', `${name}/of_group`, [ofToken, shapes.biasOfGroup]);
  return builder.node('Reshape', `${name}/of_queries`, [ofGroup, shapes.biasOfQueries]);
}

/** A function that makes its value once for each argument; `make` is told how many it made before. */
function onceEach<Argument, Result>(
  make: (argument: Argument, index: number) => Result,
): (argument: Argument) => Result {
  const made = new Map<Argument, Result>();
  return (argument) => {
    const known = made.get(argument);
    if (known !== undefined) return known;
    const result = make(argument, made.size);
    made.set(argument, result);
    return result;
  };
}
