import type { Problem } from '../core/domain.js';
import { ExplainedError } from '../core/errors.js';
import type { Exploration } from '../core/exploration.js';

/** Why an exploration cannot go on from its record. */

/** It had come to its end. */
export class ExplorationFinishedError extends ExplainedError {
  readonly nextStep =
    'Explore more ("Explore Solutions: Explore 40 More", or --more in a terminal), or anew: another seed gives other attempts.';
  constructor() {
    super('This exploration had come to its end: there is nothing to go on with.');
  }
}

/** The problem's file is not any more what the attempts were written for. */
export class ProblemChangedError extends ExplainedError {
  readonly nextStep = 'Undo the change, or explore the file as it is now.';
  constructor({ file }: Problem, options?: ErrorOptions) {
    super(`${file} has changed since the exploration began.`, options);
  }
}

/** Other verifiers would judge than before. */
export class VerifiersChangedError extends ExplainedError {
  readonly nextStep =
    'Name the same verifiers, configured as they were, or explore anew: what others said cannot stand beside it.';
  constructor(before: readonly string[], now: readonly string[]) {
    const [then, since] = [before, now].map((names) => names.map((name) => `"${name}"`).join(', '));
    super(
      then === since
        ? `The configuration of the verifiers (${then}) has changed since the exploration began.`
        : `The exploration began with other verifiers: ${then}, not ${since}.`,
    );
  }
}

/** Another model would write than before. */
export class ModelChangedError extends ExplainedError {
  readonly nextStep = 'Choose the model with which the exploration began, or explore anew.';
  constructor({ model }: Exploration, now: string) {
    super(
      model && model.name !== now
        ? `The exploration began with the model ${model.name}, not ${now}.`
        : `The file of the model ${now} is another one than when the exploration began.`,
    );
  }
}
