/** The start and the end of what a process wrote, in bounded memory. */
export class BoundedOutput {
  /** Bytes written so far, kept or not. */
  total = 0;
  private head = Buffer.alloc(0);
  private tail = Buffer.alloc(0);

  /** @param headBytes kept from the start; @param tailBytes kept from the end */
  constructor(
    private readonly headBytes: number,
    private readonly tailBytes: number,
  ) {}

  add(chunk: Buffer): void {
    this.total += chunk.length;
    const forHead = chunk.subarray(0, this.headBytes - this.head.length);
    if (forHead.length > 0) this.head = Buffer.concat([this.head, forHead]);
    const rest = chunk.subarray(forHead.length).subarray(-this.tailBytes);
    if (rest.length > 0) this.tail = Buffer.concat([this.tail, rest]).subarray(-this.tailBytes);
  }

  toString(): string {
    const omitted = this.total - this.head.length - this.tail.length;
    if (omitted === 0) return Buffer.concat([this.head, this.tail]).toString('utf8');
    return `${this.head.toString('utf8')}\n[… ${omitted} bytes left out …]\n${this.tail.toString('utf8')}`;
  }
}

/** All that was added, up to a limit. */
export class WholeOutput {
  private chunks: Buffer[] = [];
  private total = 0;

  constructor(private readonly limitBytes: number) {}

  add(chunk: Buffer): void {
    this.total += chunk.length;
    if (this.total > this.limitBytes) this.chunks = [];
    else this.chunks.push(chunk);
  }

  /** `undefined` where it was more than the limit. */
  text(): string | undefined {
    return this.total > this.limitBytes ? undefined : Buffer.concat(this.chunks).toString('utf8');
  }
}
