import * as l10n from '@vscode/l10n';
import { ExplainedError } from '../core/errors.js';

/** One thing that is wrong in a configuration. */
export interface ConfigurationProblem {
  /** Where, as a person would look for it: `exploreSolutions.verifiers[2].command`. */
  readonly place: string;
  readonly reason: string;
}

/** The configured verifiers cannot be used as they are written; every problem is named. */
export class ConfigurationError extends ExplainedError {
  readonly nextStep = l10n.t('Correct it in .vscode/settings.json and explore again.');

  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(problems.map(({ place, reason }) => `${place}: ${reason}`).join('\n'));
  }
}

/** No configured verifier applies to the file that is to be changed. */
export class NoVerifierError extends ExplainedError {
  readonly nextStep = l10n.t(
    'Add one under "exploreSolutions.verifiers" in .vscode/settings.json, for example { "name": "tests", "command": ["npm", "test"] }.',
  );

  constructor(
    readonly file: string,
    /** VS Code's identifier. */
    readonly language: string,
  ) {
    super(l10n.t('No configured verifier applies to {0}.', file));
  }
}

/** The workspace is larger than what is copied for every candidate; it may well be a home folder. */
export class WorkspaceTooLargeError extends ExplainedError {
  readonly nextStep = l10n.t('Open a smaller folder: the one that holds the package you are working on and its tests.');

  constructor(
    readonly workspace: string,
    exceeded: string,
  ) {
    super(l10n.t('{0} has {1}, too much to copy for every candidate.', workspace, exceeded));
  }
}

/** A candidate's file cannot be written without leaving the scratch copy. */
export class OutsideScratchError extends ExplainedError {
  readonly nextStep = l10n.t('Open the folder in which the file really is, and explore there.');

  constructor(readonly file: string) {
    super(l10n.t('{0} is not a file of this workspace itself: its path leads out of the folder.', file));
  }
}

/** A sandbox is required and this machine has none that works. */
export class SandboxUnavailableError extends ExplainedError {
  readonly nextStep: string;

  constructor(reason: string, platform: NodeJS.Platform = process.platform) {
    super(l10n.t('A sandbox is required and there is none: {0}.', reason));
    this.nextStep = remedy(platform);
  }
}

function remedy(platform: NodeJS.Platform): string {
  switch (platform) {
    case 'linux':
      return l10n.t(
        'Install bubblewrap (on Debian and Ubuntu: "sudo apt install bubblewrap") and let it make user namespaces, or set "exploreSolutions.sandbox" to "auto", which goes on without one.',
      );
    case 'darwin':
      return l10n.t(
        'Try "{0}" in a terminal to see what is wrong with it, or set "exploreSolutions.sandbox" to "auto", which goes on without one.',
        "sandbox-exec -p '(version 1) (allow default)' /usr/bin/true",
      );
    default:
      return l10n.t(
        'Open the folder on Linux, on Windows by WSL or a dev container, with bubblewrap installed there, or set "exploreSolutions.sandbox" to "auto", which goes on without one.',
      );
  }
}

/** The workspace's commands must not run, because nobody said that the workspace can be trusted. */
export class WorkspaceNotTrustedError extends ExplainedError {
  readonly nextStep = l10n.t('Trust the workspace (command "Workspaces: Manage Workspace Trust"), then explore again.');

  constructor(readonly workspace: string) {
    super(l10n.t('{0} is not trusted, so its verifiers were not run.', workspace));
  }
}
