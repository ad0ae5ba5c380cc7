import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { inParts } from './parts.js';
import { type CheckReport, spoken, Tally, unreadable } from './report.js';

/** Our own form, see docs/verifiers.md: one object a line. */
const checkLine = z.object({
  check: z.string(),
  passed: z.boolean(),
  message: z.string().optional(),
  expected: z.unknown().optional(),
  actual: z.unknown().optional(),
});
const totalLine = z.object({ total: z.int().min(0) });

/** Reads the lines that are ours; others are output like any other. */
export async function readJsonLines(text: string, signal: AbortSignal): Promise<CheckReport> {
  const tally = new Tally();
  let announced: number | undefined;
  for await (const part of inParts(text, signal)) {
    for (const line of part.split('\n')) {
      const value = parsed(line);
      const total = totalLine.safeParse(value);
      if (total.success) announced = total.data.total;
      const check = checkLine.safeParse(value);
      if (check.success) {
        if (check.data.passed) tally.pass();
        else tally.fail(failureOf(check.data));
      } else if (isObject(value) && 'check' in value) {
        const shown = line.trim().slice(0, 200);
        return unreadable(() => l10n.t('the line {0} has no "passed" that is true or false', shown));
      }
    }
  }
  const { checks } = tally;
  if (announced !== undefined && announced !== checks.total) {
    return { kind: 'cut-off', checks, reason: `announces ${announced} checks and has ${checks.total}` };
  }
  if (announced === undefined && checks.total === 0) {
    return unreadable(() => l10n.t('no line of its output is a check, as {0} is', '{"check": "name", "passed": true}'));
  }
  return { kind: 'complete', checks };
}

function failureOf({ check, message, expected, actual }: z.infer<typeof checkLine>) {
  const [wanted, got] = [spoken(expected), spoken(actual)];
  return {
    name: check,
    ...(message !== undefined && { message }),
    ...(wanted !== undefined && { expected: wanted }),
    ...(got !== undefined && { actual: got }),
  };
}

function parsed(line: string): unknown {
  if (!line.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
