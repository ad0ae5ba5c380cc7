/** What Ctrl+C is called where a program is told to stop by others. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl+C can arrive twice: from the terminal, and passed on by npm. */
const echoMilliseconds = 1000;

/** The first Ctrl+C aborts `signal`, so that what was found can be shown; the next one ends the program at once. */
export class Interrupt {
  private readonly controller = new AbortController();
  private first: number | null = null;

  private readonly onSignal = () => {
    const now = performance.now();
    this.first ??= now;
    if (now - this.first > echoMilliseconds) process.exit(130);
    this.controller.abort();
  };

  constructor() {
    for (const name of signals) process.on(name, this.onSignal);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Signals mean again what they mean to any program. */
  dispose(): void {
    for (const name of signals) process.off(name, this.onSignal);
  }
}
