import * as l10n from '@vscode/l10n';
import type { Verdict } from '../core/domain.js';
import type { Verifier, VerifierCommand } from './configuration.js';
import { DEFAULT_LIMITS } from './limits.js';
import type { ProcessReport } from './process.js';
import type { CheckReport, Report } from './reports/index.js';
import { type Sandbox, startFailure } from './sandbox.js';
import { toolFailure } from './tool-failures.js';
import type { Exceeded } from './usage.js';

/** More than this from one verifier is a flood, and ends it. */
export const OUTPUT_LIMIT_BYTES = 64 * 1024 ** 2;

/** Characters of a reason, which may quote what a candidate wrote. */
const KEPT_REASON = 500;

/** Exit codes by which POSIX shells say that a command is not there, or is not one. */
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;

/** Who wrote the text that was judged. */
export type Author = 'person' | 'model';

/**
 * What a run says of a text. With a report, a pass needs exit code 0, every check passed and as many as there must
 * be. A report that is missing or cannot be read is a fail, not an error: a candidate that ends the process before the
 * tests looks the same as a verifier that writes its report elsewhere, and the output says which it was for a person.
 *
 * A person's text that ends well without a report is taken for the latter, and is an error.
 *
 * @param report null where there is none to be read
 */
export function verdictOf(
  verifier: Verifier,
  { ending, output, seconds, peakMegabytes }: ProcessReport,
  report: CheckReport | null,
  sandbox: Sandbox,
  author: Author,
): Verdict {
  const verdict = (outcome: Verdict['outcome'], exitCode: number | null, ...notes: readonly string[]): Verdict => ({
    outcome,
    verifier: verifier.name,
    seconds,
    exitCode,
    output: notes.length === 0 ? output : [output.trimEnd(), ...notes].filter((part) => part !== '').join('\n'),
    ...(report && report.kind !== 'unreadable' && { checks: report.checks }),
    ...(peakMegabytes !== undefined && { peakMegabytes: Math.round(peakMegabytes) }),
  });
  const couldNotRun = (exitCode: number | null, reason: string): Verdict =>
    verdict(
      'error',
      exitCode,
      l10n.t('The verifier "{0}" could not run {1}: {2}', verifier.name, spoken(verifier.command), reason),
    );

  switch (ending.kind) {
    case 'not-started':
      return couldNotRun(null, ending.reason);
    case 'timeout':
      return verdict('timeout', null, `[ended: it ran longer than ${verifier.timeoutSeconds} s]`);
    case 'flooded':
      return verdict('fail', null, `[ended: it wrote more than ${OUTPUT_LIMIT_BYTES / 1024 ** 2} MiB]`);
    case 'exceeded':
      return verdict('fail', null, `[ended: it used more than ${spokenLimit(ending.what, verifier)}]`);
    case 'signalled':
      return verdict('fail', null, `[ended by ${ending.signal}]`);
    case 'exited': {
      const { exitCode } = ending;
      const failure = startFailure(sandbox, exitCode, output);
      if (failure !== undefined) return couldNotRun(null, failure);
      if (exitCode === NOT_FOUND) return couldNotRun(exitCode, l10n.t('a command in it was not found'));
      if (exitCode === NOT_EXECUTABLE) return couldNotRun(exitCode, l10n.t('a command in it cannot be executed'));
      const unable = exitCode === 0 ? undefined : toolFailure(output);
      if (unable !== undefined) return couldNotRun(exitCode, unable);
      if (exitCode === 0 && report?.kind === 'unreadable' && author === 'person') {
        const told = report.told.slice(0, KEPT_REASON);
        return verdict(
          'error',
          exitCode,
          l10n.t('The verifier "{0}" leaves no report: it ends with exit code 0, but {1}', verifier.name, told),
        );
      }
      const objection = report && objectionOf(verifier.report, report);
      const notes = objection ? [`[exit code ${exitCode}; ${objection.slice(0, KEPT_REASON)}]`] : [];
      return verdict(exitCode === 0 && !objection ? 'pass' : 'fail', exitCode, ...notes);
    }
  }
}

/** What two verifiers that ran one after the other say together; the later one decides. */
export function joined(before: Verdict, next: Verdict): Verdict {
  const checks = [before.checks, next.checks].filter((each) => each !== undefined);
  const peaks = [before.peakMegabytes, next.peakMegabytes].filter((each) => each !== undefined);
  return {
    ...next,
    seconds: before.seconds + next.seconds,
    ...(checks.length > 0 && {
      checks: {
        passed: checks.reduce((sum, { passed }) => sum + passed, 0),
        total: checks.reduce((sum, { total }) => sum + total, 0),
        failures: next.checks?.failures ?? [],
      },
    }),
    ...(peaks.length > 0 && { peakMegabytes: Math.max(...peaks) }),
  };
}

/** Why a report does not let a candidate pass; null if it does. */
function objectionOf(configured: Report, report: CheckReport): string | null {
  if (report.kind === 'unreadable') return `there is no report: ${report.reason}`;
  const { passed, total } = report.checks;
  if (report.kind === 'cut-off') return `its report ${report.reason}`;
  if (passed < total) return `${passed} of ${count(total)} passed`;
  const least = configured.format === 'exitCode' ? 0 : configured.checks;
  if (total < least) return `its report has ${count(total)}, and there must be ${least} or more`;
  return null;
}

function count(checks: number): string {
  return checks === 1 ? '1 check' : `${checks} checks`;
}

function spokenLimit(what: Exceeded, { memoryMegabytes, processes }: Verifier): string {
  switch (what) {
    case 'memory':
      return `${memoryMegabytes} MiB of memory`;
    case 'processes':
      return `${processes} processes`;
    case 'disk':
      return `${DEFAULT_LIMITS.diskMegabytes} MiB of the disk, or nearly all that was free`;
  }
}

function spoken(command: VerifierCommand): string {
  return command.kind === 'shell' ? `"${command.line}"` : `"${[command.program, ...command.args].join(' ')}"`;
}
