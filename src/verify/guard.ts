import { spawn } from 'node:child_process';

/**
 * Ends process groups when this program dies without a chance to do it itself (kill -9, a crash): a shell that reads
 * the groups from a pipe and kills what is left in its list at the pipe's end. It costs nothing per process. Windows
 * has no process groups; there the guard does nothing, and a killed program leaves its verifiers to their own end.
 */
export interface Guard {
  add(group: number): void;
  remove(group: number): void;
  /** Ends the guard; groups still in its list are killed. */
  close(): void;
}

const SCRIPT = `
groups=
while read -r change group; do
  case $change in
    add) groups="$groups $group" ;;
    remove)
      kept=
      for other in $groups; do [ "$other" = "$group" ] || kept="$kept $other"; done
      groups=$kept ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group"; done
`;

export function startGuard(): Guard {
  if (process.platform === 'win32') return { add() {}, remove() {}, close() {} };
  // Detached, so that what ends this program's own group (Ctrl+C in a terminal) leaves the guard to its work.
  const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
  // Without a guard everything works but its one purpose; there is nobody to tell.
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  shell.unref();
  if ('unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref();
  return {
    add: (group) => void shell.stdin.write(`add ${group}\n`),
    remove: (group) => void shell.stdin.write(`remove ${group}\n`),
    close: () => void shell.stdin.end(),
  };
}
