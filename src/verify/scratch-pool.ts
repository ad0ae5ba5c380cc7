import type { Scratch } from './scratch.js';

/**
 * Scratch copies that are used again. There are never more than are in use at once; a copy is reset, or removed, while
 * its last verdict is already on its way.
 */
export class ScratchPool {
  /** Copies on their way back; `undefined` is one that was removed. */
  private readonly resting: Promise<Scratch | undefined>[] = [];

  /** @param make makes one more copy, in a folder never used before */
  constructor(private readonly make: () => Promise<Scratch>) {}

  /** A copy that is as new. */
  async take(): Promise<Scratch> {
    return (await this.resting.shift()) ?? this.make();
  }

  /** @param reusable whether all that was started in it is known to have ended; otherwise the copy is thrown away */
  giveBack(scratch: Scratch, reusable: boolean): void {
    this.resting.push(reusable ? reset(scratch) : remove(scratch));
  }

  /** Waits until nothing happens to the copies any more. */
  async settle(): Promise<void> {
    await Promise.all(this.resting);
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
