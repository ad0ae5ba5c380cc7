import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeSlots } from './free-slots.js';

const day = { start: 540, end: 1020 };
const slot = (start: number, end: number) => ({ start, end });

test('nobody is busy', () => {
  assert.deepEqual(freeSlots(day, [[], []], 30), [day]);
  assert.deepEqual(freeSlots(day, [], 30), [day]);
});

test('before and after', () => {
  assert.deepEqual(freeSlots(day, [[slot(600, 660)]], 30), [slot(540, 600), slot(660, 1020)]);
});

test('too short times are left out', () => {
  assert.deepEqual(freeSlots(slot(540, 600), [[slot(550, 560)]], 15), [slot(560, 600)]);
});

test('exactly as long', () => {
  assert.deepEqual(freeSlots(slot(540, 600), [[slot(570, 600)]], 30), [slot(540, 570)]);
});

test('two persons', () => {
  assert.deepEqual(freeSlots(day, [[slot(540, 600)], [slot(660, 720)]], 60), [slot(600, 660), slot(720, 1020)]);
});

test('in any order', () => {
  assert.deepEqual(freeSlots(day, [[slot(900, 1020), slot(540, 600)]], 30), [slot(600, 900)]);
});

test('times that overlap', () => {
  assert.deepEqual(freeSlots(day, [[slot(600, 700)], [slot(650, 800)]], 30), [slot(540, 600), slot(800, 1020)]);
});

test('one time inside another', () => {
  assert.deepEqual(freeSlots(day, [[slot(600, 900), slot(620, 640)]], 30), [slot(540, 600), slot(900, 1020)]);
});

test('before the day and after it', () => {
  assert.deepEqual(freeSlots(day, [[slot(0, 400), slot(1100, 1200)]], 30), [day]);
});

test('over the ends of the day', () => {
  assert.deepEqual(freeSlots(day, [[slot(500, 600), slot(1000, 1100)]], 30), [slot(600, 1000)]);
});

test('busy all day', () => {
  assert.deepEqual(freeSlots(day, [[slot(0, 1440)]], 1), []);
  assert.deepEqual(freeSlots(day, [[slot(540, 800)], [slot(800, 1020)]], 1), []);
});

test('what is given is not changed', () => {
  const calendar = [slot(700, 720), slot(600, 620)];
  freeSlots(day, [calendar], 30);
  assert.deepEqual(calendar, [slot(700, 720), slot(600, 620)]);
});
