import * as l10n from '@vscode/l10n';
import { ExplainedError } from '../core/errors.js';
import { or } from '../core/language.js';

/** There is no file to explore. */
export class NoEditorError extends ExplainedError {
  readonly nextStep = l10n.t('Open one, put the cursor into a function or select some lines, and explore again.');
  constructor() {
    super(l10n.t('No file is open in an editor.'));
  }
}

/** Verifiers belong to a folder. */
export class NoFolderError extends ExplainedError {
  readonly nextStep = l10n.t(
    'Open the one with your code (File > Open Folder), or run "Explore Solutions: Open Example".',
  );
  constructor() {
    super(l10n.t('No folder is open.'));
  }
}

/** Verifiers run in a copy of a workspace folder; this file is in none. */
export class OutsideWorkspaceError extends ExplainedError {
  readonly nextStep = l10n.t(
    'Save it in a folder that is open, or open its folder (File > Open Folder), and explore again.',
  );
  constructor(file: string) {
    super(l10n.t('{0} is not in a folder that is open here.', file));
  }
}

/** A setting has a value that cannot be used. */
export class SettingError extends ExplainedError {
  readonly nextStep = l10n.t('Correct it in the settings and explore again.');
}

/** One exploration at a time: the model and the machine are shared. */
export class ExplorationRunningError extends ExplainedError {
  readonly nextStep = l10n.t('Stop it first ("Explore Solutions: Stop"), or wait until it has ended.');
  constructor() {
    super(l10n.t('An exploration is running already.'));
  }
}

/** There is nothing to pause, or to go on with. */
export class NothingRunningError extends ExplainedError {
  readonly nextStep = l10n.t('Start one with "Explore Solutions", or go on with one by "Resume Exploration".');
  constructor() {
    super(l10n.t('No exploration is running.'));
  }
}

/** A command needs an exploration or a candidate that is not there. */
export class NothingExploredError extends ExplainedError {
  readonly nextStep = l10n.t('Run "Explore Solutions" in a function and wait for its first candidates.');
}

/** There is no recorded exploration with which a command could do something. */
export class NoRecordError extends ExplainedError {
  readonly nextStep = l10n.t('Explorations of this workspace are listed in the view "Explorations".');
}

/** Which candidate of which exploration. */
export interface CandidateReference {
  readonly exploration: string;
  readonly candidate: number;
}

/** What a candidate would replace is not any more what was explored. */
abstract class DocumentChangedError extends ExplainedError {
  constructor(
    message: string,
    readonly candidate: CandidateReference,
  ) {
    super(message);
  }
}

/** The explored function was changed by a person. */
export class FunctionChangedError extends DocumentChangedError {
  readonly nextStep = l10n.t('Nothing was applied. Compare both, or replace it as it is now; one undo brings it back.');
  constructor(file: string, candidate: CandidateReference) {
    super(l10n.t('The function in {0} has changed since the exploration began.', file), candidate);
  }
}

/** The explored code cannot be found any more. */
export class PlaceLostError extends DocumentChangedError {
  readonly nextStep = l10n.t('Nothing was applied. Compare both side by side and take over what you need.');
  constructor(file: string, candidate: CandidateReference) {
    super(
      l10n.t('{0} has changed since the exploration began: what was explored is not found in it.', file),
      candidate,
    );
  }
}

/** Undoing would take back what a person did since. */
export class UndoTooLateError extends ExplainedError {
  readonly nextStep = l10n.t('Nothing was undone. Undo in its editor, step by step.');
  constructor(file: string) {
    super(l10n.t('{0} has changed since the candidate was applied.', file));
  }
}

/** VS Code would not make an edit. */
export class EditRefusedError extends ExplainedError {
  readonly nextStep = l10n.t('Nothing was applied. See whether the file can be written, and apply again.');
  constructor(file: string) {
    super(l10n.t('{0} could not be edited.', file));
  }
}

/** There is no failure to mend. */
export class TestPassesError extends ExplainedError {
  readonly nextStep = l10n.t(
    'If another one fails, open that; if no verifier runs this test, configure one ("Explore Solutions: Configure Verifiers").',
  );
  constructor(test: string, verifiers: readonly string[]) {
    super(l10n.t('Nothing fails for {0}: {1} passed.', test, verifiers.map((name) => `"${name}"`).join(', ')));
  }
}

/** A test fails, and what code makes it fail cannot be told. */
export class NoSuspectError extends ExplainedError {
  readonly nextStep: string;
  /** @param tested the files that it is named after */
  constructor(test: string, tested: readonly string[]) {
    super(l10n.t('{0} fails, but no function could be found that makes it fail.', test));
    this.nextStep =
      tested.length > 0
        ? l10n.t('Open {0}, select the lines that should be written anew, and run "Explore Solutions".', or(tested))
        : l10n.t(
            'Open the file with the code that it tests, select the lines that should be written anew, and run "Explore Solutions".',
          );
  }
}
