import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEmitter } from './event-emitter.js';

type Events = { a: number; b: string };

test('calls a listener', () => {
  const heard: number[] = [];
  const emitter = createEmitter<Events>();
  emitter.on('a', (n) => heard.push(n));
  emitter.emit('a', 1);
  emitter.emit('a', 2);
  assert.deepEqual(heard, [1, 2]);
});

test('nobody listens', () => {
  assert.deepEqual(createEmitter<Events>().emit('a', 1), 0);
});

test('says how many were called', () => {
  const emitter = createEmitter<Events>();
  emitter.on('a', () => {});
  emitter.on('a', () => {});
  emitter.on('b', () => {});
  assert.equal(emitter.emit('a', 1), 2);
});

test('other events are other events', () => {
  const heard: string[] = [];
  const emitter = createEmitter<Events>();
  emitter.on('b', (text) => heard.push(text));
  emitter.emit('a', 1);
  emitter.emit('b', 'x');
  assert.deepEqual(heard, ['x']);
});

test('in their order', () => {
  const heard: string[] = [];
  const emitter = createEmitter<Events>();
  emitter.on('a', () => heard.push('first'));
  emitter.on('a', () => heard.push('second'));
  emitter.emit('a', 1);
  assert.deepEqual(heard, ['first', 'second']);
});

test('listening ends', () => {
  const heard: number[] = [];
  const emitter = createEmitter<Events>();
  const end = emitter.on('a', (n) => heard.push(n));
  emitter.emit('a', 1);
  end();
  emitter.emit('a', 2);
  assert.deepEqual(heard, [1]);
});

test('once is once', () => {
  const heard: number[] = [];
  const emitter = createEmitter<Events>();
  emitter.once('a', (n) => heard.push(n));
  emitter.emit('a', 1);
  emitter.emit('a', 2);
  assert.deepEqual(heard, [1]);
});

test('once may end before', () => {
  const emitter = createEmitter<Events>();
  emitter.once('a', () => assert.fail('was called'))();
  assert.equal(emitter.emit('a', 1), 0);
});

test('one that was added twice', () => {
  const heard: number[] = [];
  const listener = (n: number) => heard.push(n);
  const emitter = createEmitter<Events>();
  const end = emitter.on('a', listener);
  emitter.on('a', listener);
  emitter.emit('a', 1);
  end();
  end();
  emitter.emit('a', 2);
  assert.deepEqual(heard, [1, 1, 2]);
});

test('one that comes during an event waits for the next', () => {
  const heard: number[] = [];
  const emitter = createEmitter<Events>();
  emitter.once('a', () => emitter.on('a', (n) => heard.push(n)));
  assert.equal(emitter.emit('a', 1), 1);
  emitter.emit('a', 2);
  assert.deepEqual(heard, [2]);
});

test('one that ends during an event is not called any more', () => {
  const emitter = createEmitter<Events>();
  emitter.on('a', () => end());
  const end = emitter.on('a', () => assert.fail('was called'));
  assert.equal(emitter.emit('a', 1), 1);
});

test('once is over before it is called', () => {
  let calls = 0;
  const emitter = createEmitter<Events>();
  emitter.once('a', () => {
    calls++;
    if (calls < 3) emitter.emit('a', 1);
  });
  emitter.emit('a', 1);
  assert.equal(calls, 1);
});
