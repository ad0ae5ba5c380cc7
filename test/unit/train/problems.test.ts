import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/core/domain.js';
import { TooFewProblemsError } from '../../../src/train/errors.js';
import { passRate } from '../../../src/train/examine.js';
import { leaveOut, openProblems } from '../../../src/train/open-problems.js';
import { Cores } from '../../../src/verify/cores.js';

describe('leaving problems out', () => {
  const all = Array.from({ length: 20 }, (_, index) => index);

  it('leaves a share of them out, each in one part, by a seed', () => {
    const { training, leftOut } = leaveOut(all, 0.25, 1);
    expect(leftOut).toHaveLength(5);
    expect([...training, ...leftOut].toSorted((a, b) => a - b)).toEqual(all);
    expect(leaveOut(all, 0.25, 1)).toEqual({ training, leftOut });
    expect(leaveOut(all, 0.25, 2).leftOut).not.toEqual(leftOut);
  });

  it('leaves at least one out, and one to learn from', () => {
    expect(leaveOut(all, 0.001, 1).leftOut).toHaveLength(1);
    expect(leaveOut(all, 0.999, 1).training).toHaveLength(1);
  });

  it('says where there are too few', () => {
    expect(() => leaveOut(all.slice(0, 3), 0.25, 1)).toThrow(TooFewProblemsError);
  });
});

describe('pass@k over problems', () => {
  it('is the mean of theirs', () => {
    const problem = { id: '', attempts: 4, candidates: 1 };
    const problems = [
      { ...problem, passed: 4 },
      { ...problem, passed: 1 },
      { ...problem, passed: 0 },
    ];
    expect(passRate(problems)).toBeCloseTo((1 + 0.25 + 0) / 3);
    expect(passRate(problems, 2)).toBeCloseTo((1 + 0.5 + 0) / 3);
  });
});

describe('opening problems', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'problems-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes those that can be verified, and says why not of the others', async () => {
    const verified = path.join(folder, 'verified');
    mkdirSync(path.join(verified, '.vscode'), { recursive: true });
    const verifiers = [{ name: 'tests', command: ['node', '--version'], languages: ['javascript'] }];
    writeFileSync(
      path.join(verified, '.vscode/settings.json'),
      JSON.stringify({ 'exploreSolutions.verifiers': verifiers }),
    );
    const problem = (workspace: string, language: string): Problem => ({
      workspace,
      file: 'a.js',
      language,
      source: '',
      range: { start: 0, end: 0 },
      name: 'add',
    });
    const asked = [
      problem(verified, 'javascript'),
      problem(verified, 'python'),
      problem(path.join(folder, 'gone'), 'javascript'),
    ];
    const opened = await openProblems(asked, { cores: new Cores(), sandbox: 'none', isTrusted: () => true });
    try {
      expect(opened.problems.map((each) => each.problem)).toEqual([asked[0]]);
      expect(opened.problems[0]?.id).toMatch(/^verified-[\da-f]{6}\/a\.js#add$/);
      expect(opened.leftAside).toHaveLength(2);
      const verdict = await opened.problems[0]!.verify({ file: 'a.js', text: '' }, new AbortController().signal);
      expect(verdict.outcome).toBe('pass');
    } finally {
      await opened.close();
    }
  });
});
