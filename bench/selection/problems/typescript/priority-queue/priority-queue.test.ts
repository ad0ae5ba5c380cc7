import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createQueue } from './priority-queue.js';

const rising = (left: number, right: number) => left - right;
function drain<T>(queue: ReturnType<typeof createQueue<T>>): T[] {
  const taken: T[] = [];
  while (queue.size > 0) taken.push(queue.take() as T);
  return taken;
}

test('nothing in it', () => {
  assert.deepEqual(createQueue(rising).take(), undefined);
  assert.deepEqual(createQueue(rising).size, 0);
});

test('one item', () => {
  const queue = createQueue(rising);
  queue.add(5);
  assert.equal(queue.size, 1);
  assert.equal(queue.take(), 5);
  assert.equal(queue.size, 0);
});

test('the smallest first', () => {
  const queue = createQueue(rising);
  for (const n of [3, 1, 2]) queue.add(n);
  assert.deepEqual(drain(queue), [1, 2, 3]);
});

test('falling', () => {
  const queue = createQueue<number>((a, b) => b - a);
  for (const n of [3, 1, 2]) queue.add(n);
  assert.deepEqual(drain(queue), [3, 2, 1]);
});

test('adding between takes', () => {
  const queue = createQueue(rising);
  queue.add(2);
  queue.add(4);
  assert.equal(queue.take(), 2);
  queue.add(1);
  queue.add(3);
  assert.deepEqual(drain(queue), [1, 3, 4]);
});

test('the same number twice', () => {
  const queue = createQueue(rising);
  for (const n of [2, 1, 2, 1]) queue.add(n);
  assert.deepEqual(drain(queue), [1, 1, 2, 2]);
});

test('items that look like nothing', () => {
  const queue = createQueue(rising);
  for (const n of [0, -1, 1]) queue.add(n);
  assert.deepEqual(drain(queue), [-1, 0, 1]);
});

test('equal items keep their order', () => {
  const queue = createQueue<string>((a, b) => a.length - b.length);
  for (const text of ['bb', 'a', 'cc', 'b', 'aa', 'c']) queue.add(text);
  assert.deepEqual(drain(queue), ['a', 'b', 'c', 'bb', 'cc', 'aa']);
});

test('and do so after takes', () => {
  const queue = createQueue<string>((a, b) => a.length - b.length);
  for (const text of ['a', 'b', 'c', 'd']) queue.add(text);
  queue.take();
  queue.add('e');
  queue.take();
  queue.add('f');
  assert.deepEqual(drain(queue), ['c', 'd', 'e', 'f']);
});

test('many items', () => {
  const queue = createQueue(rising);
  const items = Array.from({ length: 500 }, (_, index) => (index * 211) % 503);
  for (const n of items) queue.add(n);
  assert.deepEqual(drain(queue), [...items].sort(rising));
});

test('does not look at all items', () => {
  let compared = 0;
  const queue = createQueue<number>((a, b) => {
    compared++;
    return a - b;
  });
  for (let n = 0; n < 4096; n++) queue.add((n * 1597) % 4099);
  compared = 0;
  queue.add(-1);
  queue.take();
  queue.take();
  assert.ok(compared < 400);
});
