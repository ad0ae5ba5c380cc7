import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FamilyProblem, readFamily, splitFamily, writeFamily } from '../../../bench/training/family/family.js';
import { readVerifiers, verifiersFor } from '../../../src/verify/configuration.js';
import { Cores } from '../../../src/verify/cores.js';
import { openVerification } from '../../../src/verify/verification.js';

const levels = [1, 2, 3] as const;
const family = readFamily();
const folder = mkdtempSync(path.join(tmpdir(), 'family-'));
beforeAll(() => writeFamily(family, folder));
afterAll(() => rmSync(folder, { recursive: true }));

const nameOf = ({ file }: FamilyProblem) => file.replace(/\.js$/, '');
const operationsOf = (problems: readonly FamilyProblem[]) =>
  new Set(problems.map(({ level, operation }) => `${level} ${operation}`));
const different = (values: readonly unknown[]) => new Set(values).size;

/** In the workspace: which problems' tests each function passes that takes as many parameters. One process for all. */
const everyoneAgainstEveryone = `
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
Error.stackTraceLimit = 0;
const problems = JSON.parse(readFileSync('problems.json', 'utf8')).map(({ name, reference, test }) => {
  const own = new Function(reference.replace(/^export /m, '') + 'return ' + name + ';')();
  const blocks = [];
  let tried = own;
  const body = test.replace(/^import .*$/gm, '');
  new Function('assert', 'test', name, body)(assert, (_, block) => blocks.push(block), (...values) => tried(...values));
  const passes = (answer) => {
    tried = answer;
    try {
      for (const block of blocks) block();
      return true;
    } catch {
      return false;
    }
  };
  return { name, own, passes, tests: blocks.length };
});
const passedBy = problems.map(({ name, own, passes, tests }) => {
  const alike = problems.filter((other) => other.own.length === own.length);
  return { name, tests, passedBy: alike.filter((other) => passes(other.own)).map((other) => other.name) };
});
process.stdout.write(JSON.stringify(passedBy));
`;

interface Passed {
  readonly name: string;
  readonly tests: number;
  readonly passedBy: readonly string[];
}

describe('the family of small functions', () => {
  it('has a third of its problems on each level, of forty operations at least', () => {
    expect(family.length).toBeGreaterThanOrEqual(330);
    for (const level of levels) {
      const ofLevel = family.filter((problem) => problem.level === level);
      expect(Math.abs(ofLevel.length / family.length - 1 / 3)).toBeLessThan(0.05);
      expect(operationsOf(ofLevel).size).toBeGreaterThanOrEqual(40);
    }
  });

  it('has no two problems of the same name, whatever its case, comment or source', () => {
    expect(different(family.map(({ file }) => file.toLowerCase()))).toBe(family.length);
    expect(different(family.map(({ id }) => id))).toBe(family.length);
    expect(different(family.map(({ source }) => source.split('\n')[0]))).toBe(family.length);
    expect(different(family.map(({ source }) => source))).toBe(family.length);
  });

  it('says what the function does, with an example, and where it is', () => {
    for (const problem of family) {
      const lines = problem.source.split('\n');
      expect(lines[problem.line - 1]).toMatch(new RegExp(`^export function ${nameOf(problem)}\\(.*\\) {$`));
      expect(lines[0]).toMatch(/^\/\/ [A-Z].*[.]$/);
      expect(lines.slice(1, problem.line - 1).join('\n')).toMatch(new RegExp(`^// ${nameOf(problem)}\\(.*\\) → .+`));
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
    }
  });

  it('has tests that its own references pass, and no other function with as many parameters', () => {
    const problems = family.map((problem) => ({ ...problem, name: nameOf(problem) }));
    writeFileSync(path.join(folder, 'problems.json'), JSON.stringify(problems));
    const output = execFileSync('node', ['--input-type=module', '--eval', everyoneAgainstEveryone], { cwd: folder });
    const all = JSON.parse(output.toString()) as Passed[];
    expect(all.map(({ name, passedBy }) => ({ name, passedBy }))).toEqual(
      problems.map(({ name }) => ({ name, passedBy: [name] })),
    );
    for (const { tests } of all) expect([5, 6, 7, 8]).toContain(tests);
  });

  it('is a workspace whose verifier fails a stub and passes a reference', async () => {
    const { verifiers } = await readVerifiers(folder);
    const verification = await openVerification({
      workspace: folder,
      verifiers: verifiersFor(verifiers, { file: family[0]!.file, language: 'javascript' }),
      cores: new Cores(),
      sandbox: 'none',
      isTrusted: () => true,
    });
    try {
      for (const problem of levels.map((level) => family.findLast((each) => each.level === level)!)) {
        const outcomeOf = async (text: string) =>
          (await verification.verify({ file: problem.file, text }, new AbortController().signal)).outcome;
        expect(await outcomeOf(problem.source)).toBe('fail');
        expect(await outcomeOf(problem.reference)).toBe('pass');
      }
    } finally {
      await verification.close();
    }
  });
});

describe('a split of the family', () => {
  const { training, leftOut } = splitFamily(family, 1);

  it('leaves out a hundred, in equal shares of the levels', () => {
    expect(leftOut).toHaveLength(100);
    for (const level of levels) {
      const count = leftOut.filter((problem) => problem.level === level).length;
      expect([33, 34]).toContain(count);
    }
    expect(new Set([...training, ...leftOut])).toEqual(new Set(family));
    expect(training.length + leftOut.length).toBe(family.length);
  });

  it('has whole operations as half of what is left out, on each level', () => {
    for (const level of levels) {
      const out = leftOut.filter((problem) => problem.level === level);
      const known = operationsOf(training);
      const isKnown = ({ operation }: FamilyProblem) => known.has(`${level} ${operation}`);
      expect(out.filter((problem) => !isKnown(problem))).toHaveLength(17);
      const others = out.filter(isKnown);
      expect(operationsOf(others).size).toBe(others.length);
    }
  });

  it('follows from its seed', () => {
    const ids = (problems: readonly FamilyProblem[]) => problems.map(({ id }) => id);
    expect(ids(splitFamily(family, 1).leftOut)).toEqual(ids(leftOut));
    expect(ids(splitFamily(family, 2).leftOut)).not.toEqual(ids(leftOut));
  });
});
