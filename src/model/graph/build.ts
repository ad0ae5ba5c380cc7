import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Architecture } from '../architectures/architecture.js';
import type { GgufFile } from '../gguf/file.js';
import { ExternalDataWriter } from '../onnx/external-data.js';
import { decoderGraph } from './decoder.js';
import type { GraphTarget } from './device.js';
import type { WeightForms } from './forms.js';
import type { Smoothing } from './smoothing.js';
import type { WorkOptions } from './weight-reader.js';
import { type ModelWeights, storeWeights, withAdapters } from './weights.js';

/** Part of a cache entry's name: raise it whenever the files that `buildGraph` writes change. */
export const BUILDER_VERSION = 9;

const DATA_FILE = 'weights.data';

/** Where in a folder the graph for a target is, or that which takes an adapter, too. */
export function graphFileOf(folder: string, target: GraphTarget, adapted = false): string {
  return path.join(folder, `${target}${adapted ? '-adapted' : ''}.onnx`);
}

/**
 * Writes a model's weights into a folder, over what is there, and two graphs over them for each target, one of which
 * takes an adapter. All are on the disk when it returns.
 */
export async function buildGraph(
  file: GgufFile,
  architecture: Architecture,
  forms: WeightForms,
  smoothing: Smoothing | undefined,
  targets: readonly GraphTarget[],
  folder: string,
  options: WorkOptions,
): Promise<void> {
  const data = await ExternalDataWriter.create(folder, DATA_FILE);
  let weights: ModelWeights;
  try {
    weights = await storeWeights(file, architecture, forms, smoothing, data, options);
  } finally {
    await data.close();
  }
  for (const target of targets) {
    await writeDurably(graphFileOf(folder, target), decoderGraph(architecture, weights, target));
    const graph = decoderGraph(architecture, withAdapters(weights), target);
    await writeDurably(graphFileOf(folder, target, true), graph);
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
