import { availableParallelism } from 'node:os';

/**
 * Shares the machine's cores: each verifier has one of those that the engine leaves, and there is always one for them.
 * Those who wait are served in order.
 */
export class Cores {
  private readonly waiting: (() => void)[] = [];
  private taken = 0;
  private engineThreads = 0;

  /**
   * @param total how many there are to be shared
   * @param most how many of them verifiers may have, at least 1
   */
  constructor(
    private readonly total = availableParallelism(),
    private readonly most = Number.POSITIVE_INFINITY,
  ) {}

  /** How many verifiers may run at once, now. */
  get slots(): number {
    return Math.max(1, Math.min(this.total - this.engineThreads, this.most));
  }

  /**
   * Leaves cores to the engine; verifiers that run already go on.
   *
   * @param threads how many it keeps busy
   * @returns what gives them back
   */
  occupy(threads: number): () => void {
    this.engineThreads += threads;
    return () => {
      this.engineThreads -= threads;
      this.admit();
    };
  }

  /**
   * Waits for a slot.
   *
   * @returns what gives it back
   * @throws the signal's reason when it is aborted first
   */
  async acquire(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const turn = this.turn(signal);
    this.admit();
    await turn;
    return () => {
      this.taken -= 1;
      this.admit();
    };
  }

  private turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const proceed = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(proceed), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.waiting.push(proceed);
    });
  }

  private admit(): void {
    while (this.taken < this.slots) {
      const next = this.waiting.shift();
      if (!next) return;
      this.taken += 1;
      next();
    }
  }
}
