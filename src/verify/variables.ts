import path from 'node:path';

const PATTERN = /\$\{(workspaceFolder|file|relativeFile|fileBasename|fileBasenameNoExtension|fileDirname)\}/g;

/**
 * Replaces VS Code's variables. Anything else in `${…}` stays as it is, as in VS Code's tasks, because a shell line
 * has such variables of its own.
 *
 * @param workspace absolute path of the workspace as the verifier sees it
 * @param file the candidate's file relative to the workspace, with forward slashes
 */
export function substitute(text: string, workspace: string, file: string): string {
  const absolute = path.join(workspace, file);
  const values: Readonly<Record<string, string>> = {
    workspaceFolder: workspace,
    file: absolute,
    relativeFile: path.normalize(file),
    fileBasename: path.basename(absolute),
    fileBasenameNoExtension: path.basename(absolute, path.extname(absolute)),
    fileDirname: path.dirname(absolute),
  };
  return text.replace(PATTERN, (whole, name: string) => values[name] ?? whole);
}
