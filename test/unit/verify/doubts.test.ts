import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/core/domain.js';
import { doubtsAbout } from '../../../src/verify/doubts.js';

const failed: Verdict = { outcome: 'fail', verifier: 'tests', seconds: 1, exitCode: 1, output: '' };

describe('doubtsAbout', () => {
  it.each([
    ["ModuleNotFoundError: No module named 'numpy'", /'numpy' is missing/],
    ["Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'zod' imported from /w/a.js", /'zod' is missing/],
    ['x.go:2:8: no required module provides package github.com/x/y; to add it:', /github\.com\/x\/y is missing/],
    ['getaddrinfo EAI_AGAIN example.org', /may need the network \(EAI_AGAIN\)/],
    ["OSError: [Errno 30] Read-only file system: '/home/me/.cache/x'", /outside of its copy/],
    ["Error: EROFS: read-only file system, open '/home/me/.cache/x'", /outside of its copy/],
    ['OSError: [Errno 28] No space left on device', /may be full/],
  ])('names what has another reason than the code: %s', (output, doubt) =>
    expect(doubtsAbout({ ...failed, output })).toEqual([expect.stringMatching(doubt)]),
  );

  it('names a limit that is too short, and a report that is not one of a pass', () => {
    expect(doubtsAbout({ ...failed, outcome: 'timeout', exitCode: null })).toEqual([
      expect.stringMatching(/"timeoutSeconds"/),
    ]);
    const few = { passed: 2, total: 2, failures: [] };
    expect(doubtsAbout({ ...failed, exitCode: 0, checks: few })).toEqual([expect.stringMatching(/exit code 0/)]);
  });

  it('has none of what fails by itself, or passes', () => {
    expect(doubtsAbout({ ...failed, output: 'AssertionError: 2 != 3' })).toEqual([]);
    const some = { passed: 1, total: 2, failures: [] };
    expect(doubtsAbout({ ...failed, exitCode: 0, checks: some })).toEqual([]);
    expect(doubtsAbout({ ...failed, outcome: 'pass', exitCode: 0, output: 'EROFS' })).toEqual([]);
  });
});
