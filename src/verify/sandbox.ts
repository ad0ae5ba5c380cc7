import { execFile } from 'node:child_process';
import { constants, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import * as l10n from '@vscode/l10n';
import { toError } from '../core/errors.js';
import { SandboxUnavailableError } from './errors.js';
import { type Inventory, isInside } from './inventory.js';
import { DEFAULT_LIMITS, describeLimits, launchFailure, type ResourceLimits, withKernelLimits } from './limits.js';
import { type Invocation, NAMESPACE_DESCRIPTOR } from './process.js';
import type { Scratch } from './scratch.js';
import { SANDBOX_EXEC, seatbeltProfile } from './seatbelt.js';
import { findSecrets, type Hidden } from './secrets.js';

/** The setting: the platform's where it works, the platform's or nothing runs, or none. */
export const sandboxSettings = ['auto', 'required', 'none'] as const;
export type SandboxSetting = (typeof sandboxSettings)[number];

/** What confines verifiers, in force for a whole verification. */
export type Sandbox =
  | {
      readonly kind: 'bubblewrap';
      /** What it forbids, for a person. */
      readonly describe: string;
      readonly program: string;
      readonly hidden: readonly Hidden[];
      /** An empty file that stands in for hidden ones. */
      readonly emptyFile: string;
    }
  | {
      readonly kind: 'seatbelt';
      /** What it forbids, for a person. */
      readonly describe: string;
      readonly hidden: readonly Hidden[];
    }
  | {
      readonly kind: 'none';
      /** Why there is none, for a person. */
      readonly reason: string;
    };

/** Where a verifier finds things; a sandbox may put them elsewhere than they are. */
export interface View {
  /** The candidate's copy of the workspace. */
  readonly workspace: string;
  /** A private folder for temporary files. */
  readonly temp: string;
}

/** Where the original appears under bubblewrap, read-only. Its own place is taken by the copy. */
const ORIGINAL_UNDER_BUBBLEWRAP = '/tmp/original-workspace';

const PROBE_MILLISECONDS = 10_000;

/**
 * Finds out which sandbox works here, by running a program that does nothing in it.
 *
 * @param emptyFile absolute path of an empty file that outlives the sandbox
 * @throws SandboxUnavailableError where one is required and none works
 */
export async function probeSandbox(setting: SandboxSetting, emptyFile: string): Promise<Sandbox> {
  if (setting === 'none') return { kind: 'none', reason: l10n.t('it is switched off in the settings') };
  const found = await probePlatform(emptyFile);
  if (found.kind === 'none' && setting === 'required') throw new SandboxUnavailableError(found.reason);
  return found;
}

async function probePlatform(emptyFile: string): Promise<Sandbox> {
  switch (process.platform) {
    case 'linux':
      return probeBubblewrap(emptyFile);
    case 'darwin':
      return probeSeatbelt(`${emptyFile}-not`);
    default:
      return { kind: 'none', reason: l10n.t('there is none for this operating system') };
  }
}

async function probeBubblewrap(emptyFile: string): Promise<Sandbox> {
  const program = await findProgram('bwrap');
  if (program === undefined) return { kind: 'none', reason: l10n.t('bubblewrap is not installed') };
  const hidden = await findSecrets();
  const confinement = [...namespaces(false), ...fileSystem(DEFAULT_LIMITS.fileMegabytes), ...hide(hidden, emptyFile)];
  try {
    await promisify(execFile)(program, [...confinement, '--', '/bin/sh', '-c', ':'], { timeout: PROBE_MILLISECONDS });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() || toError(error).message;
    return { kind: 'none', reason: l10n.t('bubblewrap does not work on this machine ({0})', said) };
  }
  const describe = l10n.t(
    'bubblewrap: no network, own process namespace, nothing writable but the scratch copy and a private /tmp',
  );
  return { kind: 'bubblewrap', describe, program, hidden, emptyFile };
}

/**
 * The same policy by macOS's own sandbox. It was written from its documentation and has not yet run on a Mac, so the
 * probe also tries what must fail.
 *
 * @param forbidden a path where nothing is, in a folder that could be written to
 */
async function probeSeatbelt(forbidden: string): Promise<Sandbox> {
  const hidden = await findSecrets();
  const profile = seatbeltProfile({
    writable: ['/nowhere'],
    hidden: hidden.map((entry) => entry.path),
    network: false,
  });
  const attempt = `if (: > "$1") 2>/dev/null; then echo 'it forbids nothing' >&2; exit 1; fi`;
  const args = ['-p', profile, '/bin/sh', '-c', attempt, 'sh', forbidden];
  try {
    await promisify(execFile)(SANDBOX_EXEC, args, { timeout: PROBE_MILLISECONDS });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() || toError(error).message;
    return { kind: 'none', reason: l10n.t('sandbox-exec does not work on this machine ({0})', said) };
  }
  const describe = l10n.t('sandbox-exec: no network, nothing writable but the scratch copy and its temporary folder');
  return { kind: 'seatbelt', describe, hidden };
}

/** Which sandbox is in force, in words for a person. */
export function describeSandbox(sandbox: Sandbox): string {
  const confinement =
    sandbox.kind === 'none'
      ? l10n.t('none: {0}; candidates can read and change what you can, and reach the network', sandbox.reason)
      : sandbox.describe;
  return [confinement, describeLimits()].join('; ');
}

/** @param workspace real path of the original */
export function viewOf(sandbox: Sandbox, workspace: string, scratch: Scratch): View {
  if (sandbox.kind !== 'bubblewrap') return { workspace: scratch.workspace, temp: scratch.temp };
  // The copy takes the original's place, so that absolute paths in build files and editable installs lead to it.
  return { workspace, temp: '/tmp' };
}

/** Where a verifier sees the original, read-only if in a sandbox. @param workspace its real path */
export function originalAsSeen(sandbox: Sandbox, workspace: string): string {
  return sandbox.kind === 'bubblewrap' ? ORIGINAL_UNDER_BUBBLEWRAP : workspace;
}

/** What a verifier is allowed. */
export interface Permissions extends ResourceLimits {
  /** Whether it reaches the network, servers of this machine included. */
  readonly network: boolean;
  /** What it may read of the system's temporary folder, absolute paths, where a sandbox gives it another. */
  readonly readable: readonly string[];
}

/** What links of the workspace lead to in the system's temporary folder. Sockets would let it act on others. */
export function linkedTemporary({ entries }: Inventory): readonly string[] {
  const targets = entries.flatMap((entry) => (entry.kind === 'link' ? [entry.target] : []));
  const temporary = targets.filter(
    (target) => path.isAbsolute(target) && isInside('/tmp', target) && target !== '/tmp',
  );
  return [...new Set(temporary)].filter(isFileOrFolder);
}

function isFileOrFolder(place: string): boolean {
  try {
    const status = statSync(place);
    return status.isFile() || status.isDirectory();
  } catch {
    return false;
  }
}

/**
 * Puts an invocation, whose paths are those of the view, into the sandbox.
 *
 * @param workspace real path of the original
 */
export function confine(
  sandbox: Sandbox,
  workspace: string,
  scratch: Scratch,
  permissions: Permissions,
  invocation: Invocation,
): Invocation {
  const limited = withKernelLimits(invocation, permissions, sandbox.kind === 'bubblewrap');
  if (sandbox.kind === 'none') return limited;
  const hidden = sandbox.hidden.filter((entry) => !isInside(entry.path, workspace));
  if (sandbox.kind === 'seatbelt') {
    const writable = [scratch.workspace, scratch.temp];
    const policy = { writable, hidden: hidden.map((entry) => entry.path), network: permissions.network };
    const args = ['-p', seatbeltProfile(policy), limited.program, ...limited.args];
    return { ...limited, program: SANDBOX_EXEC, args };
  }
  return {
    ...limited,
    program: sandbox.program,
    args: [
      ...['--info-fd', String(NAMESPACE_DESCRIPTOR)],
      ...namespaces(permissions.network),
      ...fileSystem(permissions.fileMegabytes),
      ...permissions.readable.flatMap((place) => ['--ro-bind-try', place, place]),
      ...['--ro-bind', workspace, originalAsSeen(sandbox, workspace)],
      ...['--bind', scratch.workspace, viewOf(sandbox, workspace, scratch).workspace],
      ...hide(hidden, sandbox.emptyFile),
      ...['--chdir', invocation.cwd, '--', limited.program, ...limited.args],
    ],
    cwd: scratch.workspace,
    ownNamespace: true,
  };
}

/**
 * Failures of what stands before the program (the sandbox, the shell that sets limits), a program that is not there
 * among them. They are told apart from the program's own by how they begin; there is no other sign of them.
 */
export function startFailure(sandbox: Sandbox, exitCode: number, output: string): string | undefined {
  if (sandbox.kind === 'bubblewrap' && exitCode === 1) return /^bwrap: (.+)/.exec(output)?.[1];
  if (sandbox.kind === 'seatbelt' && exitCode !== 0 && output.startsWith('sandbox-exec: '))
    return output.split('\n')[0];
  return launchFailure(exitCode, output);
}

function namespaces(network: boolean): readonly string[] {
  return [
    ...['--unshare-user', '--unshare-ipc', '--unshare-pid', '--unshare-uts', '--unshare-cgroup-try'],
    ...(network ? [] : ['--unshare-net']),
    // Capabilities of the namespace would allow a remount; a terminal's own would allow typing into it.
    ...['--cap-drop', 'ALL', '--new-session', '--die-with-parent'],
  ];
}

/** Sizes in bytes of what is writable and lies in memory, beside /tmp. As in containers, shared memory has 64 MiB. */
const SMALL = String(64 * 1024 ** 2);

function fileSystem(tmpMegabytes: number): readonly string[] {
  return [
    // The kernel lets the user root write what is in /proc/sys, also one without capabilities in a namespace.
    ...['--ro-bind', '/', '/', '--proc', '/proc', '--ro-bind-try', '/proc/sys', '/proc/sys'],
    ...['--dev', '/dev', '--size', SMALL, '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
    ...['--size', String(tmpMegabytes * 1024 ** 2), '--tmpfs', '/tmp'],
    // Sockets of services (a container engine, the session's bus) answer also on a read-only file system.
    ...['--size', SMALL, '--tmpfs', '/run', '--ro-bind-try', '/run/current-system', '/run/current-system'],
  ];
}

function hide(hidden: readonly Hidden[], emptyFile: string): readonly string[] {
  return hidden.flatMap((entry) =>
    entry.kind === 'folder'
      ? ['--tmpfs', entry.path, '--remount-ro', entry.path]
      : ['--ro-bind', emptyFile, entry.path],
  );
}

async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, name);
    if (!path.isAbsolute(candidate)) continue;
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
