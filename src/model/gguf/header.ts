import * as l10n from '@vscode/l10n';
import { or } from '../../core/language.js';
import { ByteCursor, MalformedHeader } from './cursor.js';
import { Metadata, type ValuePlace } from './metadata.js';
import { skipValue } from './values.js';

/** A tensor as the header names it. */
export interface TensorEntry {
  readonly name: string;
  /** The columns first: neighbouring values lie along the first dimension. */
  readonly shape: readonly number[];
  /** By the number of `enum ggml_type`. */
  readonly type: number;
  /** Where its bytes begin in the file. */
  readonly offset: number;
}

/** What stands before the tensors' bytes in a GGUF file (ggml's docs/gguf.md). */
export interface GgufHeader {
  readonly metadata: Metadata;
  readonly tensors: readonly TensorEntry[];
}

/** Version 3 differs from 2 in that it may be big-endian; 1 was in use for some weeks of 2023. */
const VERSIONS: readonly number[] = [2, 3];
const MOST_DIMENSIONS = 4;
const DEFAULT_ALIGNMENT = 32;

/** The bytes "GGUF" and the version. */
export const PREAMBLE_BYTES = 8;

/**
 * Reads the header of a little-endian file from its first bytes, without the values of the metadata: those are read
 * when they are asked for.
 *
 * @throws EndOfBytes where the header goes on behind `bytes`, MalformedHeader
 */
export function parseHeader(filePath: string, bytes: Buffer): GgufHeader {
  const cursor = new ByteCursor(bytes, 4);
  const version = cursor.uint32();
  if (!VERSIONS.includes(version)) {
    throw new MalformedHeader(
      l10n.t('its version is {0}, where {1} was to be expected.', version, or(VERSIONS.map(String))),
    );
  }
  const tensorCount = cursor.uint64();
  const valueCount = cursor.uint64();
  const places = new Map<string, ValuePlace>();
  for (let i = 0; i < valueCount; i++) {
    const key = cursor.text();
    const type = cursor.uint32();
    places.set(key, { type, at: cursor.at });
    skipValue(cursor, type);
  }
  const entries: TensorEntry[] = [];
  for (let i = 0; i < tensorCount; i++) entries.push(readEntry(cursor));
  const metadata = new Metadata(filePath, bytes, places);
  const start = aligned(cursor.at, metadata.number('general.alignment') ?? DEFAULT_ALIGNMENT);
  return { metadata, tensors: entries.map((entry) => ({ ...entry, offset: start + entry.offset })) };
}

/** A tensor whose offset is still counted from where the tensors' bytes begin. */
function readEntry(cursor: ByteCursor): TensorEntry {
  const name = cursor.text();
  const dimensions = cursor.uint32();
  if (dimensions > MOST_DIMENSIONS)
    throw new MalformedHeader(l10n.t('the tensor {0} has {1} dimensions.', name, dimensions));
  const shape = Array.from({ length: dimensions }, () => cursor.uint64());
  return { name, shape, type: cursor.uint32(), offset: cursor.uint64() };
}

function aligned(position: number, alignment: number): number {
  if (!(alignment >= 1)) throw new MalformedHeader(l10n.t('the alignment of its tensors is {0}.', alignment));
  return Math.ceil(position / alignment) * alignment;
}
