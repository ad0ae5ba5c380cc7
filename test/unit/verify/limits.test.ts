import { describe, expect, it } from 'vitest';
import { describeLimits, launchFailure } from '../../../src/verify/limits.js';

describe('a program that the limiting shell could not start', () => {
  it.each([
    ['dash', 'explore-solutions: 1: exec: pytest: not found\n', 'pytest: not found'],
    ['bash', 'explore-solutions: line 1: exec: pytest: not found\n', 'pytest: not found'],
    ['BusyBox', 'explore-solutions: exec: line 0: pytest: not found\n', 'line 0: pytest: not found'],
  ])('is told from one that failed by itself: %s', (_, output, reason) => {
    expect(launchFailure(127, output)).toBe(reason);
    expect(launchFailure(1, output)).toBeUndefined();
    expect(launchFailure(127, `pytest: plugin not found\n${output}`)).toBeUndefined();
  });
});

it.each([
  ['linux', /^limits on memory and processes/],
  ['darwin', /none on memory and processes/],
  ['win32', /none on memory, processes and the size/],
] as const)('says what is not limited on %s', (platform, said) => {
  expect(describeLimits(platform)).toMatch(said);
});
