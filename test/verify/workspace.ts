import { createHash } from 'node:crypto';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { languageOf } from '../../src/problem/languages.js';
import { parseVerifiers, type VerifiersInOrder, verifiersFor } from '../../src/verify/configuration.js';
import { Cores } from '../../src/verify/cores.js';
import { probeSandbox } from '../../src/verify/sandbox.js';
import { openVerification, type Verification, type VerificationOptions } from '../../src/verify/verification.js';

/**
 * Makes a folder with these files, removed when the test is over.
 *
 * @param parent where; outside the system's temporary folder for what a sandbox's own /tmp would hide
 */
export async function makeFolder(files: Readonly<Record<string, string>>, parent = tmpdir()): Promise<string> {
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(await realpath(parent), 'verify-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

/** The verifiers among these entries that check a change of the file. */
export function verifiersOf(entries: readonly object[], file: string): VerifiersInOrder {
  return verifiersFor(parseVerifiers(entries).verifiers, { file, language: languageOf(file) });
}

/** Verifies candidates, one at a time unless `options` say otherwise, until the test is over. */
export async function openVerifying(
  workspace: string,
  verifiers: VerifiersInOrder,
  options: Partial<VerificationOptions> = {},
): Promise<Verification> {
  const usual = { workspace, verifiers, cores: new Cores(1), sandbox: 'auto', isTrusted: () => true } as const;
  const verification = await openVerification({ ...usual, ...options });
  onTestFinished(() => verification.close());
  return verification;
}

/** A place that no sandbox hides, wherever this repository lies. */
export const ORDINARY_PARENT = process.platform === 'win32' ? tmpdir() : '/var/tmp';

/** Everything about a tree that a write would change: kinds, modes, times of change and contents; links not followed. */
export async function fingerprint(folder: string): Promise<Readonly<Record<string, string>>> {
  const result: Record<string, string> = {};
  // Names alone would be those behind links too.
  const items = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = items.map((item) => path.relative(folder, path.join(item.parentPath, item.name)));
  for (const name of ['', ...names]) {
    const file = path.join(folder, name);
    const status = await lstat(file);
    const content = status.isSymbolicLink()
      ? await readlink(file)
      : status.isFile()
        ? createHash('sha256')
            .update(await readFile(file))
            .digest('hex')
        : '';
    result[name] = [status.mode, status.mtimeMs, status.ctimeMs, status.ino, content].join(' ');
  }
  return result;
}

/** The scratch copies that a process, by default this one, has on the disk. */
export async function sessionFolders(pid = process.pid): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith(`explore-solutions-verify-${pid}-`));
}

/** Why sandbox tests do not run here; with CI set they must, and fail where they cannot. */
export const noBubblewrap: string | undefined = await (async () => {
  if (process.platform !== 'linux') return 'bubblewrap exists on Linux only';
  if (process.env.CI) return undefined;
  const sandbox = await probeSandbox('auto', '/dev/null');
  return sandbox.kind === 'none' ? sandbox.reason : undefined;
})();
