import { applyEdits, type Problem, rangesAfter, type TextEdit } from '../../src/core/domain.js';
import { describeLanguage } from '../../src/problem/languages.js';
import { contains } from '../../src/problem/outline.js';
import type { CodeParser } from '../../src/problem/parser.js';

/**
 * The problem of mending a candidate: its file with the candidate in it, and the same function there.
 *
 * @param edits the candidate's, of this problem
 * @throws RangeError where the problem is no function
 */
export function withCandidate(problem: Problem, edits: readonly TextEdit[], parser: CodeParser): Problem {
  const source = applyEdits(problem.source, edits);
  const { grammar } = describeLanguage(problem.language);
  const written = rangesAfter(edits)[edits.findIndex(({ range }) => contains(range, problem.range))];
  const site =
    grammar &&
    written &&
    parser.outline(grammar, source).functions.find((one) => one.name === problem.name && contains(written, one));
  if (!site) throw new RangeError(`${problem.file}: no function was written`);
  return { ...problem, source, range: { start: site.start, end: site.end } };
}
