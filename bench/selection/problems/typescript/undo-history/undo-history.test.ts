import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistory } from './undo-history.js';

test('begins with a state', () => {
  assert.deepEqual(createHistory('a', 5).state, 'a');
});

test('a new state', () => {
  const history = createHistory(1, 5);
  history.push(2);
  assert.equal(history.state, 2);
});

test('back', () => {
  const history = createHistory(1, 5);
  history.push(2);
  assert.equal(history.undo(), 1);
  assert.equal(history.state, 1);
});

test('and forward again', () => {
  const history = createHistory(1, 5);
  history.push(2);
  history.undo();
  assert.equal(history.redo(), 2);
  assert.equal(history.state, 2);
});

test('several steps', () => {
  const history = createHistory(1, 5);
  history.push(2);
  history.push(3);
  assert.deepEqual([history.undo(), history.undo(), history.redo(), history.redo()], [2, 1, 2, 3]);
});

test('not further than there is', () => {
  const history = createHistory(1, 5);
  assert.equal(history.undo(), 1);
  assert.equal(history.redo(), 1);
  history.push(2);
  assert.equal(history.redo(), 2);
});

test('says what can be done', () => {
  const history = createHistory(1, 5);
  const can = () => [history.canUndo, history.canRedo];
  const seen = [can()];
  history.push(2);
  seen.push(can());
  history.undo();
  seen.push(can());
  assert.deepEqual(seen, [
    [false, false],
    [true, false],
    [false, true],
  ]);
});

test('a new state forgets what could be redone', () => {
  const history = createHistory(1, 5);
  history.push(2);
  history.undo();
  history.push(3);
  assert.equal(history.canRedo, false);
  assert.equal(history.redo(), 3);
  assert.equal(history.undo(), 1);
});

test('the same state is no step', () => {
  const history = createHistory(1, 5);
  history.push(1);
  assert.equal(history.canUndo, false);
  history.push(2);
  history.undo();
  history.push(1);
  assert.equal(history.canRedo, true);
});

test('no more steps than the limit', () => {
  const history = createHistory(0, 2);
  for (const state of [1, 2, 3, 4]) history.push(state);
  assert.deepEqual([history.undo(), history.undo(), history.undo()], [3, 2, 2]);
});

test('a limit of 0', () => {
  const history = createHistory(0, 0);
  history.push(1);
  assert.equal(history.canUndo, false);
  assert.equal(history.undo(), 1);
});

test('states that look like nothing', () => {
  const history = createHistory<number | null | undefined>(0, 5);
  history.push(null);
  history.push(undefined);
  assert.deepEqual([history.undo(), history.undo(), history.redo(), history.redo()], [null, 0, null, undefined]);
});
