import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** How much of what the process complains of is kept for an error's message, in characters. */
const complaintsKept = 4000;

/**
 * A process that is asked by a line of JSON and answers by one. Before the first question it says `ready`, when it is
 * as ready as it will ever be.
 */
export class LineProcess {
  private readonly lines: AsyncIterator<string, undefined>;
  private complaints = '';

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcessByStdio<Writable, Readable, Readable>,
  ) {
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.complaints = (this.complaints + text).slice(-complaintsKept);
    });
    child.stdin.on('error', () => {}); // the process is gone: the next answer tells
  }

  /** Starts it, with these variables beside those of this process, and waits until it is ready. */
  static async start(
    command: string,
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<LineProcess> {
    const name = [command, ...words].join(' ');
    const env = { ...process.env, ...environment };
    const started = new LineProcess(name, spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'], env }));
    const first = await started.answer();
    if (first !== 'ready') throw new Error(`${name} said: ${first}`);
    return started;
  }

  /** The answer to a question; what it may be is for the caller to check. */
  async ask(question: object): Promise<unknown> {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    return JSON.parse(await this.answer());
  }

  /** Lets it end by itself, for there will be no more questions; what does not end is ended. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const kill = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    this.child.stdin.end();
    await once(this.child, 'exit');
    clearTimeout(kill);
  }

  private async answer(): Promise<string> {
    const { value } = await this.lines.next();
    if (value === undefined) throw new Error(`${this.name} ended.\n${this.complaints}`);
    return value;
  }
}
