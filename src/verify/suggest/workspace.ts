import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { unlessGone } from '../inventory.js';

export interface WorkspaceItem {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** As much of a workspace as suggestions need. Paths are relative to it, with forward slashes; `.` is itself. */
export interface WorkspaceView {
  isFile(file: string): Promise<boolean>;
  /** A file's text; `undefined` where there is no such file. */
  read(file: string): Promise<string | undefined>;
  /** What is in a folder, in the order of names; empty where there is no such folder. Links are left out. */
  list(folder: string): Promise<readonly WorkspaceItem[]>;
}

/** @param workspace absolute path of the folder */
export function viewOnDisk(workspace: string): WorkspaceView {
  const absolute = (relative: string) => path.join(workspace, relative);
  const isFile = async (file: string) => (await unlessGone(stat(absolute(file))))?.isFile() ?? false;
  return {
    isFile,
    read: async (file) => ((await isFile(file)) ? unlessGone(readFile(absolute(file), 'utf8')) : undefined),
    list: async (folder) =>
      ((await unlessGone(readdir(absolute(folder), { withFileTypes: true }))) ?? [])
        .flatMap((item): readonly WorkspaceItem[] => {
          if (item.isDirectory()) return [{ name: item.name, kind: 'folder' }];
          return item.isFile() ? [{ name: item.name, kind: 'file' }] : [];
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
