import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cronNext } from './cron-next.js';

const next = (line, after) => cronNext(line, new Date(after))?.toISOString() ?? null;

test('every minute', () => {
  assert.deepEqual(next('* * * * *', '2024-05-01T10:00:00Z'), '2024-05-01T10:01:00.000Z');
});

test('seconds are dropped', () => {
  assert.deepEqual(next('* * * * *', '2024-05-01T10:00:59.500Z'), '2024-05-01T10:01:00.000Z');
});

test('later on the same day', () => {
  assert.deepEqual(next('30 9 * * *', '2024-05-01T08:00:00Z'), '2024-05-01T09:30:00.000Z');
});

test('on the next day', () => {
  assert.deepEqual(next('30 9 * * *', '2024-05-01T10:00:00Z'), '2024-05-02T09:30:00.000Z');
});

test('not the time itself', () => {
  assert.deepEqual(next('0 10 * * *', '2024-05-01T10:00:00Z'), '2024-05-02T10:00:00.000Z');
});

test('steps', () => {
  assert.deepEqual(next('*/15 * * * *', '2024-05-01T10:16:00Z'), '2024-05-01T10:30:00.000Z');
});

test('a range', () => {
  assert.deepEqual(next('0 9-17 * * *', '2024-05-01T17:30:00Z'), '2024-05-02T09:00:00.000Z');
});

test('a range with a step', () => {
  assert.deepEqual(next('10-50/20 * * * *', '2024-05-01T10:31:00Z'), '2024-05-01T10:50:00.000Z');
});

test('several with commas', () => {
  assert.deepEqual(next('5,35 8,20 * * *', '2024-05-01T08:36:00Z'), '2024-05-01T20:05:00.000Z');
});

test('a day of the week', () => {
  assert.deepEqual(next('0 0 * * 1', '2024-05-01T00:00:00Z'), '2024-05-06T00:00:00.000Z');
});

test('the end of the year', () => {
  assert.deepEqual(next('0 0 1 1 *', '2024-05-01T00:00:00Z'), '2025-01-01T00:00:00.000Z');
});

test('the 31st of shorter months', () => {
  assert.deepEqual(next('0 12 31 * *', '2024-03-31T13:00:00Z'), '2024-05-31T12:00:00.000Z');
});

test('the 29th of February', () => {
  assert.deepEqual(next('0 0 29 2 *', '2024-03-01T00:00:00Z'), '2028-02-29T00:00:00.000Z');
});

test('both day fields must fit', () => {
  assert.deepEqual(next('0 0 13 * 5', '2024-05-01T00:00:00Z'), '2024-09-13T00:00:00.000Z');
});

test('what never comes', () => {
  assert.deepEqual(next('0 0 30 2 *', '2024-05-01T00:00:00Z'), null);
});
