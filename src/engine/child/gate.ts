/** Holds work before its next step, until it is to go on. */
export class Gate {
  private opening: { readonly opened: Promise<void>; open(): void } | null = null;

  /** @param onHeld told when work has come to the closed gate */
  constructor(private readonly onHeld: () => void) {}

  close(): void {
    if (this.opening) return;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.opening = { opened, open };
  }

  open(): void {
    this.opening?.open();
    this.opening = null;
  }

  /** Resolves when the gate is open, or the signal is aborted. */
  async pass(signal: AbortSignal): Promise<void> {
    while (this.opening && !signal.aborted) {
      const { opened, open } = this.opening;
      this.onHeld();
      signal.addEventListener('abort', open, { once: true });
      await opened;
      signal.removeEventListener('abort', open);
    }
  }
}
