// Matching takes time linear in the text: a candidate writes the text, and JavaScript's own engine can be made to hang.
import * as l10n from '@vscode/l10n';
import { RE2JS } from 're2js';
import { toError } from '../../core/errors.js';
import { type CheckReport, Tally, unreadable } from './report.js';

const NUMBERS = ['passed', 'failed', 'total'] as const;
const GROUPS = [...NUMBERS, 'check', 'message'] as const;

interface Match {
  readonly text: string;
  /** Of the groups that took part in it. */
  readonly groups: Readonly<Partial<Record<(typeof GROUPS)[number], string>>>;
}

/**
 * Why a pattern cannot be used: it is none, or its groups are neither those of numbers (two of `passed`, `failed` and
 * `total`) nor those of single checks (`check`, `passed` and `failed`); `undefined` if it can.
 */
export function patternProblem(pattern: string): string | undefined {
  try {
    const has = hasGroups(compile(pattern));
    if (has('check')) {
      if (has('passed') && has('failed')) return undefined;
      return l10n.t(
        'names the group "check" and must name "passed" and "failed" too, as in "{0}"',
        '(?:(?<passed>ok)|(?<failed>not ok)) (?<check>.+)',
      );
    }
    if (has('message')) return l10n.t('names the group "message", which only goes with "check"');
    if (NUMBERS.filter(has).length >= 2) return undefined;
    return l10n.t(
      'must name two of the groups "passed", "failed" and "total", as in "{0}"',
      String.raw`(?<passed>\d+) of (?<total>\d+)`,
    );
  } catch (error) {
    return l10n.t("is not a regular expression in RE2's syntax: {0}", toError(error).message);
  }
}

/**
 * Reads what all matches of a pattern say: numbers, which are added up, or with a group `check` one check a match.
 *
 * @param pattern one without a problem
 */
export function readByPattern(text: string, pattern: string): CheckReport {
  const compiled = compile(pattern);
  const has = hasGroups(compiled);
  const matches = matchesOf(compiled, text);
  if (matches.length === 0) return unreadable(() => l10n.t('its pattern matches nothing in the output'));
  return has('check') ? readChecks(matches, has('total')) : readNumbers(matches, has);
}

/** A group that took no part in a match counts as none; a total that is missing is made from the others. */
function readNumbers(matches: readonly Match[], has: (name: string) => boolean): CheckReport {
  const sum = new Tally();
  for (const match of matches) {
    const of = (name: (typeof NUMBERS)[number]) => (has(name) ? Number(match.groups[name] ?? 0) : undefined);
    const [passed, failed, total] = [of('passed'), of('failed'), of('total')];
    const counted = total ?? (passed ?? 0) + (failed ?? 0);
    const good = passed ?? counted - (failed ?? 0);
    if (![counted, good].every(Number.isSafeInteger) || good < 0 || good > counted || (failed ?? 0) > counted - good) {
      return inconsistent(match);
    }
    sum.add({ passed: good, total: counted, failures: [] });
  }
  return { kind: 'complete', checks: sum.checks };
}

/**
 * A check of which neither `passed` nor `failed` takes part was skipped. `total` says in a match of its own how many
 * checks there are, skipped ones among them; more may be seen, as some runners write a line a part of a check.
 */
function readChecks(matches: readonly Match[], isAnnounced: boolean): CheckReport {
  const tally = new Tally();
  const totals: number[] = [];
  let seen = 0;
  for (const match of matches) {
    const { check, passed, failed, total, message } = match.groups;
    if (total !== undefined) totals.push(Number(total));
    if (check === undefined) continue;
    seen += 1;
    if (passed !== undefined && failed !== undefined) return inconsistent(match);
    if (passed !== undefined) tally.pass();
    if (failed !== undefined) tally.fail({ name: check.trim(), ...(message?.trim() && { message: message.trim() }) });
  }
  const { checks } = tally;
  const announced = totals.reduce((sum, total) => sum + total, 0);
  if (isAnnounced && totals.length === 0) return { kind: 'cut-off', checks, reason: 'lacks its total' };
  if (!Number.isSafeInteger(announced)) return unreadable(() => l10n.t('its total is not a number'));
  if (announced > seen) return { kind: 'cut-off', checks, reason: `announces ${announced} checks and has ${seen}` };
  return { kind: 'complete', checks };
}

function inconsistent({ text }: Match): CheckReport {
  return unreadable(() => l10n.t('"{0}" does not add up', text));
}

function matchesOf(compiled: RE2JS, text: string): readonly Match[] {
  const names = GROUPS.filter(hasGroups(compiled));
  // Lines end as people's patterns expect, on Windows too.
  const matcher = compiled.matcher(text.replaceAll('\r\n', '\n'));
  const matches: Match[] = [];
  while (matcher.find()) {
    const taking = names.flatMap((name) => {
      const matched = matcher.group(name);
      return matched === null ? [] : [[name, matched]];
    });
    matches.push({ text: matcher.group() ?? '', groups: Object.fromEntries(taking) });
  }
  return matches;
}

function hasGroups(compiled: RE2JS): (name: string) => boolean {
  const named = Object.keys(compiled.namedGroups());
  return (name) => named.includes(name);
}

/** `^` and `$` are the ends of a line. */
function compile(pattern: string): RE2JS {
  return RE2JS.compile(pattern, RE2JS.MULTILINE);
}
