/** Lets waiters sleep until something has changed. */
export class Bell {
  private waiters: (() => void)[] = [];

  /** Wakes everyone who waits now. */
  ring(): void {
    const woken = this.waiters;
    this.waiters = [];
    for (const wake of woken) wake();
  }

  /** Resolves at the next ring. */
  wait(): Promise<void> {
    return new Promise((resolve) => this.waiters.push(resolve));
  }
}
