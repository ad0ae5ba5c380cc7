import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** A file's SHA-256, hexadecimal. `onProgress` gets fractions of the whole. */
export async function hashFile(
  filePath: string,
  onProgress: (fraction: number) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { size } = await stat(filePath);
  const hash = createHash('sha256');
  let done = 0;
  for await (const chunk of createReadStream(filePath, { highWaterMark: 1 << 22 })) {
    signal?.throwIfAborted();
    hash.update(chunk as Buffer);
    done += (chunk as Buffer).length;
    onProgress(done / size);
  }
  return hash.digest('hex');
}
