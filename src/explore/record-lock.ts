import lockfile, { type LockOptions } from 'proper-lockfile';
import { RecordInUseError } from './errors.js';

/** Milliseconds after which a lock that nobody renews is free: whoever had it died. */
const STALE = 5_000;

/**
 * What keeps two programs from writing one record at once: a folder beside it, renewed while its program runs. One that
 * was stopped for longer than that (Ctrl+Z) has lost it as soon as another program wants it.
 */
export class RecordLock {
  private lost: Error | null = null;

  private constructor(private readonly file: string) {}

  /** @throws RecordInUseError */
  static takeNow(file: string): RecordLock {
    const lock = new RecordLock(file);
    try {
      lockfile.lockSync(file, lock.options);
    } catch (cause) {
      throw inUse(file, cause);
    }
    return lock;
  }

  /**
   * The same; waits for as long as one whose program died may still be there.
   *
   * @throws RecordInUseError
   */
  static async take(file: string): Promise<RecordLock> {
    const lock = new RecordLock(file);
    const retries = { retries: 1 + STALE / 1000, factor: 1, minTimeout: 1000 };
    await lockfile.lock(file, { ...lock.options, retries }).catch((cause) => {
      throw inUse(file, cause);
    });
    return lock;
  }

  /** @throws RecordInUseError where another program has it by now */
  check(): void {
    if (this.lost) throw new RecordInUseError(this.file, { cause: this.lost });
  }

  release(): void {
    if (!this.lost) lockfile.unlockSync(this.file, { realpath: false });
  }

  private get options(): LockOptions {
    return {
      realpath: false,
      stale: STALE,
      onCompromised: (cause) => {
        this.lost = cause;
      },
    };
  }
}

function inUse(file: string, cause: unknown): unknown {
  const isHeld = cause instanceof Error && 'code' in cause && cause.code === 'ELOCKED';
  return isHeld ? new RecordInUseError(file, { cause }) : cause;
}
