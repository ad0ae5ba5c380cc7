import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import type { ExternalRegion } from './messages.js';

/** Every region begins at a page, so that it can be mapped into memory as it lies. */
const ALIGNMENT = 4096;

/** Writes the file that holds a model's large tensors, one region after the other. */
export class ExternalDataWriter {
  private end = 0;

  private constructor(
    private readonly file: string,
    private readonly handle: FileHandle,
  ) {}

  static async create(folder: string, file: string): Promise<ExternalDataWriter> {
    return new ExternalDataWriter(file, await open(path.join(folder, file), 'w'));
  }

  /** Writes chunks as one region. A chunk is read before the next one is asked for. */
  async write(chunks: AsyncIterable<ArrayBufferView> | Iterable<ArrayBufferView>): Promise<ExternalRegion> {
    const offset = Math.ceil(this.end / ALIGNMENT) * ALIGNMENT;
    this.end = offset;
    for await (const chunk of chunks) {
      const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, this.end);
        done += bytesWritten;
        this.end += bytesWritten;
      }
    }
    return { file: this.file, offset, length: this.end - offset };
  }

  /** Returns when all is on the disk. */
  async close(): Promise<void> {
    try {
      await this.handle.sync();
    } finally {
      await this.handle.close();
    }
  }
}
