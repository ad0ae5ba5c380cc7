// hyparquet-writer (MIT, by the authors of hyparquet) writes lists of structs, and has no other dependency and no native part.
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import type { ChatMessage } from '../../core/domain.js';

/** A row as verl's RLHFDataset reads it (verl.readthedocs.io, "Prepare Data for Post-Training"). */
export interface VerlRow {
  /** Which reward function is meant, where there are several. */
  readonly data_source: string;
  readonly prompt: readonly ChatMessage[];
  readonly ability: string;
  readonly reward_model: { readonly style: 'rule'; readonly ground_truth: string };
  readonly extra_info: { readonly split: 'train' | 'test'; readonly index: number; readonly id: string };
}

type Columns = Parameters<typeof parquetWrite>[0];
type SchemaElement = NonNullable<Columns['schema']>[number];

const text = (name: string): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type: 'REQUIRED',
});
const struct = (name: string, ...fields: readonly SchemaElement[]): SchemaElement[] => [
  { name, repetition_type: 'REQUIRED', num_children: fields.length },
  ...fields,
];

/** In depth-first order; lists have the three levels of Parquet's specification (LogicalTypes.md). */
const columns: Readonly<Record<keyof VerlRow, readonly SchemaElement[]>> = {
  data_source: [text('data_source')],
  prompt: [
    { name: 'prompt', repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...struct('element', text('role'), text('content')),
  ],
  ability: [text('ability')],
  reward_model: struct('reward_model', text('style'), text('ground_truth')),
  extra_info: struct(
    'extra_info',
    text('split'),
    { name: 'index', type: 'INT32', repetition_type: 'REQUIRED' },
    text('id'),
  ),
};

/** The bytes of a Parquet file with these rows; it may have none. */
export function verlParquet(rows: readonly VerlRow[]): Uint8Array {
  const names = Object.keys(columns) as (keyof VerlRow)[];
  const writer = new ByteWriter();
  parquetWrite({
    writer,
    columnData: names.map((name) => ({ name, data: rows.map((row) => row[name]) })),
    schema: [{ name: 'root', num_children: names.length }, ...names.flatMap((name) => columns[name])],
  });
  return writer.getBytes();
}
