import type { GraphBuilder, Value } from './builder.js';
import { NONE } from './builder.js';

/** Root-mean-square normalisation (Zhang and Sennrich 2019) of x [.., n] by its last dimension. */
export function normalize(builder: GraphBuilder, name: string, x: Value, weight: Float32Array, epsilon: number): Value {
  const gain = builder.floats(`${name}/weight`, weight);
  const attributes = { epsilon: { float: epsilon }, axis: -1, stash_type: 1 };
  return builder.node('SimplifiedLayerNormalization', name, [x, gain], attributes);
}

/** What the sum is called that `addAndNormalize` makes before it normalises. */
export function sumBefore(name: string): string {
  return `${name}/sum`;
}

/**
 * The same normalisation of a residual stream, to which what a sublayer computed is
 * added first, in the same node.
 *
 * @param update undefined where nothing is to be added yet
 * @returns the normalised sum [.., D] under `name`, and the sum itself, under `sumBefore(name)` where it is one
 */
export function addAndNormalize(
  builder: GraphBuilder,
  name: string,
  residual: Value,
  update: Value | undefined,
  weight: Float32Array,
  epsilon: number,
): { readonly normed: Value; readonly residual: Value } {
  if (update === undefined) return { normed: normalize(builder, name, residual, weight, epsilon), residual };
  const gain = builder.floats(`${name}/weight`, weight);
  const [normed, , , sum] = builder.nodeWithOutputs(
    'SkipSimplifiedLayerNormalization',
    [name, NONE, NONE, sumBefore(name)],
    [residual, update, gain],
    { epsilon: { float: epsilon } },
  );
  return { normed, residual: sum };
}
