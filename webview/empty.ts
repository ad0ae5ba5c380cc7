import * as l10n from '@vscode/l10n';
import type { Snapshot } from '../src/protocol/panel.js';
import type { Actions } from './actions.js';
import { button } from './controls.js';
import { arrange, element } from './dom.js';
import type { View } from './view.js';

/** Nothing was explored yet: says how to start. */
export function emptyView(actions: Actions): View<Extract<Snapshot, { kind: 'empty' }>> {
  const start = element(
    'div',
    'empty',
    element(
      'p',
      '',
      l10n.t(
        'A model on your machine writes many attempts at a problem in your code. The most promising ones are tried first against your own tests, in a copy of your workspace. What passes is shown here.',
      ),
    ),
    element('p', '', l10n.t('Put the cursor into a function, or select some lines.')),
    button(l10n.t('Explore Solutions'), 'primary', actions.explore),
    element('p', '', l10n.t('Verifiers decide what passes: commands of your workspace, such as its tests.')),
    button(l10n.t('Configure Verifiers'), 'secondary', actions.configureVerifiers),
    element('p', '', l10n.t('Where there are none, examples will do, such as median([3, 1, 2]) == 2.')),
    button(l10n.t('Explore with Examples…'), 'secondary', actions.exploreWithExamples),
  );
  const untrusted = element(
    'div',
    'empty',
    element(
      'p',
      '',
      l10n.t(
        'Exploring runs commands of this workspace, and code that a model wrote. That needs a workspace you trust.',
      ),
    ),
    button(l10n.t('Manage Workspace Trust'), 'primary', actions.manageTrust),
  );
  const root = element('main', '');
  return {
    element: root,
    update: ({ trusted }) => arrange(root, [trusted ? start : untrusted]),
  };
}
