import { ExplainedError } from '../core/errors.js';

/** There is no file to explore. */
export class NoEditorError extends ExplainedError {
  readonly nextStep = 'Open one, put the cursor into a function or select some lines, and explore again.';
  constructor() {
    super('No file is open in an editor.');
  }
}

/** Verifiers belong to a folder. */
export class NoFolderError extends ExplainedError {
  readonly nextStep = 'Open the one with your code (File > Open Folder), or run "Explore Solutions: Open Example".';
  constructor() {
    super('No folder is open.');
  }
}

/** Verifiers run in a copy of a workspace folder; this file is in none. */
export class OutsideWorkspaceError extends ExplainedError {
  readonly nextStep = 'Save it in a folder that is open, or open its folder (File > Open Folder), and explore again.';
  constructor(file: string) {
    super(`${file} is not in a folder that is open here.`);
  }
}

/** A setting has a value that cannot be used. */
export class SettingError extends ExplainedError {
  readonly nextStep = 'Correct it in the settings and explore again.';
}

/** One exploration at a time: the model and the machine are shared. */
export class ExplorationRunningError extends ExplainedError {
  readonly nextStep = 'Stop it first ("Explore Solutions: Stop"), or wait until it has ended.';
  constructor() {
    super('An exploration is running already.');
  }
}

/** There is nothing to pause, or to go on with. */
export class NothingRunningError extends ExplainedError {
  readonly nextStep = 'Start one with "Explore Solutions", or go on with one by "Resume Exploration".';
  constructor() {
    super('No exploration is running.');
  }
}

/** A command needs an exploration or a candidate that is not there. */
export class NothingExploredError extends ExplainedError {
  readonly nextStep = 'Run "Explore Solutions" in a function and wait for its first candidates.';
}

/** There is no recorded exploration with which a command could do something. */
export class NoRecordError extends ExplainedError {
  readonly nextStep = 'Explorations of this workspace are listed in the view "Explorations".';
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
  readonly nextStep = 'Nothing was applied. Compare both, or replace it as it is now; one undo brings it back.';
  constructor(file: string, candidate: CandidateReference) {
    super(`The function in ${file} has changed since the exploration began.`, candidate);
  }
}

/** The explored code cannot be found any more. */
export class PlaceLostError extends DocumentChangedError {
  readonly nextStep = 'Nothing was applied. Compare both side by side and take over what you need.';
  constructor(file: string, candidate: CandidateReference) {
    super(`${file} has changed since the exploration began: what was explored is not found in it.`, candidate);
  }
}

/** Undoing would take back what a person did since. */
export class UndoTooLateError extends ExplainedError {
  readonly nextStep = 'Nothing was undone. Undo in its editor, step by step.';
  constructor(file: string) {
    super(`${file} has changed since the candidate was applied.`);
  }
}

/** VS Code would not make an edit. */
export class EditRefusedError extends ExplainedError {
  readonly nextStep = 'Nothing was applied. See whether the file can be written, and apply again.';
  constructor(file: string) {
    super(`${file} could not be edited.`);
  }
}

/** There is no failure to mend. */
export class TestPassesError extends ExplainedError {
  readonly nextStep =
    'If another one fails, open that; if no verifier runs this test, configure one ("Explore Solutions: Configure Verifiers").';
  constructor(test: string, verifiers: readonly string[]) {
    super(`Nothing fails for ${test}: ${verifiers.map((name) => `"${name}"`).join(', ')} passed.`);
  }
}

/** A test fails, and what code makes it fail cannot be told. */
export class NoSuspectError extends ExplainedError {
  readonly nextStep: string;
  /** @param tested the files that it is named after */
  constructor(test: string, tested: readonly string[]) {
    super(`${test} fails, but no function could be found that makes it fail.`);
    const where = tested.length > 0 ? `Open ${tested.join(' or ')}` : 'Open the file with the code that it tests';
    this.nextStep = `${where}, select the lines that should be written anew, and run "Explore Solutions".`;
  }
}
