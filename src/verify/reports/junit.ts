// Strict, without dependencies, and kept since 2010. It decodes what XML itself names and nothing a document declares.
import * as l10n from '@vscode/l10n';
import sax from 'sax';
import { toError } from '../../core/errors.js';
import { inParts } from './parts.js';
import { type CheckReport, Tally, unreadable } from './report.js';

interface TestCase {
  readonly name: string;
  outcome: 'passed' | 'failed' | 'skipped';
  message: string | undefined;
}

/**
 * Reads one file of JUnit's XML, whoever wrote it (Surefire, pytest, Vitest, jest-junit, gotestsum, node:test): test
 * cases at any depth, failed by `failure` or `error`; one that is `skipped` does not count, whatever else it says.
 */
export async function readJunit(text: string, signal: AbortSignal): Promise<CheckReport> {
  const parser = sax.parser(true);
  const tally = new Tally();
  let root: string | undefined;
  let current: TestCase | null = null;
  /** The text of the failure that is being read. */
  let failureText: string | null = null;

  parser.onerror = (error) => {
    throw error;
  };
  let hasDocumentType = false;
  parser.ondoctype = () => {
    hasDocumentType = true;
    throw new Error('a document type');
  };
  parser.onopentag = ({ name, attributes }) => {
    root ??= name;
    const { name: caseName, classname, message } = attributes as Record<string, string>;
    if (name === 'testcase') {
      const parts = [classname, caseName].filter((part) => part !== undefined && part !== '');
      current = { name: parts.join(' > ') || 'a test without a name', outcome: 'passed', message: undefined };
    } else if (current && (name === 'failure' || name === 'error')) {
      if (current.outcome === 'passed') current.outcome = 'failed';
      current.message ??= message || undefined;
      failureText = '';
    } else if (current && name === 'skipped') current.outcome = 'skipped';
  };
  parser.ontext = parser.oncdata = (part) => {
    if (failureText !== null) failureText += part;
  };
  parser.onclosetag = (name) => {
    if (current && (name === 'failure' || name === 'error')) {
      current.message ??= failureText?.trim() || undefined;
      failureText = null;
    } else if (current && name === 'testcase') {
      const { outcome, message } = current;
      if (outcome === 'passed') tally.pass();
      if (outcome === 'failed') tally.fail({ name: current.name, ...(message !== undefined && { message }) });
      current = null;
    }
  };

  try {
    for await (const part of inParts(text.replace(/^\uFEFF/, ''), signal)) parser.write(part);
    parser.close();
  } catch (error) {
    signal.throwIfAborted();
    return unreadable(() =>
      hasDocumentType
        ? l10n.t('it has a document type, which no test runner writes')
        : l10n.t('it is not well-formed XML: {0}', firstLines(error)),
    );
  }
  if (root !== 'testsuites' && root !== 'testsuite') {
    return unreadable(() =>
      root === undefined
        ? l10n.t("it is not JUnit's XML: it has no root")
        : l10n.t("it is not JUnit's XML: its root is {0}", `<${root}>`),
    );
  }
  return { kind: 'complete', checks: tally.checks };
}

/** sax puts the place on lines of their own. */
function firstLines(error: unknown): string {
  return toError(error).message.split('\n').join(', ').toLowerCase();
}
