import { setTimeout as delay } from 'node:timers/promises';
import type { Channel } from '../protocol/channel.js';
import type { hostContract, panelContract, Snapshot } from '../protocol/panel.js';

/** Least milliseconds between two snapshots: faster than this nobody reads. */
const pause = 100;

/** Sends the newest snapshot whenever the one before is on the screen. */
export class Drawing {
  private stale = false;
  private sending = false;

  constructor(
    private readonly channel: Channel<typeof panelContract, typeof hostContract>,
    private readonly snapshot: () => Snapshot,
  ) {}

  refresh(): void {
    this.stale = true;
    // It ends when the panel is closed.
    if (!this.sending) void this.send().catch(() => {});
  }

  private async send(): Promise<void> {
    this.sending = true;
    while (this.stale) {
      this.stale = false;
      await Promise.all([this.channel.call('show', this.snapshot()), delay(pause)]);
    }
    this.sending = false;
  }
}
