import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { foldersAbove } from './search.js';
import { type Detector, entryOf, everyFile } from './suggestion.js';

const SECONDS = 120;

/** In the order in which make itself looks for them. */
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];

export const detectMake: Detector = async ({ workspace, file }) => {
  for (const folder of foldersAbove(file)) {
    for (const makefile of MAKEFILES) {
      const text = await workspace.read(path.posix.join(folder, makefile));
      const target = text === undefined ? undefined : testTarget(text);
      if (target === undefined) continue;
      const entry = entryOf(`make ${target}`, {
        command: ['make', target],
        place: everyFile(folder, '*'),
        seconds: SECONDS,
        report: undefined,
      });
      return [{ entry, reason: l10n.t('{0} has a target "{1}".', makefile, target) }];
    }
  }
  return [];
};

/** `test` or `check`: a rule's targets stand before its colon, and `:=` is no rule. */
function testTarget(makefile: string): string | undefined {
  const targets = [...makefile.matchAll(/^([\w.][^:=#\n]*)::?(?!=)/gm)].flatMap(
    ([, names]) => names?.split(/\s+/) ?? [],
  );
  return ['test', 'check'].find((name) => targets.includes(name));
}
