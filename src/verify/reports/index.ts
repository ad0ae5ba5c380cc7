import { readJsonLines } from './json-lines.js';
import { readJunit } from './junit.js';
import { readByPattern } from './regex.js';
import { type CheckReport, Tally } from './report.js';
import { readTap } from './tap.js';

export { type CheckReport, unreadable } from './report.js';

/** A report that a verifier writes to its output. */
export type OutputReport = { readonly format: 'tap' } | { readonly format: 'json' } | PatternReport;

/** In RE2's syntax, with the groups that `docs/verifiers.md` names. */
export interface PatternReport {
  readonly format: 'regex';
  readonly pattern: string;
}

/** A report that a verifier writes to files: a path or a glob, relative to its folder. May hold variables. */
export interface FileReport {
  readonly format: 'junit';
  readonly file: string;
}

/** How the result of a verifier is read. */
export type Report =
  | { readonly format: 'exitCode' }
  /** `checks` is the least number there must be, at least 1. */
  | ((OutputReport | FileReport) & { readonly checks: number });

export async function readOutput(report: OutputReport, text: string, signal: AbortSignal): Promise<CheckReport> {
  switch (report.format) {
    case 'tap':
      return readTap(text, signal);
    case 'json':
      return readJsonLines(text, signal);
    case 'regex':
      return readByPattern(text, report.pattern);
  }
}

/** Reads files that are one report together; one that cannot be read spoils it. */
export async function readFiles(
  files: readonly { readonly name: string; readonly text: string }[],
  signal: AbortSignal,
): Promise<CheckReport> {
  const sum = new Tally();
  for (const { name, text } of files) {
    const report = await readJunit(text, signal);
    if (report.kind === 'unreadable') {
      return { ...report, reason: `${name}: ${report.reason}`, told: `${name}: ${report.told}` };
    }
    if (report.kind === 'cut-off') return { ...report, reason: `${name}: ${report.reason}` };
    sum.add(report.checks);
  }
  return { kind: 'complete', checks: sum.checks };
}
