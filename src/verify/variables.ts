import { homedir } from 'node:os';
import path from 'node:path';

/** What variables are about. */
export interface Surroundings {
  /** Absolute path of the workspace as the verifier sees it. */
  readonly workspace: string;
  /** The name of the user's own folder; a copy's may differ. */
  readonly workspaceName: string;
  /** The candidate's file relative to the workspace, with forward slashes. */
  readonly file: string;
  /** What `${env:NAME}` is looked up in: all of the program's, for a verifier gets no secret that is not named so. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Replaces VS Code's variables, as far as they make sense without an editor
 * (https://code.visualstudio.com/docs/reference/variables-reference). Anything else in `${…}` stays as it is, as in
 * VS Code's tasks, because a shell line has such variables of its own.
 */
export function substitute(text: string, { workspace, workspaceName, file, environment }: Surroundings): string {
  const absolute = path.join(workspace, file);
  const folder = path.dirname(absolute);
  const values: ReadonlyMap<string, string> = new Map([
    ['workspaceFolder', workspace],
    ['workspaceFolderBasename', workspaceName],
    ['file', absolute],
    ['fileWorkspaceFolder', workspace],
    ['relativeFile', path.normalize(file)],
    ['relativeFileDirname', path.dirname(path.normalize(file))],
    ['fileBasename', path.basename(absolute)],
    ['fileBasenameNoExtension', path.basename(absolute, path.extname(absolute))],
    ['fileExtname', path.extname(absolute)],
    ['fileDirname', folder],
    ['fileDirnameBasename', folder === workspace ? workspaceName : path.basename(folder)],
    ['pathSeparator', path.sep],
    ['/', path.sep],
    ['userHome', homedir()],
  ]);
  return text.replace(/\$\{(env:)?([^${}]+)\}/g, (whole, env: string | undefined, name: string) =>
    env === undefined ? (values.get(name) ?? whole) : (environment[name] ?? ''),
  );
}
