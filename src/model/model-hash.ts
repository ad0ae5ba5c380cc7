import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { hashFile } from './hash.js';
import { readKept, writeKept } from './kept-json.js';

/** The hashes that a cache folder knows, the newest at the end. */
const FILE = 'hashes.json';

/** So that the file stays small, whatever becomes of the model files. */
const MOST_KNOWN = 100;

/** By the model file's path. `stamp` is what the file system said of it when it was hashed. */
const schema = z.record(z.string(), z.object({ stamp: z.string(), hash: z.string().regex(/^[0-9a-f]{64}$/) }));

type KnownHashes = z.infer<typeof schema>;

/**
 * What a model's contents are known by: the SHA-256 of its file, hexadecimal, or that of its files' hashes where it has
 * several. A file's hash is taken from the cache folder while the file is, as far as the file system tells, what it was
 * when it was hashed.
 *
 * @param files in their order, with their sizes in bytes
 * @param onProgress gets fractions of the whole, and nothing for files whose hashes are known
 * @throws what reading the files throws; the signal's reason when aborted
 */
export async function modelHash(
  files: readonly { readonly path: string; readonly size: number }[],
  cacheFolder: string,
  onProgress: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const hashes: string[] = [];
  let done = 0;
  for (const { path: filePath, size } of files) {
    const report = (fraction: number) => onProgress((done + fraction * size) / total);
    hashes.push(await knownHash(filePath, cacheFolder, report, signal));
    done += size;
  }
  const [first, ...others] = hashes;
  if (first !== undefined && others.length === 0) return first;
  return createHash('sha256').update(hashes.join('\n')).digest('hex');
}

async function knownHash(
  filePath: string,
  cacheFolder: string,
  onProgress: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  const key = path.resolve(filePath);
  const stamp = await stampOf(key);
  const known = (await readKnown(cacheFolder))[key];
  if (known?.stamp === stamp) return known.hash;
  const hash = await hashFile(key, onProgress, signal);
  // A file that changed meanwhile has a hash of neither its old nor its new contents.
  if ((await stampOf(key)) === stamp) await keep(cacheFolder, key, { stamp, hash });
  return hash;
}

/** Another one whenever the file was written to, replaced or moved; nobody can set the time of the last change (ctime). */
async function stampOf(filePath: string): Promise<string> {
  const { size, mtimeNs, ctimeNs, ino } = await stat(filePath, { bigint: true });
  return [size, mtimeNs, ctimeNs, ino].join(' ');
}

async function readKnown(cacheFolder: string): Promise<KnownHashes> {
  return (await readKept(path.join(cacheFolder, FILE), schema)) ?? {};
}

/** Of two processes that write at the same time one is lost, and hashes its file again the next time. */
async function keep(cacheFolder: string, key: string, entry: KnownHashes[string]): Promise<void> {
  const { [key]: _, ...others } = await readKnown(cacheFolder);
  const kept = [...Object.entries(others).slice(1 - MOST_KNOWN), [key, entry]];
  // What cannot be kept is computed again.
  await writeKept(path.join(cacheFolder, FILE), Object.fromEntries(kept)).catch(() => undefined);
}
