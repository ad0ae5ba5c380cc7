/** A header contradicts itself. */
export class MalformedHeader extends Error {}

/** A header goes on behind the bytes that are there. */
export class EndOfBytes extends Error {
  /** @param needed how many bytes there must be at least */
  constructor(readonly needed: number) {
    super(`the bytes end before byte ${needed}`);
  }
}

/** Reads little-endian numbers and texts one after the other. */
export class ByteCursor {
  constructor(
    readonly bytes: Buffer,
    public at: number,
  ) {}

  /** Goes on by `count` bytes. Returns where they begin. */
  skip(count: number): number {
    const start = this.at;
    const end = start + count;
    if (end > this.bytes.length) throw new EndOfBytes(end);
    this.at = end;
    return start;
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.skip(4));
  }

  /** Exact up to 2^53; no size or count in a sound file is larger. */
  uint64(): number {
    const low = this.uint32();
    return low + this.uint32() * 2 ** 32;
  }

  /** A length and as many bytes in UTF-8. */
  text(): string {
    const length = this.uint64();
    const start = this.skip(length);
    return this.bytes.toString('utf8', start, start + length);
  }
}
