import { realpath, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import path from 'node:path';

/** A path that a sandbox hides: a folder appears empty, so does a file. */
export interface Hidden {
  readonly path: string;
  readonly kind: 'folder' | 'file';
}

/** In a home folder: keys and passwords, and the sockets of programs that act on the user's behalf. */
const SECRETS = [
  '.ssh',
  '.gnupg',
  '.aws',
  '.azure',
  '.kube',
  '.docker',
  '.password-store',
  '.config/gh',
  '.config/gcloud',
  '.config/git/credentials',
  '.config/Code',
  '.local/share/code-server',
  '.local/share/keyrings',
  '.cargo/credentials.toml',
  '.git-credentials',
  '.netrc',
  '.npmrc',
  '.pypirc',
];

/** Those of the secrets that exist, with links followed to where they really are. */
export async function findSecrets(): Promise<readonly Hidden[]> {
  const places = homeFolders().flatMap((home) => SECRETS.map((name) => path.join(home, name)));
  return (await Promise.all(places.map(hiddenAt))).filter((found) => found !== undefined);
}

/** Where the environment says that the home folder is, and where the system knows it to be. */
export function homeFolders(): readonly string[] {
  return [...new Set([homedir(), ...systemHome()])];
}

function systemHome(): readonly string[] {
  try {
    return [userInfo().homedir];
  } catch {
    return []; // In a container, a user may have a number only.
  }
}

async function hiddenAt(place: string): Promise<Hidden | undefined> {
  try {
    const real = await realpath(place);
    return { path: real, kind: (await stat(real)).isDirectory() ? 'folder' : 'file' };
  } catch {
    return undefined;
  }
}
