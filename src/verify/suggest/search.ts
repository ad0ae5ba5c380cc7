import path from 'node:path';
import type { WorkspaceView } from './workspace.js';

/** The folders that hold a file, from its own up to the workspace. */
export function foldersAbove(file: string): readonly string[] {
  const folder = path.posix.dirname(file);
  return folder === '.' ? [folder] : [folder, ...foldersAbove(folder)];
}

/** The nearest folder above a file that holds one of the files of these names. */
export async function nearestFolder(
  workspace: WorkspaceView,
  file: string,
  names: readonly string[],
): Promise<string | undefined> {
  for (const folder of foldersAbove(file)) {
    if ((await firstFile(workspace, folder, names)) !== undefined) return folder;
  }
  return undefined;
}

/** Whether a folder holds one of these files, and which. */
export async function firstFile(
  workspace: WorkspaceView,
  folder: string,
  names: readonly string[],
): Promise<string | undefined> {
  for (const name of names) if (await workspace.isFile(path.posix.join(folder, name))) return name;
  return undefined;
}

/** A search that finds nothing in so many folders would not be worth waiting for. */
const MOST_FOLDERS = 500;

/** Dependencies and what tools write: the tests in there are not the user's. */
const NOT_SEARCHED = new Set(['node_modules', 'target', 'build', 'dist', 'out', 'vendor', 'venv', 'site-packages']);

/** The files in a folder and below whose names fit, near ones first; hidden folders and dependencies left out. */
export async function findFiles(
  workspace: WorkspaceView,
  folder: string,
  fits: (name: string) => boolean,
): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [folder];
  for (let at = 0; at < Math.min(folders.length, MOST_FOLDERS); at += 1) {
    const current = folders[at] ?? folder;
    for (const { name, kind } of await workspace.list(current)) {
      const item = path.posix.join(current, name);
      if (kind === 'file' && fits(name)) found.push(item);
      if (kind === 'folder' && !name.startsWith('.') && !NOT_SEARCHED.has(name)) folders.push(item);
    }
  }
  return found;
}

const TEST_FOLDERS = ['test', 'tests', '__tests__', 'spec'];

/** How an ecosystem names the tests of a file. */
export interface TestNames {
  /** Names that a test has anywhere. */
  readonly anywhere: readonly string[];
  /** Names that mean a test only in a folder of tests. */
  readonly amongTests: readonly string[];
}

/**
 * The tests named after a file: beside it, and in the folders of tests of every folder from its own up to the
 * project's.
 */
export async function testsNamedAfter(
  workspace: WorkspaceView,
  project: string,
  file: string,
  { anywhere, amongTests }: TestNames,
): Promise<readonly string[]> {
  const folder = path.posix.dirname(file);
  const beside = await Promise.all(
    anywhere.map(async (name) => {
      const candidate = path.posix.join(folder, name);
      return (await workspace.isFile(candidate)) ? [candidate] : [];
    }),
  );
  const above = foldersAbove(file);
  const inProject = above.slice(0, above.indexOf(project) + 1);
  const names = new Set([...anywhere, ...amongTests]);
  const among = await Promise.all(
    inProject
      .flatMap((parent) => TEST_FOLDERS.map((name) => path.posix.join(parent, name)))
      .map((tests) => findFiles(workspace, tests, (name) => names.has(name))),
  );
  return [...new Set([...beside.flat(), ...among.flat()])].filter((found) => found !== file).sort();
}
