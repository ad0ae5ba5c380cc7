import type { Architecture } from './architectures/architecture.js';
import { architectureOf } from './architectures/index.js';
import { GgufFile } from './gguf/file.js';
import { modelHash } from './model-hash.js';

/** What a model file is, without loading it. */
export interface ModelIdentity {
  readonly name: string;
  /** As `modelHash` tells it. */
  readonly hash: string;
  readonly architecture: Architecture;
}

/** @throws a `ModelFileError` of `errors.ts`; the signal's reason when aborted */
export async function identifyModel(
  modelPath: string,
  cacheFolder: string,
  signal: AbortSignal,
): Promise<ModelIdentity> {
  const file = await GgufFile.open(modelPath);
  try {
    const hash = await modelHash(file.parts, cacheFolder, () => {}, signal);
    return { name: file.string('general.name') ?? file.fileName, hash, architecture: architectureOf(file) };
  } finally {
    await file.close();
  }
}
