import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ExternalDataWriter } from '../onnx/external-data.js';
import { GraphBuilder } from './builder.js';
import { arithmeticOf, type GraphTarget } from './device.js';
import type { GeneralForm } from './forms.js';
import { linear, linearContext } from './linear.js';
import { type StoredMatrix, storeMatrix } from './stored-matrix.js';

/** A graph that is one product with a matrix: `x` [tokens, 1, columns] gives `y` [tokens, 1, rows]. */
export function productGraph(matrix: StoredMatrix, target: GraphTarget): Uint8Array {
  const { rows, columns } = matrix;
  const builder = new GraphBuilder(arithmeticOf(target).floats);
  const x = builder.input('x', builder.floatType, ['tokens', 1, columns]);
  const sizes = builder.node('Shape', 'sizes', [x]);
  const tokens = builder.node('Gather', 'tokens', [sizes, builder.integers('tokens/axis', [0])]);
  const y = linear(builder, 'y', x, { matrix }, linearContext(builder, 'linear', tokens, target));
  builder.output(y, builder.floatType, ['tokens', 1, rows]);
  return builder.encode('product');
}

/**
 * Writes such a graph, with the matrix in some form, to measure and to check its kernel.
 *
 * @param values [rows, columns]
 * @returns the graph's path
 */
export async function writeProductGraph(
  folder: string,
  form: GeneralForm,
  values: Float32Array,
  columns: number,
): Promise<string> {
  const rows = values.length / columns;
  const data = await ExternalDataWriter.create(folder, `${form}.data`);
  async function* slabs() {
    yield values;
  }
  const matrix = await storeMatrix(data, slabs(), { rows, columns, form }).finally(() => data.close());
  const graphPath = path.join(folder, `${form}.onnx`);
  await writeFile(graphPath, productGraph(matrix, 'cpu'));
  return graphPath;
}
