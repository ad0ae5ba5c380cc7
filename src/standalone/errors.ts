import { ExplainedError } from '../core/errors.js';

/** What is to be explored cannot be found. */
export class PlaceError extends ExplainedError {
  readonly nextStep = 'Name a file that can be read, in the workspace folder.';
}

/** No model, or more than one, is called so. */
export class ModelNameError extends ExplainedError {
  readonly nextStep = 'Name it as the list of models does (in the terminal: --models), or by its path.';
}

/** A verifier was named that the workspace does not configure. */
export class VerifierNameError extends ExplainedError {
  readonly nextStep = 'Name configured ones only, or none to use them all.';
}

/** The workspace configures no verifier at all. */
export class NothingConfiguredError extends ExplainedError {
  readonly nextStep =
    'Give a command or examples, or set exploreSolutions.verifiers in the workspace’s .vscode/settings.json.';
}
