import * as l10n from '@vscode/l10n';
import { ExplainedError } from '../core/errors.js';

/** The gradient is no number any more. */
export class TrainingDivergedError extends ExplainedError {
  readonly nextStep = l10n.t('Train again with a smaller learning rate.');
  constructor(step: number) {
    super(l10n.t('The training came apart in step {0}: its gradient is not a number.', step + 1));
  }
}

/** Another training is in the folder that one was to go on in. */
export class TrainingChangedError extends ExplainedError {
  readonly nextStep = l10n.t(
    'Train in another folder, or with the model, the problems and the options that it began with.',
  );
  constructor(folder: string, what: 'plan' | 'model' | 'problems') {
    const messages = {
      plan: l10n.t('The training in {0} began with another plan.', folder),
      model: l10n.t('The training in {0} began with another model.', folder),
      problems: l10n.t('The training in {0} began with other problems.', folder),
    };
    super(messages[what]);
  }
}

/** What is in the folder is no training, or one by another version. */
export class TrainingFolderError extends ExplainedError {
  readonly nextStep = l10n.t('Train in another folder.');
  constructor(folder: string, options?: ErrorOptions) {
    super(l10n.t('{0} holds no training that this version can go on with.', folder), options);
  }
}

/** Another program trains in that folder. */
export class TrainingInUseError extends ExplainedError {
  readonly nextStep = l10n.t('Wait until it has ended, or train in another folder.');
  constructor(folder: string, options?: ErrorOptions) {
    super(l10n.t('Another program is training in {0}.', folder), options);
  }
}

/** There is too little to learn from and to be examined on. */
export class TooFewProblemsError extends ExplainedError {
  readonly nextStep = l10n.t('Explore more problems whose verifiers are configured, and train then.');
  constructor(count: number, least: number) {
    super(l10n.t('There are {0} problems to learn from, and {1} are the least that can be.', count, least));
  }
}
