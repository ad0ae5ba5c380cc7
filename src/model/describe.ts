import * as l10n from '@vscode/l10n';
import { toError } from '../core/errors.js';
import { architectureOf } from './architectures/index.js';
import { ChatFormat } from './chat.js';
import { DamagedModelError, ModelFileError } from './errors.js';
import { GgufFile } from './gguf/file.js';
import { fileTypeLabel } from './gguf/file-types.js';
import type { Metadata } from './gguf/metadata.js';
import { closeParts, type GgufParts, openParts } from './gguf/split.js';
import { tensorLayout, tensorType, tensorTypeName } from './gguf/tensor-types.js';
import { readTokenizer } from './tokenizer/read.js';

/** What a model file's header says of it, for lists of models; null where it does not say. */
export interface ModelDescription {
  /** Of all files of the model. */
  readonly bytes: number | null;
  /** The model's own name. */
  readonly name: string | null;
  readonly architecture: string | null;
  /** As people call it: Q4_K_M, IQ4_XS, BF16, … */
  readonly quantisation: string | null;
  readonly parameters: number | null;
  /** Positions the model was trained for. */
  readonly contextLength: number | null;
  /** Types of its tensors that cannot be read here; absent where all can. */
  readonly unsupportedTypes?: readonly string[];
  /** What keeps it from running, as far as can be told without reading its tensors; absent where nothing does. */
  readonly problem?: ModelFileError;
}

/** Looks at a model without reading its tensors. Most of the time goes into making its tokenizer. */
export async function describeModelFile(filePath: string): Promise<ModelDescription> {
  try {
    const parts = await openParts(filePath);
    try {
      const problem = problemOf(parts);
      return { ...factsOf(parts), ...(problem && { problem }) };
    } finally {
      await closeParts(parts);
    }
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    const unknown = { bytes: null, name: null, architecture: null, quantisation: null };
    return { ...unknown, parameters: null, contextLength: null, problem: error };
  }
}

function factsOf(parts: GgufParts): ModelDescription {
  const { metadata } = parts[0].header;
  const types = typesOf(parts);
  const architecture = textAt(metadata, 'general.architecture');
  const unsupportedTypes = [...types.keys()].filter((type) => !tensorType(type)).map(tensorTypeName);
  return {
    bytes: parts.reduce((sum, part) => sum + part.size, 0),
    name: textAt(metadata, 'general.name'),
    architecture,
    quantisation: quantisationOf(metadata, types),
    parameters: [...types.values()].reduce((sum, values) => sum + values, 0),
    contextLength: numberAt(metadata, `${architecture}.context_length`),
    ...(unsupportedTypes.length > 0 && { unsupportedTypes }),
  };
}

/** How many values the model has of each type of tensor. */
function typesOf(parts: GgufParts): ReadonlyMap<number, number> {
  const types = new Map<number, number>();
  for (const { shape, type } of parts.flatMap((part) => part.header.tensors)) {
    const values = shape.reduce((product, dimension) => product * dimension, 1);
    types.set(type, (types.get(type) ?? 0) + values);
  }
  return types;
}

/** What the file says, or else the type that takes the most bytes. */
function quantisationOf(metadata: Metadata, types: ReadonlyMap<number, number>): string | null {
  const fileType = numberAt(metadata, 'general.file_type');
  const label = fileType === null ? undefined : fileTypeLabel(fileType);
  if (label) return label;
  const bytes = ([type, values]: [number, number]) => {
    const layout = tensorLayout(type);
    return layout ? (values / layout.blockSize) * layout.blockBytes : 0;
  };
  const [largest] = [...types].sort((a, b) => bytes(b) - bytes(a));
  return largest ? tensorTypeName(largest[0]) : null;
}

/** Tries what preparing the model does before it reads tensors. */
function problemOf(parts: GgufParts): ModelFileError | undefined {
  try {
    const file = GgufFile.of(parts);
    architectureOf(file);
    new ChatFormat(file, readTokenizer(file));
    return undefined;
  } catch (error) {
    if (error instanceof ModelFileError) return error;
    // A list of models must not end at one file of whose contents a library makes nothing.
    const reason = toError(error);
    return new DamagedModelError(parts[0].path, l10n.t('nothing can be made of it ({0}).', reason.message), {
      cause: reason,
    });
  }
}

function textAt(metadata: Metadata, key: string): string | null {
  const value = metadata.value(key);
  return typeof value === 'string' ? value : null;
}

function numberAt(metadata: Metadata, key: string): number | null {
  const value = metadata.value(key);
  return typeof value === 'number' ? value : null;
}
