import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { Architecture } from '../architectures/architecture.js';
import type { GgufFile } from '../gguf/file.js';
import { buildGraph, graphFileOf } from '../graph/build.js';
import type { GraphTarget } from '../graph/device.js';
import type { WeightForms } from '../graph/forms.js';
import type { WorkOptions } from '../graph/weight-reader.js';
import type { OpenGraphOn } from './compute.js';
import { meanDivergence } from './divergence.js';
import { computeReference } from './reference.js';
import { textInputs } from './text-inputs.js';

/** Forms of the weights that are found out by trying. */
export interface MeasuredForms {
  /** In the order in which they are tried; the last is taken whatever it costs. */
  readonly candidates: readonly [WeightForms, ...WeightForms[]];
  /** Most that the mean divergence (KL, in nats) from the file's own weights in float32 may be. */
  readonly mostDivergence: number;
  readonly open: OpenGraphOn;
}

const FILE = 'fidelity.json';
/** JSON has no NaN, which is what a graph that gives no numbers diverges by: it becomes null. */
const found = z.object({ divergence: z.number().nullable() });

/** Shares of the work: to compute the reference, and to write a graph. */
const referenceShare = 0.4;

/**
 * Writes graphs of the first of the candidates into the folder that is exact enough, going by the first target's graph.
 * How exact it is lies beside it: see `divergenceIn`.
 *
 * @param tokens of a text that is like what the model will be used for
 */
export async function buildMeasured(
  file: GgufFile,
  architecture: Architecture,
  { candidates, mostDivergence, open }: MeasuredForms,
  targets: readonly [GraphTarget, ...GraphTarget[]],
  tokens: readonly number[],
  folder: string,
  options: WorkOptions,
): Promise<void> {
  const inPart = (from: number, share: number): WorkOptions => ({
    ...options,
    onProgress: (fraction) => options.onProgress(from + share * fraction),
  });
  const reference = await computeReference(file, architecture, tokens, open, inPart(0, referenceShare));
  for (const [index, forms] of candidates.entries()) {
    const work = inPart(referenceShare, 1 - referenceShare);
    await buildGraph(file, architecture, forms, reference.smoothing, targets, folder, work);
    const logits = await logitsOf(folder, targets[0], architecture, tokens, open);
    const divergence = meanDivergence(reference.logits, logits, architecture.vocabulary);
    if (divergence <= mostDivergence || index === candidates.length - 1) {
      await writeFile(path.join(folder, FILE), JSON.stringify({ divergence }));
      return;
    }
  }
}

/** The divergence that was measured when the graph in this folder was built. */
export async function divergenceIn(folder: string): Promise<number> {
  return found.parse(JSON.parse(await readFile(path.join(folder, FILE), 'utf8'))).divergence ?? Number.NaN;
}

async function logitsOf(
  folder: string,
  target: GraphTarget,
  architecture: Architecture,
  tokens: readonly number[],
  open: OpenGraphOn,
): Promise<Float32Array> {
  const caches = ['prefix', 'past'].flatMap((kind) =>
    architecture.layers.map((_, layer) => [`${kind}.${layer}.key`, `${kind}.${layer}.value`] as const),
  );
  const graph = await open(graphFileOf(folder, target));
  try {
    const outputs = await graph.run(
      {
        ...textInputs(tokens.length, architecture, target, caches),
        input_ids: { dimensions: [1, tokens.length], values: BigInt64Array.from(tokens, BigInt) },
        logit_positions: { dimensions: [tokens.length], values: BigInt64Array.from(tokens, (_, i) => BigInt(i)) },
        inverse_temperature: { dimensions: [1], values: Float32Array.of(1) },
      },
      ['logits'],
    );
    return outputs.get('logits')!;
  } finally {
    await graph.close();
  }
}
