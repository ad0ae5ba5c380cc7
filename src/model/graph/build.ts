import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Architecture } from '../architectures/architecture.js';
import type { GgufFile } from '../gguf/file.js';
import { ExternalDataWriter } from '../onnx/external-data.js';
import { decoderGraph } from './decoder.js';
import type { GraphDevice } from './device.js';
import type { WeightForms } from './forms.js';
import type { Smoothing } from './smoothing.js';
import type { WorkOptions } from './weight-reader.js';
import { storeWeights } from './weights.js';

/** Part of a cache entry's name: raise it whenever the files that `buildGraph` writes change. */
export const BUILDER_VERSION = 6;

export const GRAPH_FILE = 'model.onnx';
const DATA_FILE = 'model.onnx.data';

/** Writes a model's graph and its weights into a folder, over what is there. Both are on the disk when it returns. */
export async function buildGraph(
  file: GgufFile,
  architecture: Architecture,
  forms: WeightForms,
  smoothing: Smoothing | undefined,
  device: GraphDevice,
  folder: string,
  options: WorkOptions,
): Promise<void> {
  const data = await ExternalDataWriter.create(folder, DATA_FILE);
  let graph: Uint8Array;
  try {
    graph = decoderGraph(architecture, await storeWeights(file, architecture, forms, smoothing, data, options), device);
  } finally {
    await data.close();
  }
  const handle = await open(path.join(folder, GRAPH_FILE), 'w');
  try {
    await handle.writeFile(graph);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
