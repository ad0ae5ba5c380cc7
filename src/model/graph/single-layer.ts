import type { Architecture } from '../architectures/architecture.js';
import { DataType } from '../onnx/messages.js';
import type { KeysAndValues } from './attention.js';
import type { GraphBuilder, Value } from './builder.js';
import { keyDimensionsOf } from './caches.js';
import { decoderLayer, layerContext } from './layer.js';
import type { LayerWeights } from './weights.js';

/** The dimensions of a layer that is computed by itself: numbers, or names. */
export interface SingleLayerSizes {
  readonly rows: 1 | 'b';
  /** New tokens of a row, and of all rows. */
  readonly length: string;
  readonly tokens: string;
  readonly prefixColumns: string | number;
  readonly pastColumns: string | number;
}

/**
 * One layer with inputs of its own, for the CPU: `stream`, `position_ids`, `bias`, `past.key|value` and, where none is given,
 * `prefix.key|value`, as for a whole decoder.
 *
 * @param prefix what all rows see
 * @returns the stream that comes in, the one that comes out (`next_stream`), the new tokens' keys and values, and what each
 *   projection is multiplied by
 */
export function singleLayer(
  builder: GraphBuilder,
  architecture: Architecture,
  index: number,
  weights: LayerWeights,
  { rows, length, tokens, prefixColumns, pastColumns }: SingleLayerSizes,
  prefix?: KeysAndValues,
): {
  readonly stream: Value;
  readonly next: Value;
  readonly fresh: KeysAndValues;
  readonly inputs: ReturnType<typeof decoderLayer>['inputs'];
} {
  const cache = (name: string, of: 1 | 'b', columns: string | number): KeysAndValues => {
    const { key, value } = keyDimensionsOf<string | number>(architecture, 'cpu', of, columns);
    return {
      key: builder.input(`${name}.key`, DataType.Float, key),
      value: builder.input(`${name}.value`, DataType.Float, value),
    };
  };
  const stream = builder.input('stream', DataType.Float, [tokens, 1, architecture.width]);
  const positionIds = builder.input('position_ids', DataType.Int64, [rows, length]);
  const bias = builder.input('bias', DataType.Float, [rows, length, `columns for ${length}`]);
  const caches = { prefix: prefix ?? cache('prefix', 1, prefixColumns), past: cache('past', rows, pastColumns) };
  const context = layerContext(builder, architecture, 'cpu', {
    inputIds: positionIds,
    positionIds,
    bias,
    prefixValue: caches.prefix.value,
    pastValue: caches.past.value,
  });
  const {
    stream: after,
    fresh,
    inputs,
  } = decoderLayer(
    builder,
    'layer',
    { residual: stream, update: undefined },
    weights,
    architecture.layers[index]!,
    caches,
    { key: 'new.key', value: 'new.value' },
    context,
  );
  const next = after.update
    ? builder.node('Add', 'next_stream', [after.residual, after.update])
    : builder.node('Identity', 'next_stream', [after.residual]);
  return { stream, next, fresh, inputs };
}
