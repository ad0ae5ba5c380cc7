import * as l10n from '@vscode/l10n';
import type { Problem } from '../core/domain.js';
import { ExplainedError } from '../core/errors.js';
import type { Exploration } from '../core/exploration.js';

/** Why an exploration cannot go on from its record. */

/** It had come to its end. */
export class ExplorationFinishedError extends ExplainedError {
  readonly nextStep = l10n.t(
    'Explore more ("Explore Solutions: Explore 40 More", or --more in a terminal), or anew: another seed gives other attempts.',
  );
  constructor() {
    super(l10n.t('This exploration had come to its end: there is nothing to go on with.'));
  }
}

/** The problem's file is not any more what the attempts were written for. */
export class ProblemChangedError extends ExplainedError {
  readonly nextStep = l10n.t('Undo the change, or explore the file as it is now.');
  constructor({ file }: Problem, options?: ErrorOptions) {
    super(l10n.t('{0} has changed since the exploration began.', file), options);
  }
}

/** Other verifiers would judge than before. */
export class VerifiersChangedError extends ExplainedError {
  readonly nextStep = l10n.t(
    'Name the same verifiers, configured as they were, or explore anew: what others said cannot stand beside it.',
  );
  constructor(before: readonly string[], now: readonly string[]) {
    const [then = '', since = ''] = [before, now].map((names) => names.map((name) => `"${name}"`).join(', '));
    super(
      then === since
        ? l10n.t('The configuration of the verifiers ({0}) has changed since the exploration began.', then)
        : l10n.t('The exploration began with other verifiers: {0}, not {1}.', then, since),
    );
  }
}

/** Another model would write than before. */
export class ModelChangedError extends ExplainedError {
  readonly nextStep = l10n.t('Choose the model with which the exploration began, or explore anew.');
  constructor({ model }: Exploration, now: string) {
    super(
      model && model.name !== now
        ? l10n.t('The exploration began with the model {0}, not {1}.', model.name, now)
        : l10n.t('The file of the model {0} is another one than when the exploration began.', now),
    );
  }
}

/** Another program writes the record, or has done so since it was read. */
export class RecordInUseError extends ExplainedError {
  readonly nextStep = l10n.t('Wait until it has ended there, or stop it there; then try again.');
  constructor(file: string, options?: ErrorOptions) {
    super(l10n.t('Another program goes on with this exploration: {0}', file), options);
  }
}
