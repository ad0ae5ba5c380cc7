import { DataType } from '../onnx/messages.js';
import type { GraphBuilder, Value } from './builder.js';
import type { GraphDevice } from './device.js';
import { BLOCK_SIZE } from './quantize.js';
import type { StoredMatrix } from './stored-matrix.js';
import type { Projection } from './weights.js';

/** What products with matrices in the `rows` form need; the same for all of a graph. */
export interface LinearContext {
  readonly device: GraphDevice;
  /** uint8 [tokens]: 128 for each, the zero point of the activations. */
  readonly zeroPoints: Value;
  /** int64: [tokens, 1, 1] */
  readonly scaleShape: Value;
  /** 1 / 127 */
  readonly inverse127: Value;
  /** 1, as all scaling of the activations is done afterwards. */
  readonly one: Value;
  /** 128 as uint8. */
  readonly zeroPoint: Value;
}

/** @param tokens int64 [1]: how many tokens there are */
export function linearContext(builder: GraphBuilder, name: string, tokens: Value, device: GraphDevice): LinearContext {
  const one = builder.integers(`${name}/ones`, [1]);
  const zeroPoint = builder.bytes(`${name}/zero_point`, Uint8Array.of(128));
  return {
    device,
    zeroPoints: builder.node('Expand', `${name}/zero_points`, [zeroPoint, tokens]),
    scaleShape: builder.node('Concat', `${name}/scale_shape`, [tokens, one, one], { axis: 0 }),
    inverse127: builder.floats(`${name}/inverse_127`, Float32Array.of(1 / 127)),
    one: builder.floats(`${name}/one`, Float32Array.of(1)),
    zeroPoint,
  };
}

/** x [tokens, 1, columns] times the matrix's transpose, plus the bias: [tokens, 1, rows]. */
export function linear(
  builder: GraphBuilder,
  name: string,
  x: Value,
  { matrix, bias }: Projection,
  context: LinearContext,
): Value {
  if (!bias) return matrixProduct(builder, name, x, matrix, context);
  const product = matrixProduct(builder, `${name}/product`, x, matrix, context);
  return builder.node('Add', name, [product, builder.floats(`${name}/bias`, bias)]);
}

function matrixProduct(
  builder: GraphBuilder,
  name: string,
  x: Value,
  matrix: StoredMatrix,
  context: LinearContext,
): Value {
  const { rows, columns } = matrix;
  switch (matrix.form) {
    case 'float32': {
      const weight = builder.stored(`${name}/weight`, DataType.Float, [rows, columns], matrix.values);
      if (context.device === 'cpu') return builder.node('FusedMatMul', name, [x, weight], { transB: 1 });
      // Transposed once, when the graph is loaded.
      const transposed = builder.node('Transpose', `${name}/weight/transposed`, [weight], { perm: [1, 0] });
      return builder.node('MatMul', name, [x, transposed]);
    }
    case 'given': {
      const weight = builder.input(matrix.input, DataType.Float, [rows, columns]);
      return builder.node('FusedMatMul', name, [x, weight], { transB: 1 });
    }
    case 'blocks': {
      const blocks = columns / BLOCK_SIZE;
      const inputs = [
        x,
        builder.stored(`${name}/quants`, DataType.Uint8, [rows, blocks, BLOCK_SIZE], matrix.quants),
        builder.stored(`${name}/scales`, DataType.Float, [rows * blocks], matrix.scales),
        builder.stored(`${name}/zero_points`, DataType.Uint8, [rows * blocks], matrix.zeroPoints),
      ];
      // Accuracy level 4: the activations are rounded to 8 bits too, a block at a time, for the fast integer kernels.
      const attributes = { K: columns, N: rows, bits: 8, block_size: BLOCK_SIZE, accuracy_level: 4 };
      return builder.node('MatMulNBits', name, inputs, attributes);
    }
    case 'rows':
      return integerProduct(builder, name, x, matrix, context);
  }
}

/**
 * Each token is rounded to whole numbers from -127 to 127, by a scale of its own; the scale is multiplied in again
 * afterwards. They are kept as unsigned bytes with zero point 128: for signed ones onnxruntime's kernels are slow.
 */
function integerProduct(
  builder: GraphBuilder,
  name: string,
  x: Value,
  { rows, columns, quants, scales }: StoredMatrix & { readonly form: 'rows' },
  context: LinearContext,
): Value {
  const sizes = builder.node('Abs', `${name}/magnitudes`, [x]);
  const largest = builder.node('ReduceMax', `${name}/largest`, [sizes], { axes: [1, 2], keepdims: 0 });
  const scale = builder.node('Mul', `${name}/scale`, [largest, context.inverse127]);
  const whole = builder.node('QuantizeLinear', `${name}/whole`, [x, scale, context.zeroPoints], { axis: 0 });
  const product = builder.node('MatMulIntegerToFloat', `${name}/unscaled`, [
    whole,
    builder.stored(`${name}/quants`, DataType.Int8, [columns, rows], quants),
    context.one,
    builder.stored(`${name}/scales`, DataType.Float, [rows], scales),
    context.zeroPoint,
  ]);
  const tokenScale = builder.node('Reshape', `${name}/token_scale`, [scale, context.scaleShape]);
  return builder.node('Mul', name, [product, tokenScale]);
}

/** The matrix's rows of these indices: [.., columns]. */
export function embedding(builder: GraphBuilder, name: string, indices: Value, matrix: StoredMatrix): Value {
  const { rows, columns } = matrix;
  switch (matrix.form) {
    case 'float32': {
      const weight = builder.stored(`${name}/weight`, DataType.Float, [rows, columns], matrix.values);
      return builder.node('Gather', name, [weight, indices], { axis: 0 });
    }
    case 'blocks': {
      const blocks = columns / BLOCK_SIZE;
      const inputs = [
        builder.stored(`${name}/quants`, DataType.Uint8, [rows, columns], matrix.quants),
        indices,
        builder.stored(`${name}/scales`, DataType.Float, [rows, blocks], matrix.scales),
        builder.stored(`${name}/zero_points`, DataType.Uint8, [rows, blocks], matrix.zeroPoints),
      ];
      const attributes = { bits: 8, block_size: BLOCK_SIZE, gather_axis: 0, quantize_axis: 1 };
      return builder.node('GatherBlockQuantized', name, inputs, attributes);
    }
    case 'rows':
    case 'given':
      throw new RangeError(`an embedding is not kept as ${matrix.form}`);
  }
}
