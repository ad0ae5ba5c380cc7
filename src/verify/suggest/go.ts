import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { EntryReport } from '../entry.js';
import { findFiles, nearestFolder } from './search.js';
import { type Detector, entryOf, everyFile, oneFile, type Place, type Suggestion, seenFrom } from './suggestion.js';
import type { WorkspaceView } from './workspace.js';

const SECONDS = 120;

/** Tests at the top only: the names of those in them hold a slash, and their lines follow its own. */
const report: EntryReport = {
  format: 'regex',
  pattern: String.raw`(?<message>(?:^ {4,}\S+\.go:\d+: .*\n(?: {8}.*\n)*)+)?--- (?:(?<passed>PASS)|(?<failed>FAIL)|SKIP): (?<check>[^\s/]+) \(`,
};

/** Where nothing is tested `go test` succeeds, so each suggestion needs a test that is there. */
export const detectGo: Detector = async ({ workspace, file, name }) => {
  if (!file.endsWith('.go')) return [];
  const module = await nearestFolder(workspace, file, ['go.mod']);
  if (module === undefined) return [];
  const tests = await findFiles(workspace, module, (found) => found.endsWith('_test.go'));
  if (tests.length === 0) return [];

  const folder = path.posix.dirname(file);
  const own = tests.filter((test) => path.posix.dirname(test) === folder);
  const target = ['.', ...seenFrom(module, [folder])].filter((part) => part !== '').join('/');
  const run = (args: readonly string[], place: Place) =>
    ({ command: ['go', 'test', '-v', ...args], place, seconds: SECONDS, report }) as const;
  const suggestions: Suggestion[] = [];
  const about = name === undefined ? [] : await testsAbout(workspace, own, name);
  if (about.length > 0) {
    const only = ['-run', `^(${about.join('|')})$`, target];
    suggestions.push({
      entry: entryOf(`go test of ${name}`, run(only, oneFile(module, file))),
      reason: l10n.t("The file's package has tests named after {0}: {1}.", name ?? '', about.join(', ')),
    });
  }
  if (own.length > 0 && own.length < tests.length) {
    suggestions.push({
      entry: entryOf(`go test ${target}`, run([target], oneFile(module, file))),
      reason: l10n.t("The file's package has tests."),
    });
  }
  suggestions.push({
    entry: entryOf('go test', run(['./...'], everyFile(module, '*.go'))),
    reason: l10n.t('There is a go.mod, and there are files of tests.'),
  });
  return suggestions;
};

/** The test functions in these files that are named after a function or method: `TestAdd`, `TestList_Add`. */
async function testsAbout(
  workspace: WorkspaceView,
  files: readonly string[],
  name: string,
): Promise<readonly string[]> {
  const texts = await Promise.all(files.map((file) => workspace.read(file)));
  const simple = (name.split('.').at(-1) ?? name).toLowerCase();
  return texts
    .flatMap((text) => [...(text ?? '').matchAll(/^func (Test\w*)\(/gm)])
    .flatMap(([, test]) => (test?.toLowerCase().includes(simple) ? [test] : []));
}
