import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { EntryReport } from '../entry.js';
import { nearestFolder, testsNamedAfter } from './search.js';
import { type Detector, entryOf, everyFile, namedAfterFile, oneFile, type Place } from './suggestion.js';

const SECONDS = 300;

/** Each test program announces its tests first: one that ended early is cut off. */
const report: EntryReport = {
  format: 'regex',
  pattern: String.raw`test (?<check>\S.*?) \.\.\. (?:(?<passed>ok)|(?<failed>FAILED)|ignored.*)$|running (?<total>\d+) tests?$`,
};

/**
 * Offline, because a verifier has no network. Narrowed to an integration test only, whose file cargo insists on.
 */
export const detectCargo: Detector = async ({ workspace, file }) => {
  if (!file.endsWith('.rs')) return [];
  const crate = await nearestFolder(workspace, file, ['Cargo.toml']);
  if (crate === undefined) return [];
  const stem = path.posix.basename(file, '.rs');
  const named = await testsNamedAfter(workspace, crate, file, {
    anywhere: [],
    amongTests: [`${stem}.rs`, `test_${stem}.rs`, `${stem}_test.rs`, `${stem}_tests.rs`],
  });
  const targets = named.filter((test) => path.posix.dirname(test) === path.posix.join(crate, 'tests'));
  const run = (command: readonly string[], place: Place) => ({ command, place, seconds: SECONDS, report });
  return [
    ...targets.map((target) => {
      const name = path.posix.basename(target, '.rs');
      const command = ['cargo', 'test', '--offline', '--test', name];
      return {
        entry: entryOf(`cargo test ${name}`, run(command, oneFile(crate, file))),
        reason: namedAfterFile([target]),
      };
    }),
    {
      entry: entryOf('cargo test', run(['cargo', 'test', '--offline'], everyFile(crate, '*.rs'))),
      reason: l10n.t('There is a Cargo.toml.'),
    },
  ];
};
