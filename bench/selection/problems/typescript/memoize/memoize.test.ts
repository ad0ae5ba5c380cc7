import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoize } from './memoize.js';

function counted<A extends unknown[], R>(compute: (...args: A) => R) {
  const calls: A[] = [];
  const call = (...args: A): R => {
    calls.push(args);
    return compute(...args);
  };
  return { call, calls };
}

test('answers as the function does', () => {
  assert.deepEqual(memoize((n: number) => n * 2)(5), 10);
});

test('asks once for the same argument', () => {
  const { call, calls } = counted((n: number) => n * 2);
  const kept = memoize(call);
  assert.deepEqual([kept(5), kept(5)], [10, 10]);
  assert.equal(calls.length, 1);
});

test('asks again for another', () => {
  const { call, calls } = counted((n: number) => n * 2);
  const kept = memoize(call);
  assert.deepEqual([kept(5), kept(6)], [10, 12]);
  assert.equal(calls.length, 2);
});

test('gives all arguments', () => {
  assert.deepEqual(memoize((a: number, b: number) => a - b)(5, 3), 2);
});

test('a number is not its text', () => {
  const kept = memoize((value: unknown) => typeof value);
  assert.deepEqual([kept(1), kept('1')], ['number', 'string']);
});

test('objects are keys by what they are', () => {
  const { call, calls } = counted((value: object) => Object.keys(value).length);
  const kept = memoize(call);
  kept({});
  kept({});
  assert.equal(calls.length, 2);
});

test('an answer of undefined is kept', () => {
  const { call, calls } = counted((_: number) => undefined);
  const kept = memoize(call);
  kept(1);
  kept(1);
  assert.equal(calls.length, 1);
});

test('keys of its own', () => {
  const { call, calls } = counted((a: number, b: number) => a + b);
  const kept = memoize(call, (a, b) => `${a},${b}`);
  assert.deepEqual([kept(1, 2), kept(1, 3), kept(1, 2)], [3, 4, 3]);
  assert.equal(calls.length, 2);
});

test('a call that throws is not kept', () => {
  let fails = true;
  const kept = memoize((n: number) => {
    if (fails) throw new Error('no');
    return n;
  });
  assert.throws(() => kept(1));
  fails = false;
  assert.equal(kept(1), 1);
});

test('two functions have nothing in common', () => {
  const double = memoize((n: number) => n * 2);
  const triple = memoize((n: number) => n * 3);
  assert.deepEqual([double(1), triple(1)], [2, 3]);
});
