import type { Scratch } from './scratch.js';

/**
 * Scratch copies that are used again. A copy is reset, or removed, while its last verdict is already on its way; there is
 * one more than are in use at once, so that nobody waits for that.
 */
export class ScratchPool {
  private readonly ready: Scratch[] = [];
  /** Copies that are being made, reset or removed; each is ready, or gone, when it resolves. */
  private readonly busy = new Set<Promise<void>>();
  /** All there are. */
  private count = 0;

  /**
   * @param make makes one more copy, in a folder never used before
   * @param inUse how many are in use at once, at most
   */
  constructor(
    private readonly make: () => Promise<Scratch>,
    private readonly inUse: () => number,
  ) {}

  /** A copy that is as new. */
  async take(): Promise<Scratch> {
    while (this.ready.length === 0 && this.busy.size > 0 && this.count > this.inUse()) await Promise.race(this.busy);
    return this.ready.pop() ?? this.makeOne();
  }

  /** @param reusable whether all that was started in it is known to have ended; otherwise the copy is thrown away */
  giveBack(scratch: Scratch, reusable: boolean): void {
    const isOnlyOne = this.ready.length === 0 && this.busy.size === 0;
    this.track(reusable ? reset(scratch) : remove(scratch));
    if (isOnlyOne && this.count <= this.inUse()) this.makeAhead();
  }

  /** Takes a copy that is in use out of the pool: it will not come back. */
  forget(): void {
    this.count -= 1;
    this.makeAhead();
  }

  /** Waits until nothing happens to the copies any more. */
  async settle(): Promise<void> {
    await Promise.all(this.busy);
  }

  private async makeOne(): Promise<Scratch> {
    this.count += 1;
    try {
      return await this.make();
    } catch (error) {
      this.count -= 1;
      throw error;
    }
  }

  /** What keeps a copy from being made is told by `take`, which tries again. */
  private makeAhead(): void {
    this.count += 1;
    this.track(this.make().catch(() => undefined));
  }

  private track(coming: Promise<Scratch | undefined>): void {
    const done = coming.then((scratch) => {
      this.busy.delete(done);
      if (scratch) this.ready.push(scratch);
      else this.count -= 1;
    });
    this.busy.add(done);
  }
}

async function reset(scratch: Scratch): Promise<Scratch | undefined> {
  try {
    await scratch.reset();
    return scratch;
  } catch {
    return remove(scratch);
  }
}

async function remove(scratch: Scratch): Promise<undefined> {
  // What cannot be removed now goes when the session closes.
  await scratch.remove().catch(() => {});
}
