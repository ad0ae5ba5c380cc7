import * as l10n from '@vscode/l10n';
import { type ByteCursor, MalformedHeader } from './cursor.js';

type Scalar = string | number | boolean;

/** A value of the metadata. Whole numbers of 64 bits are exact up to 2^53. */
export type MetadataValue = Scalar | readonly Scalar[];

/** Types of values, by the number that GGUF files use (`enum gguf_type` in gguf.h). */
const TEXT = 8;
const LIST = 9;

/** Those of a fixed size, with how they are read. */
const fixedTypes = new Map<number, { readonly size: number; read(bytes: Buffer, at: number): number | boolean }>([
  [0, { size: 1, read: (bytes, at) => bytes.readUInt8(at) }],
  [1, { size: 1, read: (bytes, at) => bytes.readInt8(at) }],
  [2, { size: 2, read: (bytes, at) => bytes.readUInt16LE(at) }],
  [3, { size: 2, read: (bytes, at) => bytes.readInt16LE(at) }],
  [4, { size: 4, read: (bytes, at) => bytes.readUInt32LE(at) }],
  [5, { size: 4, read: (bytes, at) => bytes.readInt32LE(at) }],
  [6, { size: 4, read: (bytes, at) => bytes.readFloatLE(at) }],
  [7, { size: 1, read: (bytes, at) => bytes.readUInt8(at) !== 0 }],
  [10, { size: 8, read: (bytes, at) => Number(bytes.readBigUInt64LE(at)) }],
  [11, { size: 8, read: (bytes, at) => Number(bytes.readBigInt64LE(at)) }],
  [12, { size: 8, read: (bytes, at) => bytes.readDoubleLE(at) }],
]);

/** @throws MalformedHeader, EndOfBytes */
export function readValue(cursor: ByteCursor, type: number): MetadataValue {
  if (type !== LIST) return readScalar(cursor, type);
  const elementType = cursor.uint32();
  const count = cursor.uint64();
  const values: Scalar[] = [];
  for (let i = 0; i < count; i++) values.push(readScalar(cursor, elementType));
  return values;
}

function readScalar(cursor: ByteCursor, type: number): Scalar {
  if (type === TEXT) return cursor.text();
  const { size, read } = fixedType(type);
  return read(cursor.bytes, cursor.skip(size));
}

/**
 * Goes past a value without making it: a vocabulary has hundreds of thousands of texts.
 *
 * @throws MalformedHeader, EndOfBytes
 */
export function skipValue(cursor: ByteCursor, type: number): void {
  const elementType = type === LIST ? cursor.uint32() : type;
  skipScalars(cursor, elementType, type === LIST ? cursor.uint64() : 1);
}

function skipScalars(cursor: ByteCursor, type: number, count: number): void {
  if (type !== TEXT) cursor.skip(count * fixedType(type).size);
  else for (let i = 0; i < count; i++) cursor.skip(cursor.uint64());
}

function fixedType(type: number) {
  const fixed = fixedTypes.get(type);
  // Lists in lists are in no specification of an architecture, and llama.cpp has none.
  if (!fixed) throw new MalformedHeader(l10n.t("there is a value of type {0}, which is not one of GGUF's.", type));
  return fixed;
}
