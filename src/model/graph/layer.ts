import type { Architecture, Layer } from '../architectures/architecture.js';
import { attention, type KeysAndValues, type RotaryValues } from './attention.js';
import type { GraphBuilder, Value } from './builder.js';
import type { GraphTarget } from './device.js';
import { feedForward } from './feed-forward.js';
import type { LayerProjection } from './forms.js';
import { type LinearContext, linearContext } from './linear.js';
import { addAndNormalize, normalize, sumBefore } from './norm.js';
import { type Shapes, shapesOf } from './shapes.js';
import type { LayerWeights, RotaryTables } from './weights.js';
import { windowed } from './window.js';

/** What all layers of a graph share. */
export interface LayerContext {
  readonly target: GraphTarget;
  readonly architecture: Architecture;
  readonly shapes: Shapes;
  readonly linear: LinearContext;
  /** [b*t, 1] */
  readonly positions: Value;
  /** The bias of all queries, where a token sees no more than `window` tokens: see `AttentionContext`. */
  readonly biasOf: (window: number | undefined) => Value;
  readonly rotaryOf: (tables: RotaryTables) => RotaryValues;
}

/** A graph's inputs from which the context is made: see `decoder.ts`. */
export interface LayerInputs {
  readonly inputIds: Value;
  readonly positionIds: Value;
  readonly bias: Value;
  readonly prefixValue: Value;
  readonly pastValue: Value;
}

export function layerContext(
  builder: GraphBuilder,
  architecture: Architecture,
  target: GraphTarget,
  inputs: LayerInputs,
): LayerContext {
  const shapes = shapesOf(builder, architecture, inputs);
  const bias = builder.fromSingle('bias/floats', () => inputs.bias);
  return {
    target,
    architecture,
    shapes,
    linear: linearContext(builder, 'linear', shapes.tokens, target),
    positions: builder.node('Reshape', 'position_ids/of_tokens', [inputs.positionIds, shapes.tokenPositions]),
    biasOf: onceEach((window: number | undefined) => {
      if (window === undefined) return biasOfQueries(builder, 'bias', bias, architecture, shapes);
      const name = `windows/${window}`;
      const inWindow = windowed(builder, name, bias, window, inputs.positionIds, shapes);
      return biasOfQueries(builder, name, inWindow, architecture, shapes);
    }),
    rotaryOf: onceEach((tables: RotaryTables, index) =>
      rotaryValues(builder, `rotary/${index}`, tables, architecture.headDim),
    ),
  };
}

/** The residual stream [b*t, 1, D], and what is still to be added to it. */
export interface Stream {
  readonly residual: Value;
  readonly update: Value | undefined;
}

/**
 * One layer: attention, then the feed-forward network.
 *
 * @param prefix the layer's own; see `attention`
 * @param newNames what the new tokens' keys and values are called
 * @returns the stream before the layer, whole, and behind it; the new tokens' keys and values; and what each projection
 *   is multiplied by
 */
export function decoderLayer(
  builder: GraphBuilder,
  name: string,
  stream: Stream,
  weights: LayerWeights,
  { window }: Layer,
  { prefix, past }: { readonly prefix: KeysAndValues; readonly past: KeysAndValues },
  newNames: { readonly key: string; readonly value: string },
  context: LayerContext,
): {
  readonly before: Value;
  readonly stream: Stream;
  readonly fresh: KeysAndValues;
  readonly inputs: Readonly<Record<LayerProjection, Value>>;
} {
  const { architecture } = context;
  const addNormed = (of: string, residual: Value, update: Value | undefined, weight: Float32Array) =>
    addAndNormalize(builder, of, residual, update, weight, architecture.normEpsilon);
  const normedIf = (of: string, x: Value, weight: Float32Array | undefined) =>
    weight ? normalize(builder, of, x, weight, architecture.normEpsilon) : x;

  const before = addNormed(firstNorm(name), stream.residual, stream.update, weights.attentionNorm);
  const attended = attention(builder, `${name}/attention`, before.normed, weights, prefix, past, newNames, {
    ...context,
    bias: context.biasOf(window),
    rotary: weights.rotary && context.rotaryOf(weights.rotary),
  });
  const between = addNormed(
    `${name}/feed_forward_norm`,
    before.residual,
    normedIf(`${name}/attention_post_norm`, attended.output, weights.postNorms?.attention),
    weights.feedForwardNorm,
  );
  const fed = feedForward(builder, `${name}/feed_forward`, between.normed, weights, architecture, context.linear);
  return {
    before: before.residual,
    stream: {
      residual: between.residual,
      update: normedIf(`${name}/feed_forward_post_norm`, fed.output, weights.postNorms?.feedForward),
    },
    fresh: attended.fresh,
    inputs: {
      attentionInput: before.normed,
      attentionOutput: attended.joined,
      feedForwardInput: between.normed,
      feedForwardOutput: fed.activated,
    },
  };
}

/** What the stream that comes into a layer is called, where something was added to it there. */
export function streamInto(layer: string): string {
  return sumBefore(firstNorm(layer));
}

function firstNorm(layer: string): string {
  return `${layer}/attention_norm`;
}

function rotaryValues(
  builder: GraphBuilder,
  name: string,
  { positions, cosines, sines }: RotaryTables,
  headDim: number,
): RotaryValues {
  const shape = [positions, headDim / 2];
  return {
    cosines: builder.storedFloats(`${name}/cosines`, shape, cosines),
    sines: builder.storedFloats(`${name}/sines`, shape, sines),
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
