import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FoundFile } from './source.js';

/** Files in GGUF format that hold no language model: projectors of images, statistics, vocabularies. */
const OTHER_CONTENTS = /mmproj|imatrix|ggml-vocab/i;

/** A part of a split model, llama.cpp's gguf-split: its first part stands for all. */
const PART = /-(\d{5})-of-\d{5}\.gguf$/i;

/** What is in a folder, in the order of names; nothing where it cannot be read. */
export async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A text file's contents; undefined where it cannot be read. */
export function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

/** What a JSON file says; undefined where it cannot be read or is none. */
export async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Model files in a folder and in the folders below it, `depth` levels deep. Links to folders are followed: some
 * programs share models that way.
 */
export async function modelsBelow(folder: string, depth: number): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const entry of await entriesOf(folder)) {
    const file = path.join(folder, entry.name);
    if (await isFolder(entry, file)) {
      if (depth > 0) found.push(...(await modelsBelow(file, depth - 1)));
    } else if (isModelFile(entry.name)) {
      found.push({ name: nameOf(entry.name), path: file });
    }
  }
  return found;
}

/** A model file's name without what its format adds. */
export function nameOf(file: string): string {
  return path
    .basename(file)
    .replace(PART, '')
    .replace(/\.gguf$/i, '');
}

function isModelFile(name: string): boolean {
  const part = PART.exec(name)?.[1];
  return /\.gguf$/i.test(name) && !OTHER_CONTENTS.test(name) && (part === undefined || Number(part) === 1);
}

async function isFolder(entry: Dirent, file: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return stat(file).then(
    (target) => target.isDirectory(),
    () => false, // it leads nowhere: whoever opens it will say so
  );
}
