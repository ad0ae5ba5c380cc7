import * as l10n from '@vscode/l10n';

/**
 * The base of every error a person may meet. The message says what happened; `nextStep` says what to do.
 * Code branches on the class, never on the text.
 */
export abstract class ExplainedError extends Error {
  /** What the person can do about it, as one sentence. */
  abstract readonly nextStep: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What was asked for was called off, by the one who asked or by an end of the program. */
export class CancelledError extends ExplainedError {
  readonly nextStep = l10n.t('Start it again when you want it.');
  constructor() {
    super(l10n.t('Cancelled.'));
  }
}

/** Narrows anything thrown to an Error, so that a message can always be shown. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
