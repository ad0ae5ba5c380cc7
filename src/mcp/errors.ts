import { ExplainedError } from '../core/errors.js';

/** One exploration at a time: the model and the machine are shared. */
export class BusyError extends ExplainedError {
  readonly nextStep = 'Wait until it has ended, or cancel it, and call again.';
  constructor() {
    super('An exploration is running already.');
  }
}

/** Of verifiers, command and examples several were given. */
export class SeveralJudgesError extends ExplainedError {
  readonly nextStep = 'Give one of verifiers, command and examples, or none of them to use the configured verifiers.';
  constructor() {
    super('verifiers, command and examples exclude each other.');
  }
}

/** A model was named that would have to be fetched first: gigabytes that a person should know of. */
export class ModelNotHereError extends ExplainedError {
  readonly nextStep: string;
  constructor(id: string) {
    super(`The model ${id} is not on this machine.`);
    this.nextStep = `Call list_models for those that are; in a terminal, "npm run explore -- --model ${id}" fetches this one.`;
  }
}

/** The exploration could not go on. */
export class ExplorationFailedError extends ExplainedError {
  constructor(
    message: string,
    readonly nextStep: string,
  ) {
    super(message);
  }
}
