import * as l10n from '@vscode/l10n';
import { ExplainedError } from '../../core/errors.js';

/** Examples are not understood for this language. */
export class ExamplesUnsupportedError extends ExplainedError {
  readonly nextStep = l10n.t('Configure a verifier that runs your tests instead.');

  constructor(readonly language: string) {
    super(
      l10n.t(
        'Examples can be checked in Python, JavaScript and TypeScript, not in a file of the language "{0}".',
        language,
      ),
    );
  }
}

/** A line, counted from 1, that is no example. */
export interface ExampleProblem {
  readonly line: number;
  readonly reason: string;
}

/** What was typed cannot be read as examples; every line that is wrong is named. */
export class UnreadableExamplesError extends ExplainedError {
  constructor(
    readonly problems: readonly ExampleProblem[],
    readonly nextStep: string,
  ) {
    super(
      problems.length === 0
        ? l10n.t('There is no example.')
        : problems.map(({ line, reason }) => l10n.t('Line {0} of the examples {1}.', line, reason)).join('\n'),
    );
  }
}

/** The grammars with which examples are read are not where they should be. */
export class ExampleGrammarError extends ExplainedError {
  readonly nextStep = l10n.t('Install the program again; in a clone of the repository, run `npm run build`.');
}
