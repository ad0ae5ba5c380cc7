import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import treeKill from 'tree-kill';

/** A program and all that it starts; it ends with `stop`, and at the latest with this process. */
export class ProcessGroup {
  private readonly child: ChildProcess;
  private readonly kill = () => this.killNow();
  private over = false;
  /** The exit status, or the signal, or why the program could not be started. */
  readonly ended: Promise<number | string>;

  constructor(program: string, args: readonly string[], options: SpawnOptions) {
    exitWhenInterrupted();
    this.child = spawn(program, args, { ...options, detached: process.platform !== 'win32' });
    process.once('exit', this.kill);
    this.ended = new Promise((resolve) => {
      const end = (how: number | string) => {
        this.over = true;
        process.off('exit', this.kill);
        resolve(how);
      };
      this.child.once('exit', (code, signal) => end(code ?? signal ?? 'unknown'));
      this.child.once('error', (error) => end(error.message));
    });
  }

  get running(): boolean {
    return !this.over;
  }

  async stop(): Promise<void> {
    this.killNow();
    await this.ended;
  }

  private killNow(): void {
    if (this.child.pid === undefined) return;
    if (process.platform === 'win32') {
      if (this.running) treeKill(this.child.pid, 'SIGKILL');
      return;
    }
    try {
      process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // The whole group is gone already.
    }
  }
}

let handled = false;

/**
 * Runs the exit handlers, ours and the browser driver's, when a signal comes or the test runner is gone. Vitest
 * replaces `process.exit` in its workers by a function that does not exit; hence the two steps.
 */
function exitWhenInterrupted(): void {
  if (handled) return;
  handled = true;
  const exit = () => {
    process.emit('exit', 130);
    process.kill(process.pid, 'SIGKILL');
  };
  for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.once(event, exit);
}
