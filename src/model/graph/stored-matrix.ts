import { GROUP_SIZE, type NibbleGroups } from '../gguf/dequantize/nibbles.js';
import type { ExternalDataWriter } from '../onnx/external-data.js';
import type { ExternalRegion } from '../onnx/messages.js';
import type { GeneralForm } from './forms.js';
import { BLOCK_SIZE, quantizeBlocks, quantizeRows } from './quantize.js';

/**
 * A matrix [rows, columns]; it maps a vector of `columns` values to one of `rows`. It lies in the external data, but for
 * the form `given`: in float32, an input of the graph.
 */
export type StoredMatrix = { readonly rows: number; readonly columns: number } & (
  | { readonly form: 'given'; readonly input: string }
  | { readonly form: 'float32'; readonly values: ExternalRegion }
  | {
      readonly form: 'blocks';
      readonly quants: ExternalRegion;
      readonly scales: ExternalRegion;
      readonly zeroPoints: ExternalRegion;
    }
  | {
      readonly form: 'rows';
      /** [columns, rows] */
      readonly quants: ExternalRegion;
      /** [rows] */
      readonly scales: ExternalRegion;
    }
  | {
      readonly form: 'nibbles';
      /** [rows, columns / 32, 16] */
      readonly quants: ExternalRegion;
      /** [rows, columns / 32] */
      readonly scales: ExternalRegion;
      /** [rows, columns / 32]; undefined where all are 0. */
      readonly centres: ExternalRegion | undefined;
    }
);

/**
 * Writes a matrix in a form.
 *
 * @param slabs whole rows that follow each other; each is read before the next is asked for
 */
export async function storeMatrix(
  data: ExternalDataWriter,
  slabs: AsyncIterable<Float32Array>,
  { rows, columns, form }: { readonly rows: number; readonly columns: number; readonly form: GeneralForm },
): Promise<StoredMatrix> {
  switch (form) {
    case 'float32':
      return { rows, columns, form, values: await data.write(slabs) };
    case 'blocks': {
      const blocks = (rows * columns) / BLOCK_SIZE;
      const scales = new Float32Array(blocks);
      const zeroPoints = new Uint8Array(blocks);
      return {
        rows,
        columns,
        form,
        quants: await data.write(blockQuants(slabs, scales, zeroPoints)),
        scales: await data.write([scales]),
        zeroPoints: await data.write([zeroPoints]),
      };
    }
    case 'rows': {
      // The whole matrix lies in memory while it is turned round, at a byte a weight.
      const quants = new Int8Array(rows * columns);
      const scales = new Float32Array(rows);
      let row = 0;
      for await (const values of slabs) {
        quantizeRows(values, columns, { quants, scales }, row);
        row += values.length / columns;
      }
      return { rows, columns, form, quants: await data.write([quants]), scales: await data.write([scales]) };
    }
  }
}

/**
 * Writes a matrix of 4 bits as it is.
 *
 * @param slabs whole rows that follow each other; each is read before the next is asked for
 */
export async function storeNibbles(
  data: ExternalDataWriter,
  slabs: AsyncIterable<NibbleGroups>,
  { rows, columns, hasCentres }: { readonly rows: number; readonly columns: number; readonly hasCentres: boolean },
): Promise<StoredMatrix> {
  const groups = (rows * columns) / GROUP_SIZE;
  const scales = new Float32Array(groups);
  const centres = new Float32Array(groups);
  return {
    rows,
    columns,
    form: 'nibbles',
    quants: await data.write(nibbleQuants(slabs, scales, centres)),
    scales: await data.write([scales]),
    centres: hasCentres ? await data.write([centres]) : undefined,
  };
}

/** The quants of slabs that follow each other; fills the scales and centres on the way. */
async function* nibbleQuants(
  slabs: AsyncIterable<NibbleGroups>,
  scales: Float32Array,
  centres: Float32Array,
): AsyncGenerator<Uint8Array> {
  let group = 0;
  for await (const slab of slabs) {
    scales.set(slab.scales, group);
    centres.set(slab.centres, group);
    group += slab.scales.length;
    yield slab.quants;
  }
}

/** The quants of slabs that follow each other; fills the scales and zero points on the way. */
async function* blockQuants(
  slabs: AsyncIterable<Float32Array>,
  scales: Float32Array,
  zeroPoints: Uint8Array,
): AsyncGenerator<Uint8ClampedArray> {
  let block = 0;
  let buffer = new Uint8ClampedArray(0);
  for await (const values of slabs) {
    if (buffer.length < values.length) buffer = new Uint8ClampedArray(values.length);
    const quants = buffer.subarray(0, values.length);
    quantizeBlocks(values, { quants, scales, zeroPoints }, block);
    block += values.length / BLOCK_SIZE;
    yield quants;
  }
}
