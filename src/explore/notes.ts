import * as l10n from '@vscode/l10n';
import type { Exploration } from '../core/exploration.js';

/** What a person should know of the verifiers before they believe them: sentences, in the order in which they came up. */
export function notesOf({ baseline, doubts, flaky }: Exploration): readonly string[] {
  return [
    ...(baseline?.outcome === 'pass'
      ? [l10n.t('The code passes already as it is: a survivor is only as good as these verifiers.')]
      : []),
    ...doubts.map((doubt) =>
      l10n.t(
        'What "{0}" says may not be about the code, which does not pass as it is: {1}.',
        baseline?.verifier ?? '',
        doubt,
      ),
    ),
    ...flaky.map((name) => l10n.t('The verifier "{0}" is flaky: it said different things of the same code.', name)),
  ];
}
