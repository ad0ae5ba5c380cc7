import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { History } from './history.js';

/**
 * Removes the records of deleted folders, of this workspace and of others: a workspace that is gone is never opened
 * again, so that nobody else would.
 *
 * @param records the folder of this workspace's records, `<all workspaces>/<one workspace>/<extension>/<records>`
 */
export async function forgetDeletedFolders(records: string): Promise<void> {
  const workspace = path.dirname(path.dirname(records));
  const withinWorkspace = path.relative(workspace, records);
  const all = path.dirname(workspace);
  for (const name of await readdir(all)) await new History(path.join(all, name, withinWorkspace)).removeDeleted();
}
