import { DataType } from '../onnx/messages.js';
import type { GraphBuilder, Value } from './builder.js';
import { BLOCK_SIZE } from './quantize.js';
import type { Projection, StoredMatrix } from './weights.js';

/** x [.., columns] times the matrix's transpose, plus the bias: [.., rows]. */
export function linear(builder: GraphBuilder, name: string, x: Value, { matrix, bias }: Projection): Value {
  if (!bias) return matrixProduct(builder, name, x, matrix);
  const product = matrixProduct(builder, `${name}/product`, x, matrix);
  return builder.node('Add', name, [product, builder.floats(`${name}/bias`, bias)]);
}

function matrixProduct(builder: GraphBuilder, name: string, x: Value, matrix: StoredMatrix): Value {
  const { rows, columns } = matrix;
  if (matrix.precision === 'float32') {
    const weight = builder.external(`${name}/weight`, DataType.Float, [rows, columns], matrix.values);
    return builder.node('FusedMatMul', name, [x, weight], { transB: 1 });
  }
  const blocks = columns / BLOCK_SIZE;
  return builder.node(
    'MatMulNBits',
    name,
    [
      x,
      builder.external(`${name}/quants`, DataType.Uint8, [rows, blocks, BLOCK_SIZE], matrix.quants),
      builder.external(`${name}/scales`, DataType.Float, [rows * blocks], matrix.scales),
      builder.external(`${name}/zero_points`, DataType.Uint8, [rows * blocks], matrix.zeroPoints),
    ],
    // Accuracy level 4: the activations are rounded to 8 bits too, a block at a time, for the fast integer kernels.
    { K: columns, N: rows, bits: 8, block_size: BLOCK_SIZE, accuracy_level: 4 },
  );
}

/** The matrix's rows of these indices: [.., columns]. */
export function embedding(builder: GraphBuilder, name: string, indices: Value, matrix: StoredMatrix): Value {
  const { rows, columns } = matrix;
  if (matrix.precision === 'float32') {
    const weight = builder.external(`${name}/weight`, DataType.Float, [rows, columns], matrix.values);
    return builder.node('Gather', name, [weight, indices], { axis: 0 });
  }
  const blocks = columns / BLOCK_SIZE;
  return builder.node(
    'GatherBlockQuantized',
    name,
    [
      builder.external(`${name}/quants`, DataType.Uint8, [rows, columns], matrix.quants),
      indices,
      builder.external(`${name}/scales`, DataType.Float, [rows, blocks], matrix.scales),
      builder.external(`${name}/zero_points`, DataType.Uint8, [rows, blocks], matrix.zeroPoints),
    ],
    { bits: 8, block_size: BLOCK_SIZE, gather_axis: 0, quantize_axis: 1 },
  );
}
