import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ExternalDataWriter } from '../onnx/external-data.js';
import { DataType } from '../onnx/messages.js';
import { GraphBuilder } from './builder.js';
import type { MatrixForm } from './forms.js';
import { linear, linearContext } from './linear.js';
import { storeMatrix } from './stored-matrix.js';

/**
 * Writes a graph that is one product with a matrix in some form, to measure and to check its kernel: `x`
 * [tokens, 1, columns] gives `y` [tokens, 1, rows].
 *
 * @param values [rows, columns]
 * @returns the graph's path
 */
export async function writeProductGraph(
  folder: string,
  form: MatrixForm,
  values: Float32Array,
  columns: number,
): Promise<string> {
  const rows = values.length / columns;
  const data = await ExternalDataWriter.create(folder, `${form}.data`);
  async function* slabs() {
    yield values;
  }
  const matrix = await storeMatrix(data, slabs(), { rows, columns, form }).finally(() => data.close());
  const builder = new GraphBuilder();
  const x = builder.input('x', DataType.Float, ['tokens', 1, columns]);
  const sizes = builder.node('Shape', 'sizes', [x]);
  const tokens = builder.node('Gather', 'tokens', [sizes, builder.integers('tokens/axis', [0])]);
  const y = linear(builder, 'y', x, { matrix }, linearContext(builder, 'linear', tokens, 'cpu'));
  builder.output(y, DataType.Float, ['tokens', 1, rows]);
  const graphPath = path.join(folder, `${form}.onnx`);
  await writeFile(graphPath, builder.encode('product'));
  return graphPath;
}
