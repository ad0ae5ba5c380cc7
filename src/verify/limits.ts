import * as l10n from '@vscode/l10n';
import type { Invocation } from './process.js';

/** What one run of a verifier may use, all its processes together unless said otherwise. */
export interface ResourceLimits {
  readonly memoryMegabytes: number;
  readonly processes: number;
  /** The largest file that it may write, and the size of a private /tmp. */
  readonly fileMegabytes: number;
  /** What it may add to its copy and its temporary folder, where that is not a private /tmp. */
  readonly diskMegabytes: number;
}

export const DEFAULT_LIMITS: ResourceLimits = {
  memoryMegabytes: 2048,
  processes: 256,
  fileMegabytes: 1024,
  diskMegabytes: 4096,
};

/**
 * A shell with lowered limits becomes the program (exec): /bin/sh is on every POSIX system, and every process that is
 * started later inherits what it set. A limit that is lower already stays. Memory and processes are measured while the
 * verifier runs (usage.ts), because the kernel knows these two limits only per process and per user. What it does know
 * bounds what can happen between two measurements, with room for what counts there and is no harm: memory asked for
 * and not used, threads.
 *
 * `ulimit -d` counts private writable memory, also where it is not on the heap (Linux 4.7 and later); `-v` would count
 * addresses, of which JavaScript and Go reserve far more than they use. bash names the number of processes `-u`, dash
 * and BusyBox `-p`.
 */
const SCRIPT = `
ulimit -f "$1"; ulimit -d "$2"
[ "$3" = unlimited ] || ulimit -u "$3" || ulimit -p "$3"
`;

/** What the shell calls itself, so that its own errors can be told from the program's. */
const NAME = 'explore-solutions';

const DATA_PER_PROCESS = 2;
const THREADS_PER_PROCESS = 8;

/**
 * The invocation with the kernel's limits around it.
 *
 * @param ownUserNamespace whether it runs in a user namespace of its own. The kernel's limit on processes counts all of
 *   a user's processes outside of one: there it would hit the user's other programs first, so it is not set.
 */
export function withKernelLimits(
  invocation: Invocation,
  limits: ResourceLimits,
  ownUserNamespace: boolean,
): Invocation {
  if (process.platform === 'win32') return invocation;
  const blocks = limits.fileMegabytes * 2048;
  const kilobytes = limits.memoryMegabytes * 1024 * DATA_PER_PROCESS;
  const threads = ownUserNamespace ? String(limits.processes * THREADS_PER_PROCESS) : 'unlimited';
  const script = `{ ${SCRIPT.trim()}\n} 2>/dev/null; shift 3; exec "$@"`;
  return {
    ...invocation,
    program: '/bin/sh',
    args: ['-c', script, NAME, String(blocks), String(kilobytes), threads, invocation.program, ...invocation.args],
  };
}

/** Which limits hold on this platform beside those on time and output, in words for a person. */
export function describeLimits(platform: NodeJS.Platform = process.platform): string {
  switch (platform) {
    case 'linux':
      return l10n.t(
        'limits on memory and processes (measured 20 times a second, and rlimits), the size of a file (rlimits) and the disk (measured)',
      );
    case 'win32':
      return l10n.t('a limit on the disk (measured), none on memory, processes and the size of a file');
    default:
      return l10n.t('limits on the size of a file (rlimits) and the disk (measured), none on memory and processes');
  }
}

/** Why the program could not be started, where it was the shell of `withKernelLimits` that said so. */
export function launchFailure(exitCode: number, output: string): string | undefined {
  if (exitCode !== 126 && exitCode !== 127) return undefined;
  return new RegExp(`^${NAME}: (?:line )?(?:\\d+: )?(?:exec: )?(.+)`).exec(output)?.[1];
}
