import type { Architecture } from '../architectures/architecture.js';
import { DataType } from '../onnx/messages.js';
import type { KeysAndValues } from './attention.js';
import { GraphBuilder, type Value } from './builder.js';
import { layerProjections } from './forms.js';
import { gradients } from './gradient.js';
import { singleLayer } from './single-layer.js';
import type { LayerWeights } from './weights.js';

/** What a group's prompt and its attempts are called in names of inputs and outputs. */
export const parts = ['prompt', 'attempts'] as const;
export type Part = (typeof parts)[number];

const sizesOf = {
  prompt: { rows: 1, length: 'P', tokens: 'P' },
  attempts: { rows: 'b', length: 't', tokens: 'b*t' },
} as const;

/** The residual streams of both parts behind the layer, and the derivatives by those before it. */
export const nextStream = (part: Part) => `${part}/next_stream`;
export const streamGradient = (part: Part) => `${part}/stream/gradient`;
export const adapterGradient = (input: string) => `${input}/gradient`;

/**
 * One layer over a group of attempts at one prompt, as .onnx files for the CPU: the prompt's P tokens are computed once, and
 * each of the b attempts of t tokens sees its keys and values.
 *
 * | input | type and shape | |
 * |---|---|---|
 * | `prompt/stream`, `attempts/stream` | float [P, 1, D], [b*t, 1, D] | the residual streams before the layer |
 * | `prompt/position_ids`, `attempts/position_ids` | int64 [1, P], [b, t] | |
 * | `prompt/bias`, `attempts/bias` | float [1, P, 2+P], [b, t, P+1+t] | see `decoder.ts`; there is no past, nor a prefix of the prompt: one column stands for each, which must be hidden |
 * | `prompt/past.key`, `attempts/past.value`, … | float [KV, b, 1, hd] | those columns: zeros; `prompt/prefix.key` and `.value` too |
 * | matrices that are given, and adapters | float | see `StoredMatrix` and `AdapterInputs` |
 * | `prompt/next_stream/gradient`, … | as the streams | backward only: of the loss by what comes out |
 *
 * Forward gives `nextStream`; backward computes the layer again, and gives `streamGradient` of both parts and `adapterGradient`
 * of each adapter's inputs, in their shapes.
 */
export function trainingLayerGraph(
  architecture: Architecture,
  index: number,
  weights: LayerWeights,
  direction: 'forward' | 'backward',
): Uint8Array {
  const { width } = architecture;
  const builder = new GraphBuilder();
  const streams: Value[] = [];
  const outcomes: Value[] = [];
  let prefix: KeysAndValues | undefined;
  for (const part of parts) {
    const sizes = sizesOf[part];
    const { stream, next, fresh } = builder.within(part, () =>
      singleLayer(builder, architecture, index, weights, { ...sizes, prefixColumns: 1, pastColumns: 1 }, prefix),
    );
    prefix = fresh;
    streams.push(stream);
    outcomes.push(next);
    if (direction === 'forward') builder.output(next, DataType.Float, [sizes.tokens, 1, width]);
  }
  if (direction === 'backward') differentiate(builder, weights, width, streams, outcomes);
  return builder.encode('training_layer');
}

function differentiate(
  builder: GraphBuilder,
  weights: LayerWeights,
  width: number,
  streams: readonly Value[],
  outcomes: readonly Value[],
): void {
  const tokens = parts.map((part) => sizesOf[part].tokens);
  const seeds = outcomes.map((of, part) => ({
    of,
    gradient: builder.input(`${of}/gradient`, DataType.Float, [tokens[part]!, 1, width]),
  }));
  const adapters = layerProjections.flatMap((name) => {
    const { matrix, adapter } = weights[name];
    if (!adapter) return [];
    if (typeof adapter.rank !== 'number') throw new RangeError('the rank of an adapter that learns is known');
    return [
      { input: adapter.down, dimensions: [matrix.columns, adapter.rank] },
      { input: adapter.up, dimensions: [adapter.rank, matrix.rows] },
    ];
  });
  const byAdapters = adapters.map(({ input, dimensions }) => builder.sharedInput(input, DataType.Float, dimensions));
  const found = gradients(builder, seeds, [...streams, ...byAdapters]);
  const give = (name: string, gradient: Value, dimensions: readonly (number | string)[]) =>
    builder.output(builder.node('Identity', name, [gradient]), DataType.Float, dimensions);
  for (const [part, name] of parts.entries()) give(streamGradient(name), found[part]!, [tokens[part]!, 1, width]);
  for (const [index, { input, dimensions }] of adapters.entries()) {
    give(adapterGradient(input), found[parts.length + index]!, dimensions);
  }
}
