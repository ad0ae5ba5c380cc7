import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration } from './format-duration.js';

test('seconds', () => {
  assert.deepEqual(formatDuration(45), '45 seconds');
});

test('one second', () => {
  assert.deepEqual(formatDuration(1), '1 second');
});

test('one minute', () => {
  assert.deepEqual(formatDuration(60), '1 minute');
});

test('minutes and seconds', () => {
  assert.deepEqual(formatDuration(125), '2 minutes and 5 seconds');
});

test('hours', () => {
  assert.deepEqual(formatDuration(7200), '2 hours');
});

test('hours and seconds', () => {
  assert.deepEqual(formatDuration(3601), '1 hour and 1 second');
});

test('hours and minutes', () => {
  assert.deepEqual(formatDuration(3720), '1 hour and 2 minutes');
});

test('all three', () => {
  assert.deepEqual(formatDuration(3662), '1 hour, 1 minute and 2 seconds');
});

test('nothing', () => {
  assert.deepEqual(formatDuration(0), 'now');
});

test('more than a day', () => {
  assert.deepEqual(formatDuration(90000), '25 hours');
});
