import type { Architecture } from '../architectures/architecture.js';
import { DataType } from '../onnx/messages.js';
import { GraphBuilder, type Value } from './builder.js';
import { keyDimensionsOf } from './caches.js';
import { arithmeticOf, type GraphTarget } from './device.js';
import { decoderLayer, layerContext, type Stream, streamInto } from './layer.js';
import { embedding, linear, linearContext } from './linear.js';
import { addAndNormalize } from './norm.js';
import { samplingOutputs } from './sampling.js';
import { softCap } from './soft-cap.js';
import type { ModelWeights } from './weights.js';

/**
 * The whole decoder as an .onnx file. b rows share one prefix of P columns; each has a past of C columns of its own and
 * t new tokens. Which columns a row looks at says the bias. Neither P nor C may be 0, for onnxruntime 1.30 leaves a
 * product over no columns as it was in memory: give one column of zeros that the bias hides. For WebGPU, all keys are
 * transposed, [.., hd, columns]; see `device.ts`. In half precision, keys and values are float16.
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
 * | `decoderAdapterInputs(i, …)` | float | of weights with an adapter: see `AdapterInputs` |
 *
 * | output | | |
 * |---|---|---|
 * | `logits` | float [b*n, 1, V] | in the shape in which they are computed: to reshape an output is to copy it |
 * | `hidden` | float [b, t, D] | the final norm's output, which the lm_head multiplies |
 * | `new.{i}.key`, `new.{i}.value` | float [KV, b, t, hd] | the keys and values of the new tokens |
 * | `streamAfter(i)` | float [b*t, 1, D] | the residual stream behind the first i layers, 0 < i < L; on the CPU only, where what nobody asks for costs nothing |
 * | those of `sampling.ts` | | |
 */
export function decoderGraph(architecture: Architecture, weights: ModelWeights, target: GraphTarget): Uint8Array {
  const { layers, width, vocabulary, normEpsilon, logitSoftCap } = architecture;
  const builder = new GraphBuilder(arithmeticOf(target).floats);
  const cache = (name: string, rows: 1 | 'b', columns: string) => {
    const { key, value } = keyDimensionsOf<string | number>(architecture, target, rows, columns);
    return {
      key: builder.input(`${name}.key`, builder.floatType, key),
      value: builder.input(`${name}.value`, builder.floatType, value),
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

  const context = layerContext(builder, architecture, target, {
    inputIds,
    positionIds,
    bias,
    prefixValue: first.prefix.value,
    pastValue: first.past.value,
  });
  const reshape = (name: string, x: Value, shape: Value) => builder.node('Reshape', name, [x, shape]);

  const embedded = scaled(
    builder,
    'embedding/scaled',
    embedding(builder, 'embedding', inputIds, weights.embedding),
    architecture.embeddingScale,
  );
  let stream: Stream = { residual: reshape('embedding/tokens', embedded, context.shapes.residual), update: undefined };
  for (const [index, layer] of layers.entries()) {
    const newNames = { key: `new.${index}.key`, value: `new.${index}.value` };
    const done = decoderLayer(
      builder,
      layerName(index),
      stream,
      weights.layers[index]!,
      layer,
      caches[index]!,
      newNames,
      context,
    );
    const { key, value } = keyDimensionsOf(architecture, target, 'b', 't');
    builder.output(done.fresh.key, builder.floatType, key);
    builder.output(done.fresh.value, builder.floatType, value);
    if (index > 0 && arithmeticOf(target).device === 'cpu') {
      builder.output(done.before, builder.floatType, ['b*t', 1, width]);
    }
    stream = done.stream;
  }
  const { residual, update } = stream;
  const { normed } = addAndNormalize(builder, 'final_norm', residual, update, weights.finalNorm, normEpsilon);
  const ofTokens = (name: string) => reshape(name, normed, context.shapes.hidden);
  const { floats: hidden } = builder.singleOutput('hidden', ofTokens, ['b', 't', width]);

  const chosen = builder.node('Gather', 'hidden/chosen', [hidden, logitPositions], { axis: 1 });
  const logits = (name: string) => {
    if (!logitSoftCap) return headLogits(builder, name, chosen, weights, architecture, target);
    const uncapped = headLogits(builder, `${name}/uncapped`, chosen, weights, architecture, target);
    return softCap(builder, name, uncapped, logitSoftCap);
  };
  const { single } = builder.singleOutput('logits', logits, ['b*n', 1, vocabulary]);
  samplingOutputs(builder, single, vocabulary, target);
  return builder.encode('decoder');
}

/** What the output with the residual stream behind so many layers is called. */
export function streamAfter(layers: number): string {
  return streamInto(layerName(layers));
}

function layerName(index: number): string {
  return `layers.${index}`;
}

/** The logits [b*n, 1, V] of states [b, n, D]. */
function headLogits(
  builder: GraphBuilder,
  name: string,
  states: Value,
  { head, headDivisors }: ModelWeights,
  { width }: Architecture,
  target: GraphTarget,
): Value {
  const flat = builder.node('Reshape', `${name}/flat`, [states, builder.integers(`${name}/shape`, [-1, 1, width])]);
  const sizes = builder.node('Shape', `${name}/sizes`, [flat]);
  const count = builder.node('Gather', `${name}/tokens`, [sizes, builder.integers(`${name}/axis`, [0])]);
  const divided = headDivisors
    ? builder.node('Mul', `${name}/smoothed`, [
        flat,
        builder.floats(
          `${name}/factors`,
          headDivisors.map((d) => 1 / d),
        ),
      ])
    : flat;
  return linear(builder, name, divided, { matrix: head }, linearContext(builder, `${name}/linear`, count, target));
}

function scaled(builder: GraphBuilder, name: string, x: Value, scale: number): Value {
  return scale === 1 ? x : builder.node('Mul', name, [x, builder.floats(`${name}/scale`, Float32Array.of(scale))]);
}
