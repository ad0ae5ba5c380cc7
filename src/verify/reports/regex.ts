// Matching takes time linear in the text: a candidate writes the text, and JavaScript's own engine can be made to hang.
import { RE2JS } from 're2js';
import { toError } from '../../core/errors.js';
import { type CheckReport, Tally } from './report.js';

const GROUPS = ['passed', 'failed', 'total'] as const;

/**
 * Why a pattern cannot be used: it is none, or names fewer than two of the groups `passed`, `failed` and `total`;
 * `undefined` if it can.
 */
export function patternProblem(pattern: string): string | undefined {
  try {
    const named = Object.keys(compile(pattern).namedGroups());
    if (GROUPS.filter((name) => named.includes(name)).length >= 2) return undefined;
    return 'must name two of the groups "passed", "failed" and "total", as in "(?<passed>\\d+) of (?<total>\\d+)"';
  } catch (error) {
    return `is not a regular expression in RE2's syntax: ${toError(error).message}`;
  }
}

/**
 * Adds up what all matches of a pattern say. A group that took no part in a match counts as none; a total that is
 * missing is made from the others.
 *
 * @param pattern one without a problem
 */
export function readByPattern(text: string, pattern: string): CheckReport {
  const compiled = compile(pattern);
  const named = Object.keys(compiled.namedGroups());
  const matcher = compiled.matcher(text);
  const sum = new Tally();
  let matches = 0;
  while (matcher.find()) {
    matches += 1;
    const of = (name: (typeof GROUPS)[number]) => {
      if (!named.includes(name)) return undefined;
      return Number(matcher.group(name) ?? 0);
    };
    const [passed, failed, total] = [of('passed'), of('failed'), of('total')];
    const counted = total ?? (passed ?? 0) + (failed ?? 0);
    const good = passed ?? counted - (failed ?? 0);
    if (![counted, good].every(Number.isSafeInteger) || good < 0 || good > counted || (failed ?? 0) > counted - good) {
      return { kind: 'unreadable', reason: `"${matcher.group()}" does not add up` };
    }
    sum.add({ passed: good, total: counted, failures: [] });
  }
  if (matches === 0) return { kind: 'unreadable', reason: 'its pattern matches nothing in the output' };
  return { kind: 'complete', checks: sum.checks };
}

/** `^` and `$` are the ends of a line. */
function compile(pattern: string): RE2JS {
  return RE2JS.compile(pattern, RE2JS.MULTILINE);
}
