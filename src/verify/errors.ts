import { ExplainedError } from '../core/errors.js';

/** One thing that is wrong in a configuration. */
export interface ConfigurationProblem {
  /** Where, as a person would look for it: `exploreSolutions.verifiers[2].command`. */
  readonly place: string;
  readonly reason: string;
}

/** The configured verifiers cannot be used as they are written; every problem is named. */
export class ConfigurationError extends ExplainedError {
  readonly nextStep = 'Correct it in .vscode/settings.json and explore again.';

  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(problems.map(({ place, reason }) => `${place}: ${reason}`).join('\n'));
  }
}

/** No configured verifier applies to the file that is to be changed. */
export class NoVerifierError extends ExplainedError {
  readonly nextStep =
    'Add one under "exploreSolutions.verifiers" in .vscode/settings.json, for example { "name": "tests", "command": ["npm", "test"] }.';

  constructor(
    readonly file: string,
    /** VS Code's identifier. */
    readonly language: string,
  ) {
    super(`No configured verifier applies to ${file}.`);
  }
}

/** The workspace is larger than what is copied for every candidate; it may well be a home folder. */
export class WorkspaceTooLargeError extends ExplainedError {
  readonly nextStep = 'Open a smaller folder: the one that holds the package you are working on and its tests.';

  constructor(
    readonly workspace: string,
    exceeded: string,
  ) {
    super(`${workspace} has ${exceeded}, too much to copy for every candidate.`);
  }
}

/** A candidate's file cannot be written without leaving the scratch copy. */
export class OutsideScratchError extends ExplainedError {
  readonly nextStep = 'Open the folder in which the file really is, and explore there.';

  constructor(readonly file: string) {
    super(`${file} is not a file of this workspace itself: its path leads out of the folder.`);
  }
}

/** A sandbox is required and this machine has none that works. */
export class SandboxUnavailableError extends ExplainedError {
  readonly nextStep: string;

  constructor(reason: string, platform: NodeJS.Platform = process.platform) {
    super(`A sandbox is required and there is none: ${reason}.`);
    this.nextStep = `${remedy(platform)}, or set "exploreSolutions.sandbox" to "auto", which goes on without one.`;
  }
}

function remedy(platform: NodeJS.Platform): string {
  switch (platform) {
    case 'linux':
      return 'Install bubblewrap (on Debian and Ubuntu: "sudo apt install bubblewrap") and let it make user namespaces';
    case 'darwin':
      return 'Try "sandbox-exec -p \'(version 1) (allow default)\' /usr/bin/true" in a terminal to see what is wrong with it';
    default:
      return 'Open the folder on Linux, on Windows by WSL or a dev container, with bubblewrap installed there';
  }
}

/** The workspace's commands must not run, because nobody said that the workspace can be trusted. */
export class WorkspaceNotTrustedError extends ExplainedError {
  readonly nextStep = 'Trust the workspace (command "Workspaces: Manage Workspace Trust"), then explore again.';

  constructor(readonly workspace: string) {
    super(`${workspace} is not trusted, so its verifiers were not run.`);
  }
}
