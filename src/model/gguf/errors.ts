import * as l10n from '@vscode/l10n';
import { ModelFileError } from '../errors.js';

/** A model in several files, one of which is not there or cannot be read. */
export class MissingPartError extends ModelFileError {
  readonly nextStep: string;
  /** @param part the missing file's path */
  constructor(
    modelPath: string,
    readonly part: string,
    number: number,
    count: number,
    options?: ErrorOptions,
  ) {
    super(
      modelPath,
      l10n.t('{0} belongs to a model in {1} files, and file {2}, {3}, is missing.', modelPath, count, number, part),
      options,
    );
    this.nextStep = l10n.t('Download the missing file into the same folder, under the name it has there.');
  }
}

/** The files of a model in several files contradict each other, or their names. */
export class MismatchedPartsError extends ModelFileError {
  readonly nextStep = l10n.t(
    'Download all files of the model from one place, and leave their names as they are there.',
  );
  constructor(modelPath: string, found: string) {
    super(modelPath, l10n.t('{0} belongs to a model in several files that do not fit together: {1}', modelPath, found));
  }
}
