import type { GraphBuilder, Value } from './builder.js';
import type { Shapes } from './shapes.js';

/** Hides a column from a token, as the bias does: enough for its softmax weight to be 0, and a number in half precision. */
export const HIDDEN = -6e4;

/**
 * The bias [b, t, P+C+t] with all columns hidden that are at least `window` tokens back: the prefix's columns are the
 * positions from 0 on, the new tokens' have their own. Where a row's past columns stand is not known here; so a row may
 * not write more than `window` tokens, and then sees all of them.
 *
 * @param positions int64 [b, t]
 */
export function windowed(
  builder: GraphBuilder,
  name: string,
  bias: Value,
  window: number,
  positions: Value,
  shapes: Shapes,
): Value {
  const size = (of: string, index: number) =>
    builder.node('Gather', `${name}/${of}`, [shapes.columns, builder.integers(`${name}/${of}/index`, [index])]);
  const [zero, one] = [builder.integer(`${name}/0`, 0), builder.integer(`${name}/1`, 1)];
  const [middle, last] = [builder.integers(`${name}/axis/1`, [1]), builder.integers(`${name}/axis/2`, [2])];

  const from = builder.node('Unsqueeze', `${name}/from`, [positions, last]);
  const count = builder.node('Squeeze', `${name}/P/count`, [size('P', 0)]);
  const prefix = builder.node('Range', `${name}/prefix/positions`, [zero, count, one]);
  const fresh = builder.node('Unsqueeze', `${name}/new/positions`, [positions, middle]);
  const rowsAndTokens = builder.node('Shape', `${name}/b_t`, [positions]);
  const pastShape = builder.node('Concat', `${name}/past/shape`, [rowsAndTokens, size('C', 1)], { axis: 0 });

  const distances = builder.node(
    'Concat',
    `${name}/distances`,
    [
      builder.node('Sub', `${name}/prefix/distances`, [from, prefix]),
      builder.node('Expand', `${name}/past/distances`, [zero, pastShape]),
      builder.node('Sub', `${name}/new/distances`, [from, fresh]),
    ],
    { axis: 2 },
  );
  const width = builder.integers(`${name}/width`, [window]);
  const outside = builder.node('GreaterOrEqual', `${name}/outside`, [distances, width]);
  return builder.node('Where', name, [outside, builder.floats(`${name}/hidden`, Float32Array.of(HIDDEN)), bias]);
}
