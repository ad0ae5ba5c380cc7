import { createLogUpdate } from 'log-update';
import { formatBytes } from '../model/bytes.js';
import type { DownloadProgress } from '../model/download/download.js';

const stages = { fetch: 'fetching', check: 'checking' } as const;

/** Shows a download: one line that is redrawn on a terminal, a line for every tenth in a pipe. */
export class FetchProgress {
  private readonly redraw: ReturnType<typeof createLogUpdate> | null;
  /** What was shown last. */
  private shown = '';
  private begun: { readonly at: number; readonly bytes: number } | null = null;

  constructor(
    private readonly name: string,
    private readonly stream: NodeJS.WriteStream,
  ) {
    this.redraw = stream.isTTY ? createLogUpdate(stream) : null;
  }

  show(progress: DownloadProgress): void {
    this.begun ??= { at: performance.now(), bytes: progress.done };
    const percent = Math.floor((100 * progress.done) / progress.bytes);
    const step = `${progress.stage} ${this.redraw ? percent : Math.floor(percent / 10)}`;
    if (step === this.shown) return;
    this.shown = step;
    const line = `${stages[progress.stage]} ${this.name} … ${percent} % of ${formatBytes(progress.bytes)}`;
    if (this.redraw) this.redraw(line + this.pace(progress));
    else this.stream.write(`${line}\n`);
  }

  /** Clears the line. */
  done(): void {
    this.redraw?.clear();
    this.redraw?.done();
  }

  /** What has come since this download began or went on, and how long the rest will take at that pace. */
  private pace({ stage, done, bytes }: DownloadProgress): string {
    const { at, bytes: before } = this.begun ?? { at: 0, bytes: 0 };
    const perSecond = (done - before) / ((performance.now() - at) / 1000);
    if (stage === 'check' || !(perSecond > 0)) return '';
    return ` · ${formatBytes(perSecond)}/s · about ${Math.ceil((bytes - done) / perSecond)} s left`;
  }
}
