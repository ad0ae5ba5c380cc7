import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { ModelFileMissingError } from '../errors.js';
import { MismatchedPartsError, MissingPartError } from './errors.js';
import { GgufPart } from './part.js';

/** The files of a model in their order. The first one has the metadata. */
export type GgufParts = readonly [GgufPart, ...GgufPart[]];

/** How llama.cpp's gguf-split names them; numbers begin with 1. */
const PART_NAME = /^(?<stem>.*)-(?<number>\d{5})-of-(?<count>\d{5})(?<extension>\.gguf)$/i;

/**
 * Opens the files of a model, given any one of them. Most models are one file.
 *
 * @throws a `ModelFileError` where one cannot be used or is missing, or where they do not belong together
 */
export async function openParts(filePath: string): Promise<GgufParts> {
  const given = await GgufPart.open(filePath);
  const opened = [given];
  try {
    const { number, paths } = placesOf(given);
    const part = async (index: number, place: string) => {
      if (index + 1 === number) return given;
      const other = await openOther(given, place, index + 1, paths.length);
      opened.push(other);
      return other;
    };
    const [firstPath, ...otherPaths] = paths;
    const parts: [GgufPart, ...GgufPart[]] = [await part(0, firstPath)];
    for (const [index, place] of otherPaths.entries()) parts.push(await part(index + 1, place));
    checkTogether(parts);
    return parts;
  } catch (error) {
    await closeParts(opened);
    throw error;
  }
}

export async function closeParts(parts: readonly GgufPart[]): Promise<void> {
  await Promise.all(parts.map((part) => part.close()));
}

/** Where all parts of a model must be, and which of them this one is, counted from 1. */
function placesOf(part: GgufPart): { readonly number: number; readonly paths: readonly [string, ...string[]] } {
  const { metadata } = part.header;
  const count = metadata.number('split.count') ?? 1;
  if (count <= 1) return { number: 1, paths: [part.path] };
  const { dir, base } = path.parse(part.path);
  const { stem = '', extension = '', ...named } = PART_NAME.exec(base)?.groups ?? {};
  const number = (metadata.number('split.no') ?? 0) + 1;
  if (Number(named.number) !== number || Number(named.count) !== count) {
    const ending = partEnding(number, count);
    throw new MismatchedPartsError(
      part.path,
      l10n.t('its name should end in {0}, as its contents say.', `${ending}.gguf`),
    );
  }
  const place = (number: number) => path.join(dir, `${stem}${partEnding(number, count)}${extension}`);
  return { number, paths: [place(1), ...Array.from({ length: count - 1 }, (_, index) => place(index + 2))] };
}

function partEnding(number: number, count: number): string {
  return `-${String(number).padStart(5, '0')}-of-${String(count).padStart(5, '0')}`;
}

async function openOther(given: GgufPart, place: string, number: number, count: number): Promise<GgufPart> {
  try {
    return await GgufPart.open(place);
  } catch (error) {
    if (!(error instanceof ModelFileMissingError)) throw error;
    throw new MissingPartError(given.path, place, number, count, { cause: error });
  }
}

function checkTogether(parts: GgufParts): void {
  const [first] = parts;
  if (parts.length === 1) return;
  for (const [index, { path: place, header }] of parts.entries()) {
    const number = (header.metadata.number('split.no') ?? 0) + 1;
    const count = header.metadata.number('split.count') ?? 1;
    if (number !== index + 1 || count !== parts.length) {
      throw new MismatchedPartsError(first.path, l10n.t('{0} says that it is file {1} of {2}.', place, number, count));
    }
  }
  const tensors = parts.reduce((sum, { header }) => sum + header.tensors.length, 0);
  const expected = first.header.metadata.number('split.tensors.count') ?? tensors;
  if (tensors !== expected) {
    throw new MismatchedPartsError(
      first.path,
      l10n.t('the number of their tensors is {0}, where {1} was to be expected.', tensors, expected),
    );
  }
}
