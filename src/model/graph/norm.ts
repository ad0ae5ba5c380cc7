import type { GraphBuilder, Value } from './builder.js';
import { NONE } from './builder.js';

/**
 * Root-mean-square normalisation (Zhang and Sennrich 2019) of a residual stream, to which what a sublayer computed is
 * added first, in the same node.
 *
 * @param update undefined where nothing is to be added yet
 * @returns the normalised sum [.., D] under `name`, and the sum itself
 */
export function addAndNormalize(
  builder: GraphBuilder,
  name: string,
  residual: Value,
  update: Value | undefined,
  weight: Float32Array,
  epsilon: number,
): { readonly normed: Value; readonly residual: Value } {
  const gain = builder.floats(`${name}/weight`, weight);
  if (update === undefined) {
    const attributes = { epsilon: { float: epsilon }, axis: -1, stash_type: 1 };
    return { normed: builder.node('SimplifiedLayerNormalization', name, [residual, gain], attributes), residual };
  }
  const [normed, , , sum] = builder.nodeWithOutputs(
    'SkipSimplifiedLayerNormalization',
    [name, NONE, NONE, `${name}/sum`],
    [residual, update, gain],
    { epsilon: { float: epsilon } },
  );
  return { normed, residual: sum };
}
