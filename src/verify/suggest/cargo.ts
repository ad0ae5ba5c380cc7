import path from 'node:path';
import { nearestFolder, testsNamedAfter } from './search.js';
import { type Detector, entryOf, everyFile, oneFile } from './suggestion.js';

const SECONDS = 300;

/**
 * Offline, because a verifier has no network. Narrowed to an integration test only, whose file cargo insists on: a
 * filter by name that fits nothing succeeds.
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
  return [
    ...targets.map((target) => {
      const name = path.posix.basename(target, '.rs');
      const command = ['cargo', 'test', '--offline', '--test', name];
      return {
        entry: entryOf(`cargo test ${name}`, command, oneFile(crate, file), SECONDS),
        reason: `${target} is named after the file.`,
      };
    }),
    {
      entry: entryOf('cargo test', ['cargo', 'test', '--offline'], everyFile(crate, '*.rs'), SECONDS),
      reason: 'There is a Cargo.toml.',
    },
  ];
};
