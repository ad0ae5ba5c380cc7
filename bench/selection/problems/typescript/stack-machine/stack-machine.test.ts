import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Instruction, runProgram } from './stack-machine.js';

const push = (value: number): Instruction => ({ op: 'push', value });

test('nothing to do', () => {
  assert.deepEqual(runProgram([]), { ok: true, stack: [] });
});

test('pushes', () => {
  assert.deepEqual(runProgram([push(1), push(2)]), { ok: true, stack: [1, 2] });
});

test('adds and multiplies', () => {
  assert.deepEqual(runProgram([push(2), push(3), { op: 'add' }, push(4), { op: 'multiply' }]), {
    ok: true,
    stack: [20],
  });
});

test('the upper number is the right side', () => {
  assert.deepEqual(runProgram([push(6), push(2), { op: 'divide' }]), { ok: true, stack: [3] });
  assert.deepEqual(runProgram([push(6), push(2), { op: 'subtract' }]), { ok: true, stack: [4] });
});

test('compares', () => {
  assert.deepEqual(runProgram([push(1), push(2), { op: 'less' }, push(2), push(2), { op: 'less' }]), {
    ok: true,
    stack: [1, 0],
  });
});

test('duplicates, swaps and drops', () => {
  assert.deepEqual(runProgram([push(1), push(2), { op: 'swap' }, { op: 'duplicate' }, push(9), { op: 'drop' }]), {
    ok: true,
    stack: [2, 1, 1],
  });
});

test('jumps', () => {
  assert.deepEqual(runProgram([{ op: 'jump', to: 2 }, push(1), push(2)]), { ok: true, stack: [2] });
});

test('jumps if zero, and takes the number', () => {
  assert.deepEqual(runProgram([push(0), { op: 'jumpIfZero', to: 3 }, push(1), push(5), { op: 'jumpIfZero', to: 0 }]), {
    ok: true,
    stack: [],
  });
});

test('jumps to the end', () => {
  assert.deepEqual(runProgram([push(7), { op: 'jump', to: 3 }, push(8)]), { ok: true, stack: [7] });
});

test('a loop', () => {
  assert.deepEqual(
    runProgram([
      push(3),
      { op: 'duplicate' },
      { op: 'jumpIfZero', to: 6 },
      push(1),
      { op: 'subtract' },
      { op: 'jump', to: 1 },
    ]),
    { ok: true, stack: [0] },
  );
});

test('too little on the stack', () => {
  assert.deepEqual(runProgram([push(1), { op: 'add' }]), { ok: false, at: 1, problem: 'stack underflow' });
  assert.deepEqual(runProgram([{ op: 'drop' }]), { ok: false, at: 0, problem: 'stack underflow' });
});

test('division by zero', () => {
  assert.deepEqual(runProgram([push(1), push(0), { op: 'divide' }]), { ok: false, at: 2, problem: 'division by zero' });
});

test('a jump to nowhere', () => {
  assert.deepEqual(runProgram([{ op: 'jump', to: 2 }]), { ok: false, at: 0, problem: 'bad jump' });
  assert.deepEqual(runProgram([push(1), { op: 'jumpIfZero', to: -1 }]), { ok: true, stack: [] });
  assert.deepEqual(runProgram([push(0), { op: 'jumpIfZero', to: -1 }]), { ok: false, at: 1, problem: 'bad jump' });
});

test('too many steps', () => {
  assert.deepEqual(runProgram([{ op: 'jump', to: 0 }]), { ok: false, at: 0, problem: 'too many steps' });
});

test('a thousand steps are not', () => {
  assert.deepEqual(runProgram(Array.from({ length: 1000 }, () => push(1))).ok, true);
  assert.deepEqual(runProgram(Array.from({ length: 1001 }, () => push(1))), {
    ok: false,
    at: 1000,
    problem: 'too many steps',
  });
});
