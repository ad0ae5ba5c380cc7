import { expect, it } from 'vitest';
import { compact } from '../../../src/engine/child/key-values.js';

it('compact keeps the last columns of the rows named, aligned to the end', () => {
  // 3 rows, 2 heads, 3 columns, headDim 1: the digits are row, head, column.
  const tensor = Float32Array.of(0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112, 200, 201, 202, 210, 211, 212);
  const kept = [
    { row: 2, columns: 1 },
    { row: 0, columns: 2 },
  ];
  const result = compact(
    { layers: 1, kvHeads: 2, headDim: 1 },
    { rows: 3, columns: 3, tensors: [tensor, tensor.map((x) => -x)] },
    kept,
  );
  expect(result.rows).toBe(2);
  expect(result.columns).toBe(2);
  expect([...result.tensors[0]!]).toEqual([0, 202, 0, 212, 1, 2, 11, 12]);
  expect(result.tensors[1]![7]).toBe(-12);
});
