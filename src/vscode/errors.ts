import { ExplainedError } from '../core/errors.js';

/** There is no file to explore. */
export class NoEditorError extends ExplainedError {
  readonly nextStep = 'Open one, put the cursor into a function or select some lines, and explore again.';
  constructor() {
    super('No file is open in an editor.');
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

/** A document is not any more what the exploration started from. */
export class DocumentChangedError extends ExplainedError {
  readonly nextStep = 'Nothing was applied. Undo the changes, explore again, or copy from the diff.';
  constructor(file: string) {
    super(`${file} has changed since the exploration began.`);
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
