/** Parts in which a wait is counted. */
const PARTS = 20;

/**
 * Calls back once after so many seconds in which this process ran. It counts ticks instead of looking at a clock: time in
 * which it was stopped (Ctrl+Z) or the machine slept is one tick, as nobody else ran either.
 */
export class Patience {
  private ticks = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(seconds: number, act: () => void) {
    this.timer = setInterval(
      () => {
        this.ticks += 1;
        if (this.ticks === PARTS) act();
      },
      (seconds * 1000) / PARTS,
    );
  }

  /** Counts from the beginning. */
  renew(): void {
    this.ticks = 0;
  }

  end(): void {
    clearInterval(this.timer);
  }
}
