import type { PauseSignal } from '../engine/engine-process.js';

/** Holds an exploration and lets it go on; its clock stands still meanwhile. */
export class Pause implements PauseSignal {
  private readonly listeners = new Set<() => void>();
  private since: number | null = null;
  private pausedFor = 0;

  /** @param now a monotonic clock in seconds */
  constructor(private readonly now: () => number = () => performance.now() / 1000) {}

  get paused(): boolean {
    return this.since !== null;
  }

  /** Seconds of the clock, without those in which it was paused. */
  get seconds(): number {
    return (this.since ?? this.now()) - this.pausedFor;
  }

  pause(): void {
    if (this.since !== null) return;
    this.since = this.now();
    this.tell();
  }

  continue(): void {
    if (this.since === null) return;
    this.pausedFor += this.now() - this.since;
    this.since = null;
    this.tell();
  }

  onDidChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Resolves when it is not paused, or the signal is aborted. */
  async over(signal: AbortSignal): Promise<void> {
    while (this.paused && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const proceed = () => {
          stopListening();
          signal.removeEventListener('abort', proceed);
          resolve();
        };
        const stopListening = this.onDidChange(proceed);
        signal.addEventListener('abort', proceed, { once: true });
      });
    }
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
