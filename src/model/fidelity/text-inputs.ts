import { type KeyValueShape, keyDimensionsOf } from '../graph/caches.js';
import type { GraphTarget } from '../graph/device.js';
import { HIDDEN } from '../graph/window.js';
import type { GraphInput } from './compute.js';

/**
 * The inputs that a graph in single precision needs beside its tokens or states for a text by itself: a token sees
 * itself and those before it. The caches, which must not be empty, have one column that nobody sees.
 *
 * @param caches the names of the prefix's and the past's, a key and its value each
 */
export function textInputs(
  length: number,
  shape: Omit<KeyValueShape, 'layers'>,
  target: GraphTarget,
  caches: readonly (readonly [key: string, value: string])[],
): Record<string, GraphInput> {
  const columns = 2 + length;
  const bias = new Float32Array(length * columns).fill(HIDDEN);
  for (let token = 0; token < length; token++) bias.fill(0, token * columns + 2, token * columns + 3 + token);
  const dimensions = keyDimensionsOf(shape, target, 1, 1);
  const values = new Float32Array(shape.kvHeads * shape.headDim);
  return {
    position_ids: { dimensions: [1, length], values: BigInt64Array.from({ length }, (_, i) => BigInt(i)) },
    bias: { dimensions: [1, length, columns], values: bias },
    ...Object.fromEntries(
      caches.flatMap(([key, value]) => [
        [key, { dimensions: dimensions.key, values }],
        [value, { dimensions: dimensions.value, values }],
      ]),
    ),
  };
}
