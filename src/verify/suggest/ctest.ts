import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { EntryReport } from '../entry.js';
import { foldersAbove } from './search.js';
import { type Detector, entryOf, everyFile } from './suggestion.js';

const SECONDS = 300;

const C_FILES = '*.{c,cc,cpp,cxx,h,hh,hpp,hxx}';

/** By the lines that every version writes; it writes JUnit's XML since 3.21 only. */
const report: EntryReport = {
  format: 'regex',
  pattern: String.raw`^ *\d+/\d+ Test +#\d+: (?<check>\S.*?) \.+(?: +(?<passed>Passed)|[^*\n]*\*\*\*(?:Skipped|Not Run \(Disabled\)|(?<failed>.+?))) +[\d.]+ sec|tests failed out of (?<total>\d+)`,
};

/**
 * Configures a build folder of its own: the caches of existing ones hold absolute paths, which lead from the scratch
 * copy back to the original.
 */
export const detectCTest: Detector = async ({ workspace, file }) => {
  if (!/\.(c|cc|cpp|cxx|h|hh|hpp|hxx)$/.test(file)) return [];
  for (const folder of foldersAbove(file)) {
    const lists = await workspace.read(path.posix.join(folder, 'CMakeLists.txt'));
    if (lists === undefined || !/^\s*(enable_testing\s*\(|include\s*\(\s*CTest\b)/im.test(lists)) continue;
    const build = 'build-explore-solutions';
    const command = ['ctest', '--build-and-test', '.', build, '--build-generator', 'Unix Makefiles'];
    const test = ['--test-command', 'ctest', '--output-on-failure', '--no-tests=error'];
    const place = everyFile(folder, C_FILES);
    return [
      {
        entry: entryOf('ctest', { command: [...command, ...test], place, seconds: SECONDS, report }),
        reason: l10n.t('CMakeLists.txt enables testing.'),
      },
    ];
  }
  return [];
};
