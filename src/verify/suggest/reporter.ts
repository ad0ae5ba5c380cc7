import type { EntryReport } from '../entry.js';
import type { Runner } from './script.js';

/** How a runner is made to say what each test did, whatever it is configured to write. */
export interface Reporter {
  /** To follow the program or its command, so that no list of files can swallow them. */
  readonly flags: readonly string[];
  readonly report: EntryReport;
}

/** What jest's own reporter writes: a line a test by `--verbose`, and for each that failed its full name and message. */
const jestReport: EntryReport = {
  format: 'regex',
  pattern: String.raw`^ +(?:(?<passed>[✓√])|(?<failed>●)|[○✎]) (?<check>\S.*?)(?: \(\d[\d.]* m?s\))?$(?<message>(?:\n+ {4}\w.*)+)?|^Tests: .* (?<total>\d+) total$`,
};

export const reporters: Readonly<Record<Runner, Reporter>> = {
  'node:test': { flags: ['--test-reporter=tap'], report: 'tap' },
  vitest: { flags: ['--reporter=tap'], report: 'tap' },
  jest: { flags: ['--reporters=default', '--verbose'], report: jestReport },
  mocha: { flags: ['--reporter=tap'], report: 'tap' },
};
