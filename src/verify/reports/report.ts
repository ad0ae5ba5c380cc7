import type { Checks, FailedCheck } from '../../core/domain.js';
import { inEnglish } from '../../core/language.js';

/** What a verifier's report says. */
export type CheckReport =
  | { readonly kind: 'complete'; readonly checks: Checks }
  /** It says itself that more was to come; `reason` reads on from "its report ". */
  | { readonly kind: 'cut-off'; readonly checks: Checks; readonly reason: string }
  /** Why is a sentence without its end: `reason` for the output, which models read, in English; `told` for a person. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly told: string };

/** A report that cannot be read. */
export function unreadable(say: () => string): CheckReport {
  return { kind: 'unreadable', reason: inEnglish(say), told: say() };
}

/** Failures kept of one report; the first ones say most. */
const KEPT_FAILURES = 20;
const KEPT_CHARACTERS = 2000;

/** Counts checks, and keeps what a person needs to see of those that failed, in bounded memory. */
export class Tally {
  passed = 0;
  failed = 0;
  private readonly failures: FailedCheck[] = [];

  pass(count = 1): void {
    this.passed += count;
  }

  fail(failure: FailedCheck): void {
    this.failed += 1;
    if (this.failures.length < KEPT_FAILURES) this.failures.push(bounded(failure));
  }

  /** Takes over what another one counted. */
  add(other: Checks): void {
    this.passed += other.passed;
    this.failed += other.total - other.passed;
    this.failures.push(...other.failures.slice(0, KEPT_FAILURES - this.failures.length));
  }

  get checks(): Checks {
    return { passed: this.passed, total: this.passed + this.failed, failures: [...this.failures] };
  }
}

function bounded({ name, message, expected, actual }: FailedCheck): FailedCheck {
  return {
    name: cut(name),
    ...(message !== undefined && { message: cut(message) }),
    ...(expected !== undefined && { expected: cut(expected) }),
    ...(actual !== undefined && { actual: cut(actual) }),
  };
}

function cut(text: string): string {
  return text.length <= KEPT_CHARACTERS ? text : `${text.slice(0, KEPT_CHARACTERS - 1)}…`;
}

/** A value of a report as text; `undefined` where there is none. */
export function spoken(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    // YAML can make a ring, and both YAML and JSON can nest too deep.
    return '(a value that cannot be shown)';
  }
}
