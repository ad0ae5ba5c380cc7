import { GROUP_SIZE } from '../gguf/dequantize/nibbles.js';
import { DataType, type ExternalRegion } from '../onnx/messages.js';
import type { GraphBuilder, Value } from './builder.js';
import { arithmeticOf, type GraphTarget } from './device.js';
import { BLOCK_SIZE } from './quantize.js';
import type { StoredMatrix } from './stored-matrix.js';
import type { AdapterInputs, Projection } from './weights.js';

/** What products with matrices in the `rows` form need; the same for all of a graph. */
export interface LinearContext {
  readonly target: GraphTarget;
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
export function linearContext(builder: GraphBuilder, name: string, tokens: Value, target: GraphTarget): LinearContext {
  const one = builder.integers(`${name}/ones`, [1]);
  const zeroPoint = builder.bytes(`${name}/zero_point`, Uint8Array.of(128));
  return {
    target,
    zeroPoints: builder.node('Expand', `${name}/zero_points`, [zeroPoint, tokens]),
    scaleShape: builder.node('Concat', `${name}/scale_shape`, [tokens, one, one], { axis: 0 }),
    inverse127: builder.floats(`${name}/inverse_127`, Float32Array.of(1 / 127)),
    one: builder.floats(`${name}/one`, Float32Array.of(1)),
    zeroPoint,
  };
}

/** x [tokens, 1, columns] times the matrix's transpose, plus the bias and what an adapter adds: [tokens, 1, rows]. */
export function linear(
  builder: GraphBuilder,
  name: string,
  x: Value,
  projection: Projection,
  context: LinearContext,
): Value {
  const { matrix, bias, adapter } = projection;
  if (adapter) {
    const base = linear(builder, `${name}/base`, x, { matrix, bias }, context);
    return builder.node('Add', name, [base, adapterProduct(builder, `${name}/adapter`, x, projection, adapter)]);
  }
  if (!bias) return matrixProduct(builder, name, x, matrix, context);
  const product = matrixProduct(builder, `${name}/product`, x, matrix, context);
  return builder.node('Add', name, [product, builder.floats(`${name}/bias`, bias)]);
}

/** (x down) up, of a matrix as it is in the file: x and the product may be smoothed. */
function adapterProduct(
  builder: GraphBuilder,
  name: string,
  x: Value,
  { matrix: { rows, columns }, factors }: Projection,
  { down, up, rank }: AdapterInputs,
): Value {
  const given = (part: string, of: string, dimensions: readonly (number | string)[]) =>
    builder.fromSingle(`${name}/${part}`, () => builder.sharedInput(of, DataType.Float, dimensions));
  const smoothed = (part: string, of: Value, by: Float32Array | undefined, shape: readonly number[]) =>
    by
      ? builder.node('Mul', `${name}/${part}/smoothed`, [of, builder.floats(`${name}/${part}/factors`, by, shape)])
      : of;
  const downwards = smoothed('down', given('down', down, [columns, rank]), factors?.columns, [columns, 1]);
  const upwards = smoothed('up', given('up', up, [rank, rows]), factors?.rows, [1, rows]);
  return builder.node('MatMul', name, [builder.node('MatMul', `${name}/low`, [x, downwards]), upwards]);
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
    case 'float32':
      return floatProduct(builder, name, x, [rows, columns], matrix.values, context);
    case 'given': {
      const weight = builder.sharedInput(matrix.input, DataType.Float, [rows, columns]);
      return builder.node('FusedMatMul', name, [x, weight], { transB: 1 });
    }
    case 'blocks': {
      const blocks = columns / BLOCK_SIZE;
      const inputs = [
        x,
        builder.stored(`${name}/quants`, DataType.Uint8, [rows, blocks, BLOCK_SIZE], matrix.quants),
        builder.storedFloats(`${name}/scales`, [rows * blocks], matrix.scales),
        builder.stored(`${name}/zero_points`, DataType.Uint8, [rows * blocks], matrix.zeroPoints),
      ];
      // Accuracy level 4: the activations are rounded to 8 bits too, a block at a time, for the integer kernels.
      const level = arithmeticOf(context.target).roundsActivations ? 4 : 0;
      const attributes = { K: columns, N: rows, bits: 8, block_size: BLOCK_SIZE, accuracy_level: level };
      return builder.node('MatMulNBits', name, inputs, attributes);
    }
    case 'rows':
      return integerProduct(builder, name, x, matrix, context);
    case 'nibbles':
      return nibbleProduct(builder, name, x, matrix, context);
  }
}

function floatProduct(
  builder: GraphBuilder,
  name: string,
  x: Value,
  dimensions: readonly [rows: number, columns: number],
  values: ExternalRegion,
  { target }: LinearContext,
): Value {
  const weight = builder.storedFloats(`${name}/weight`, dimensions, values);
  if (target === 'cpu') return builder.node('FusedMatMul', name, [x, weight], { transB: 1 });
  // Transposed once, when the graph is loaded.
  const transposed = builder.node('Transpose', `${name}/weight/transposed`, [weight], { perm: [1, 0] });
  return builder.node('MatMul', name, [x, transposed]);
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
    builder.storedFloats(`${name}/scales`, [rows], scales),
    context.zeroPoint,
  ]);
  const tokenScale = builder.node('Reshape', `${name}/token_scale`, [scale, context.scaleShape]);
  return builder.node('Mul', name, [product, tokenScale]);
}

/**
 * Without zero points, `MatMulNBits` takes 8. What the weights of a group have in common beside their quants, the centre,
 * is multiplied by the sum of the group's activations.
 */
function nibbleProduct(
  builder: GraphBuilder,
  name: string,
  x: Value,
  { rows, columns, quants, scales, centres }: StoredMatrix & { readonly form: 'nibbles' },
  context: LinearContext,
): Value {
  const groups = columns / GROUP_SIZE;
  const ofQuants = (of: string) => {
    const inputs = [
      x,
      builder.stored(`${name}/quants`, DataType.Uint8, [rows, groups, GROUP_SIZE / 2], quants),
      builder.storedFloats(`${name}/scales`, [rows * groups], scales),
    ];
    const level = roundsNibbles(context.target) ? 4 : 0;
    const attributes = { K: columns, N: rows, bits: 4, block_size: GROUP_SIZE, accuracy_level: level };
    return builder.node('MatMulNBits', of, inputs, attributes);
  };
  if (!centres) return ofQuants(name);
  const shape = builder.integers(`${name}/grouped/shape`, [0, 0, groups, GROUP_SIZE]); // 0: as it is
  const grouped = builder.node('Reshape', `${name}/grouped`, [x, shape]);
  const axis = builder.integers(`${name}/sums/axis`, [3]);
  const sums = builder.node('ReduceSum', `${name}/sums`, [grouped, axis], { keepdims: 0 });
  const ofCentres = floatProduct(builder, `${name}/of_centres`, sums, [rows, groups], centres, context);
  return builder.node('Add', name, [ofQuants(`${name}/of_quants`), ofCentres]);
}

/**
 * On the CPU activations are not rounded for weights of 4 bits: the kernels for rounded ones keep copies of all scales
 * and sums of their own, which would take as much memory as 8 bits a row.
 */
function roundsNibbles(target: GraphTarget): boolean {
  return target !== 'cpu' && arithmeticOf(target).roundsActivations;
}

/** The matrix's rows of these indices [b, t]: [b, t, columns]. */
export function embedding(builder: GraphBuilder, name: string, indices: Value, matrix: StoredMatrix): Value {
  const { rows, columns } = matrix;
  switch (matrix.form) {
    case 'float32': {
      const weight = builder.storedFloats(`${name}/weight`, [rows, columns], matrix.values);
      return builder.node('Gather', name, [weight, indices], { axis: 0 });
    }
    case 'blocks': {
      const blocks = columns / BLOCK_SIZE;
      const inputs = [
        builder.stored(`${name}/quants`, DataType.Uint8, [rows, columns], matrix.quants),
        indices,
        builder.storedFloats(`${name}/scales`, [rows, blocks], matrix.scales),
        builder.stored(`${name}/zero_points`, DataType.Uint8, [rows, blocks], matrix.zeroPoints),
      ];
      const attributes = { bits: 8, block_size: BLOCK_SIZE, gather_axis: 0, quantize_axis: 1 };
      return builder.node('GatherBlockQuantized', name, inputs, attributes);
    }
    case 'nibbles':
      return nibbleRows(builder, name, indices, matrix);
    case 'rows':
    case 'given':
      throw new RangeError(`an embedding is not kept as ${matrix.form}`);
  }
}

/** Without zero points, `GatherBlockQuantized` takes 8, too. */
function nibbleRows(
  builder: GraphBuilder,
  name: string,
  indices: Value,
  { rows, columns, quants, scales, centres }: StoredMatrix & { readonly form: 'nibbles' },
): Value {
  const groups = columns / GROUP_SIZE;
  const ofQuants = (of: string) => {
    const inputs = [
      builder.stored(`${name}/quants`, DataType.Uint8, [rows, columns / 2], quants),
      indices,
      builder.storedFloats(`${name}/scales`, [rows, groups], scales),
    ];
    const attributes = { bits: 4, block_size: GROUP_SIZE, gather_axis: 0, quantize_axis: 1 };
    return builder.node('GatherBlockQuantized', of, inputs, attributes);
  };
  if (!centres) return ofQuants(name);
  const shape = builder.integers(`${name}/grouped/shape`, [0, 0, groups, GROUP_SIZE]);
  const grouped = builder.node('Reshape', `${name}/grouped`, [ofQuants(`${name}/of_quants`), shape]);
  const allCentres = builder.storedFloats(`${name}/centres`, [rows, groups, 1], centres);
  const ofRows = builder.node('Gather', `${name}/of_centres`, [allCentres, indices], { axis: 0 });
  const sum = builder.node('Add', `${name}/sum`, [grouped, ofRows]);
  return builder.node('Reshape', name, [sum, builder.integers(`${name}/shape`, [0, 0, columns])]);
}
