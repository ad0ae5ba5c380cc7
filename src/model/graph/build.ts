import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Architecture } from '../architectures/architecture.js';
import type { GgufFile } from '../gguf/file.js';
import { ExternalDataWriter } from '../onnx/external-data.js';
import { decoderGraph } from './decoder.js';
import type { GraphDevice } from './device.js';
import type { WeightForms } from './forms.js';
import { storeWeights, type WorkOptions } from './weights.js';

/** Part of a cache entry's name: raise it whenever the files that `buildGraph` writes change. */
export const BUILDER_VERSION = 4;

export const GRAPH_FILE = 'model.onnx';
const DATA_FILE = 'model.onnx.data';

/** Writes a model's graph and its weights into a folder. Both are on the disk when it returns. */
export async function buildGraph(
  file: GgufFile,
  architecture: Architecture,
  forms: WeightForms,
  device: GraphDevice,
  folder: string,
  options: WorkOptions,
): Promise<void> {
  const data = await ExternalDataWriter.create(folder, DATA_FILE);
  let graph: Uint8Array;
  try {
    graph = decoderGraph(architecture, await storeWeights(file, architecture, forms, data, options), device);
  } finally {
    await data.close();
  }
  const handle = await open(path.join(folder, GRAPH_FILE), 'wx');
  try {
    await handle.writeFile(graph);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
