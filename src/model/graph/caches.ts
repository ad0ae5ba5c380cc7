import { DataType } from '../onnx/messages.js';
import { GraphBuilder } from './builder.js';
import { arithmeticOf, type GraphTarget } from './device.js';

/** The sizes that all keys and values of a model share. */
export interface KeyValueShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

/** The dimensions of some keys and of their values. */
export function keyDimensionsOf<Size extends string | number>(
  { kvHeads, headDim }: Omit<KeyValueShape, 'layers'>,
  target: GraphTarget,
  rows: Size,
  columns: Size,
): { readonly key: readonly (number | Size)[]; readonly value: readonly (number | Size)[] } {
  const value = [kvHeads, rows, columns, headDim];
  return { key: arithmeticOf(target).device === 'webgpu' ? [kvHeads, rows, headDim, columns] : value, value };
}

/** What the tensors of all layers are called in a graph: key and value of layer 0, of layer 1, … */
export function keyValueNames(kind: string, layers: number): string[] {
  return Array.from({ length: layers }, (_, layer) => [`${kind}.${layer}.key`, `${kind}.${layer}.value`]).flat();
}

/**
 * For memory that JavaScript cannot write: keys and values with more columns, as an .onnx file.
 *
 * Inputs `past.{i}.key|value` [KV, b, C, hd] and `new.{i}.key|value` [KV, b, t, hd] become outputs
 * `joined.{i}.key|value` [KV, b, C+t, hd]; keys are transposed as the target has them.
 */
export function appendGraph(shape: KeyValueShape, target: GraphTarget): Uint8Array {
  const builder = new GraphBuilder(arithmeticOf(target).floats);
  forEachTensor(shape, target, (tensor, columnAxis, dimensions) => {
    const past = builder.input(`past.${tensor}`, builder.floatType, dimensions('b', 'C'));
    const fresh = builder.input(`new.${tensor}`, builder.floatType, dimensions('b', 't'));
    const joined = builder.node('Concat', `joined.${tensor}`, [past, fresh], { axis: columnAxis });
    builder.output(joined, builder.floatType, dimensions('b', 'C+t'));
  });
  return builder.encode('append');
}

/**
 * Keys and values with some of their rows and columns, as an .onnx file.
 *
 * Inputs `past.{i}.key|value` [KV, b, C, hd], `rows` int64 [r] and `columns` int64 [c] become outputs
 * `selected.{i}.key|value` [KV, r, c, hd]; keys are transposed as the target has them.
 */
export function selectGraph(shape: KeyValueShape, target: GraphTarget): Uint8Array {
  const builder = new GraphBuilder(arithmeticOf(target).floats);
  const rows = builder.input('rows', DataType.Int64, ['r']);
  const columns = builder.input('columns', DataType.Int64, ['c']);
  forEachTensor(shape, target, (tensor, columnAxis, dimensions) => {
    const past = builder.input(`past.${tensor}`, builder.floatType, dimensions('b', 'C'));
    const ofRows = builder.node('Gather', `selected.${tensor}/rows`, [past, rows], { axis: 1 });
    const selected = builder.node('Gather', `selected.${tensor}`, [ofRows, columns], { axis: columnAxis });
    builder.output(selected, builder.floatType, dimensions('r', 'c'));
  });
  return builder.encode('select');
}

type Dimensions = (rows: string, columns: string) => readonly (number | string)[];

function forEachTensor(
  shape: KeyValueShape,
  target: GraphTarget,
  visit: (tensor: string, columnAxis: number, dimensions: Dimensions) => void,
): void {
  for (let layer = 0; layer < shape.layers; layer++) {
    for (const part of ['key', 'value'] as const) {
      const dimensions: Dimensions = (rows, columns) => keyDimensionsOf(shape, target, rows, columns)[part];
      visit(`${layer}.${part}`, dimensions('b', 'C').indexOf('C'), dimensions);
    }
  }
}
