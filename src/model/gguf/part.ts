import { type FileHandle, open } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { toError } from '../../core/errors.js';
import {
  DamagedModelError,
  ModelFileMissingError,
  NotGgufError,
  TruncatedModelError,
  UnsupportedFeatureError,
} from '../errors.js';
import { EndOfBytes, MalformedHeader } from './cursor.js';
import { type GgufHeader, PREAMBLE_BYTES, parseHeader } from './header.js';

/** Enough for the headers of most models. */
const FIRST_READ = 1 << 22;

/** Of all headers; that of a model with 256,000 tokens has about 20 MB. */
const MOST_HEADER_BYTES = 1 << 28;

/** One open GGUF file: a model, or a part of one. */
export class GgufPart {
  private constructor(
    readonly path: string,
    /** In bytes. */
    readonly size: number,
    readonly header: GgufHeader,
    private readonly handle: FileHandle,
  ) {}

  /** @throws a `ModelFileError` where the file cannot be read, is not GGUF, or ends within its header */
  static async open(filePath: string): Promise<GgufPart> {
    const handle = await open(filePath, 'r').catch((error: unknown) => {
      throw new ModelFileMissingError(filePath, toError(error));
    });
    try {
      const size = await checkBeginning(filePath, handle);
      return new GgufPart(filePath, size, await readHeader(filePath, handle, size), handle);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  /** Fills `bytes` with what the file has from `position` on. */
  async read(bytes: Uint8Array, position: number): Promise<void> {
    const done = await fill(this.handle, bytes, position);
    const end = position + bytes.length;
    if (done < bytes.length) throw new TruncatedModelError(this.path, l10n.t('a tensor'), position + done, end);
  }
}

/** Checks the magic number and the byte order. Returns the file's size. */
async function checkBeginning(filePath: string, handle: FileHandle): Promise<number> {
  const beginning = Buffer.alloc(PREAMBLE_BYTES);
  const length = await fill(handle, beginning, 0).catch((error: unknown) => {
    throw new ModelFileMissingError(filePath, toError(error)); // a folder opens on POSIX, but cannot be read
  });
  if (beginning.toString('latin1', 0, 4) !== 'GGUF')
    throw new NotGgufError(filePath, beginning.subarray(0, Math.min(length, 4)));
  if (length === PREAMBLE_BYTES && beginning.readUInt16LE(4) === 0) {
    throw new UnsupportedFeatureError(filePath, l10n.t('the byte order'), 'big-endian', ['little-endian']); // the version's
  }
  return (await handle.stat()).size;
}

/** Reads more and more of the file until the header is there. */
async function readHeader(filePath: string, handle: FileHandle, size: number): Promise<GgufHeader> {
  for (let length = FIRST_READ; ; length *= 2) {
    const bytes = Buffer.alloc(Math.min(length, size));
    const read = await fill(handle, bytes, 0);
    try {
      return parseHeader(filePath, bytes.subarray(0, read));
    } catch (error) {
      if (error instanceof MalformedHeader) {
        throw new DamagedModelError(filePath, error.message, { cause: error });
      }
      if (!(error instanceof EndOfBytes)) throw error;
      if (error.needed > size) throw new TruncatedModelError(filePath, l10n.t('its header'), size, error.needed);
      if (length >= MOST_HEADER_BYTES) throw new DamagedModelError(filePath, l10n.t('its header has no end.'));
    }
  }
}

/** Returns how many bytes there were, which is fewer than asked for only at the file's end. */
async function fill(handle: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
