import type { DecodingModel } from '../../../src/engine/child/model.js';
import { HIDDEN } from '../../../src/model/graph/window.js';

/** The states of all tokens behind each of the layers that the model was opened for, from one pass over them. */
export async function encode(
  model: DecodingModel,
  ids: readonly number[],
): Promise<((token: number) => Float32Array)[]> {
  const { width } = model;
  // Of prefix and past a column each, which nobody sees.
  const columns = 2 + ids.length;
  const bias = new Float32Array(ids.length * columns).fill(HIDDEN);
  for (let row = 0; row < ids.length; row++) bias.fill(0, row * columns + 2, row * columns + row + 3);
  const { layerStates } = await model.run({
    rows: 1,
    length: ids.length,
    ids,
    positions: [...ids.keys()],
    bias,
    prefix: model.newKeyValues(1, 1, 1),
    past: model.newKeyValues(1, 1, 1),
    position: 0,
    inverseTemperature: 1,
  });
  return layerStates.map((states) => (token) => states.subarray(token * width, (token + 1) * width));
}
