// By the maintainers of node-tap; it knows subtests in both forms, directives, bail-outs and YAML blocks.
import * as l10n from '@vscode/l10n';
import { type FinalResults, Parser, type Result } from 'tap-parser';
import type { FailedCheck } from '../../core/domain.js';
import { toError } from '../../core/errors.js';
import { inParts } from './parts.js';
import { type CheckReport, spoken, Tally, unreadable } from './report.js';

/** The parser's time grows with the cube of the depth, and a candidate writes the text; people nest a few levels. */
const TOO_DEEP = /^ {200} *(# Subtest|ok\b|not ok\b|\d+\.\.)/m;

/** How `node --test` names a file that ran no test: a program that ended before its tests, or a helper among them. */
const FILE_WITHOUT_TESTS = /^(?:(?:\/|[A-Za-z]:\\).*|\S*[\\/]\S*|\S*(?:test|spec)\S*)\.[cm]?[jt]sx?$/;

/**
 * Reads TAP 12 to 14. Counted are the tests at the ends of the tree: a test that only holds others is not one itself,
 * unless it fails although all in it passed (a hook, a plan that was not kept). What is skipped or still to do does
 * not count, nor does a file without tests.
 */
export async function readTap(text: string, signal: AbortSignal): Promise<CheckReport> {
  if (TOO_DEEP.test(text)) return unreadable(() => l10n.t('its TAP is nested 50 levels deep or more'));
  const parser = new Parser();
  const level = new Level(parser, []);
  try {
    for await (const part of inParts(text, signal)) parser.write(part);
    parser.end();
  } catch (error) {
    signal.throwIfAborted();
    return unreadable(() => l10n.t('its TAP cannot be parsed: {0}', toError(error).message));
  }
  const { checks } = level.tally;
  if (level.problem !== undefined) return { kind: 'cut-off', checks, reason: level.problem };
  if (checks.total === 0 && !/^ *(TAP version \d+|1\.\.\d+|(not )?ok\b)/m.test(text)) {
    return unreadable(() => l10n.t('nothing in its output is TAP'));
  }
  return { kind: 'complete', checks };
}

/** The tests of one parser, with those below them. */
class Level {
  readonly tally = new Tally();
  /** What this level, or one below it, lacks by its own words. */
  problem: string | undefined;
  /** Subtests whose own line has not come yet. */
  private below: Level | null = null;

  constructor(
    parser: Parser,
    private readonly names: readonly string[],
  ) {
    parser.on('child', (child: Parser) => {
      const below = new Level(child, [...names, child.name]);
      child.on('complete', () => {
        this.problem ??= below.problem;
      });
      this.below = below;
    });
    parser.on('assert', (result: Result) => this.take(result));
    parser.on('complete', (results: FinalResults) => {
      this.problem ??= problemOf(results);
      // The output ended before the line that would have summed them up.
      if (this.below) this.tally.add(this.below.tally.checks);
    });
  }

  private take(result: Result): void {
    const below = this.below?.tally.checks;
    this.below = null;
    if (result.todo || result.skip) return;
    if (below) this.tally.add(below);
    if (!result.ok && (below === undefined || below.passed === below.total)) this.tally.fail(this.failureOf(result));
    else if (below === undefined && !FILE_WITHOUT_TESTS.test(result.name)) this.tally.pass();
  }

  private failureOf({ name, id, diag }: Result): FailedCheck {
    const message = spoken(diag?.error ?? diag?.message)?.trim();
    const expected = spoken(diag?.expected);
    const actual = spoken(diag?.actual);
    return {
      name: [...this.names, name || `test ${id}`].join(' > '),
      ...(message !== undefined && { message }),
      ...(expected !== undefined && { expected }),
      ...(actual !== undefined && { actual }),
    };
  }
}

function problemOf({ bailout, failures }: FinalResults): string | undefined {
  if (bailout) return `ends with "Bail out!"${typeof bailout === 'string' ? `: ${bailout}` : ''}`;
  const broken = failures.find((failure) => failure.tapError);
  if (!broken) return undefined;
  return broken.tapError === 'no plan' ? 'has no plan (a line "1..N")' : `does not keep its plan: ${broken.tapError}`;
}
