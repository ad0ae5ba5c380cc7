import { readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Whether a folder was deleted, rather than being out of reach: it is not there, but what it was in is, and not as
 * empty as the place of a drive that is not mounted.
 */
export async function isDeleted(folder: string): Promise<boolean> {
  const around = path.dirname(folder);
  if (around === folder) return false;
  const names = await readdir(around).catch(() => null);
  if (names === null) return isDeleted(around);
  return names.length > 0 && !names.includes(path.basename(folder));
}
