import { describe, expect, it } from 'vitest';
import type { JudgedCandidate } from '../../../bench/pools/judge.js';
import { samplingPlans } from '../../../bench/pools/plans.js';
import { type Evidence, questionsOf } from '../../../bench/pools/questions.js';
import { nearestMiss, repeatable } from '../../../bench/pools/second-wave.js';
import { applyEdits } from '../../../src/core/domain.js';
import { interpret } from '../../../src/problem/interpret.js';
import { loadParser, outcome, problemAt } from '../problem/support.js';

const source = `const unit = 'px';

/** The width of a box. */
export function width(box) {
  throw new Error('not implemented');
}

export const height = 1;
`;
const parser = await loadParser();
const problem = problemAt(parser, 'javascript', source, 'export function width');
/** Brings a helper, so that its function is not where the stub was. */
const evidence: Evidence = {
  firstWave: 2,
  attempt: `
  return sum(box.left, box.right) + unit;
}

function sum(a, b) {
  return a + b;
}
`,
  failure: 'not ok 1 - 3 is not 4',
};
const plain = { attempts: 4, hints: [''] };

describe('the nearest miss of a first wave', () => {
  const candidate = (attempts: number[], reward: number): JudgedCandidate => ({
    attempts,
    reward,
    length: 1,
    outcome: reward === 1 ? 'pass' : 'fail',
    behaviour: null,
    seconds: 1,
  });

  it('has the largest reward, and is the first of those', () => {
    const candidates = [candidate([0, 5], 0), candidate([1], 0.5), candidate([2], 0.5), candidate([4], 0.9)];
    expect(nearestMiss(candidates, 4)).toEqual(candidates[1]);
    expect(nearestMiss(candidates, 5)).toEqual(candidates[3]);
  });

  it('is none where one of the first wave passes, or nothing can be used', () => {
    expect(nearestMiss([candidate([0], 0.5), candidate([3], 1)], 4)).toBeUndefined();
    expect(nearestMiss([candidate([0], 0.5), candidate([3], 1)], 3)).toBeDefined();
    expect(nearestMiss([candidate([3], 0.5)], 3)).toBeUndefined();
  });
});

describe('a second wave', () => {
  const asked = questionsOf(problem, plain, evidence, parser);

  it('is asked to mend the nearest miss, and shown how that fails', () => {
    const { problem: mended, prompt } = asked(2);
    expect(mended.source.slice(mended.range.start, mended.range.end)).toBe(
      'export function width(box) {\n  return sum(box.left, box.right) + unit;\n}',
    );
    const question = prompt.messages.at(-1)!.content;
    expect(question).toContain('Correct the JavaScript function `width`');
    expect(question).toContain('return sum(box.left, box.right) + unit;');
    expect(question).toContain(evidence.failure);
    expect(asked(3)).toBe(asked(2));
  });

  it('comes after the first, which is asked as ever', () => {
    const first = questionsOf(problem, plain, null, parser)(0);
    expect(asked(1)).toEqual(first);
    expect(first.prompt.messages.at(-1)!.content).not.toContain(evidence.failure);
  });

  it('says what is put into the nearest miss, and nothing new where it says that again', () => {
    const { problem: mended, prompt } = asked(2);
    const file = outcome(mended, '\n  return sum(box.left, -box.right) + unit;\n}\n', parser, prompt);
    expect(file).toContain('return sum(box.left, -box.right) + unit;');
    expect(file).toContain('function sum(a, b)');
    expect(file).toContain('export const height = 1;');
    expect(file).not.toContain('not implemented');
    expect(outcome(mended, evidence.attempt, parser, prompt)).toBe('UNUSABLE unchanged');
  });

  it('is not asked on evidence of another problem', () => {
    const other = { ...evidence, attempt: 'I do not know.' };
    expect(() => questionsOf(problem, plain, other, parser)).toThrow(RangeError);
  });

  it('is shown the same each time: neither where the copy was nor how long it took', () => {
    const output = (folder: string, time: string) =>
      `  duration_ms: ${time}\n    at (file://${folder}/lib/code.test.js:3:1)\nimported from ${folder}/lib/code.js\n# duration_ms ${time}`;
    const shown = repeatable(output('/var/tmp/pool-a1B2c3', '12.5'), '/var/tmp/pool-a1B2c3');
    expect(shown).toBe(output('/workspace', '1'));
    // Without a sandbox.
    const scratch = '/var/tmp/explore-solutions-verify-17-Xy3/12/workspace';
    expect(repeatable(output(scratch, '3'), '/var/tmp/pool-a1B2c3')).toBe(shown);
  });
});

describe('a body that is begun', () => {
  it('goes on in what the attempt says', () => {
    const asked = questionsOf(problem, { attempts: 2, hints: [''], beginnings: ['', 'return'] }, null, parser);
    const { prompt } = asked(1);
    expect(prompt.answerPrefix.endsWith('{\n  return')).toBe(true);
    const made = interpret(problem, prompt, ' box.right;\n}\n', parser);
    expect(made.kind === 'edit' && applyEdits(source, made.edits)).toContain('{\n  return box.right;\n}');
    expect(asked(0).prompt.answerPrefix.endsWith('{')).toBe(true);
  });

  it('is begun a step further in where the function is a method', () => {
    const method = problemAt(parser, 'javascript', 'class Box {\n  width() {\n  }\n}\n', 'width()');
    const asked = questionsOf(method, { attempts: 1, hints: [''], beginnings: ['if'] }, null, parser);
    expect(asked(0).prompt.answerPrefix.endsWith('  width() {\n    if')).toBe(true);
  });
});

it('every prompt of a way to draw has its turn', () => {
  for (const { plan } of samplingPlans) {
    const asked = questionsOf(problem, plan, null, parser);
    const prompts = new Set(Array.from({ length: plan.attempts }, (_, index) => asked(index).prompt));
    expect(prompts.size).toBe(plan.hints.length * (plan.beginnings?.length ?? 1));
  }
});
