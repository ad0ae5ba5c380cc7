import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { busyCores, countPhysicalCores } from '../../../src/engine/threads.js';

const processor = (socket: number, core: number) =>
  `processor\t: 0\nmodel name\t: x\nphysical id\t: ${socket}\ncore id\t\t: ${core}\nflags\t\t: ht`;

it('counts cores once, though each shows as two processors', () => {
  const text = [processor(0, 0), processor(0, 1), processor(0, 0), processor(1, 0)].join('\n\n');
  expect(countPhysicalCores(`${text}\n\n`)).toBe(3);
  expect(countPhysicalCores('processor\t: 0\nBogoMIPS\t: 50.00\n\nprocessor\t: 1\n\n')).toBe(Number.POSITIVE_INFINITY);
});

it('is what was asked for, at most one a core, and one beside a GPU', () => {
  expect(busyCores(3, 'cpu')).toBe(3);
  expect(busyCores(0, 'webgpu')).toBe(1);
  expect(busyCores(0, 'cpu')).toBeGreaterThanOrEqual(1);
  expect(busyCores(0, 'cpu')).toBeLessThanOrEqual(availableParallelism());
});
