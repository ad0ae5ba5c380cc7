import type { Architecture } from '../architectures/architecture.js';
import { DataType } from '../onnx/messages.js';
import { GraphBuilder, type Value } from './builder.js';
import { keyDimensionsOf } from './caches.js';
import { layerProjections } from './forms.js';
import { gradients } from './gradient.js';
import { decoderLayer, layerContext } from './layer.js';
import type { LayerWeights } from './weights.js';

/** What a group's prompt and its attempts are called in names of inputs and outputs. */
export const parts = ['prompt', 'attempts'] as const;
export type Part = (typeof parts)[number];

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
  let prefix: { readonly key: Value; readonly value: Value } | undefined;
  for (const part of parts) {
    const tokens = part === 'prompt' ? 'P' : 'b*t';
    const rows = part === 'prompt' ? 1 : 'b';
    const own = part === 'prompt' ? 'P' : 't';
    const shape = [tokens, 1, width];
    builder.within(part, () => {
      const cache = (name: string) => {
        const { key, value } = keyDimensionsOf<string | number>(architecture, 'cpu', rows, 1);
        return {
          key: builder.input(`${name}.key`, DataType.Float, key),
          value: builder.input(`${name}.value`, DataType.Float, value),
        };
      };
      const stream = builder.input('stream', DataType.Float, shape);
      const positionIds = builder.input('position_ids', DataType.Int64, [rows, own]);
      const bias = builder.input('bias', DataType.Float, [rows, own, `${part} columns`]);
      const caches = { prefix: prefix ?? cache('prefix'), past: cache('past') };
      const context = layerContext(builder, architecture, 'cpu', {
        inputIds: positionIds,
        positionIds,
        bias,
        prefixValue: caches.prefix.value,
        pastValue: caches.past.value,
      });
      const { stream: after, fresh } = decoderLayer(
        builder,
        'layer',
        { residual: stream, update: undefined },
        weights,
        architecture.layers[index]!,
        caches,
        { key: 'new.key', value: 'new.value' },
        context,
      );
      prefix = fresh;
      streams.push(stream);
      outcomes.push(
        after.update
          ? builder.node('Add', 'next_stream', [after.residual, after.update])
          : builder.node('Identity', 'next_stream', [after.residual]),
      );
    });
    if (direction === 'forward') builder.output(outcomes.at(-1)!, DataType.Float, shape);
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
  const tokens = ['P', 'b*t'];
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
