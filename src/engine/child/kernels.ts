import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import * as z from 'zod';
import type { GeneralForm } from '../../model/graph/forms.js';
import { writeProductGraph } from '../../model/graph/product.js';
import { readKept, writeKept } from '../../model/kept-json.js';

/** What this machine's kernels are like; decided once, for another decision means building every graph anew. */
export type Kernels = z.infer<typeof kernels>;

const kernels = z.object({
  /** Whether products with matrices in the `rows` form are right here, and faster than those in `blocks`. */
  rows: z.boolean(),
  /** Time of a product by rows over that by blocks. */
  ratio: z.number(),
});

const file = z.record(z.string(), kernels);

/** The verdict on this machine, from the cache's folder or by measuring, which takes half a second. */
export async function kernelsOf(cacheFolder: string): Promise<Kernels> {
  const place = path.join(cacheFolder, 'kernels.json');
  const machine = `${os.cpus()[0]?.model ?? 'unknown'}, ${process.arch}, onnxruntime ${env.versions.node}`;
  const known = (await readKept(place, file)) ?? {};
  const verdict = known[machine];
  if (verdict) return verdict;
  const measured = await measure();
  await writeKept(place, { ...known, [machine]: measured });
  return measured;
}

const size = 1024;
const tokens = 16;
const rounds = 9;
/** A choice between forms that are equally fast is for the more exact one. */
const worthIt = 0.85;
/** Relative to the largest. Rounding to 8 bits costs 0.01. */
const tolerance = 0.05;

async function measure(): Promise<Kernels> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'explore-solutions-kernels-'));
  try {
    const matrix = probeMatrix();
    const rows = await product(folder, 'rows', matrix);
    const blocks = await product(folder, 'blocks', matrix);
    const right = isRight(await rows(), matrix);
    const times = { rows: Number.POSITIVE_INFINITY, blocks: Number.POSITIVE_INFINITY };
    // The quickest of several, taken in turns: other programs can only make it slower.
    for (let round = 0; round < rounds; round++) {
      times.rows = Math.min(times.rows, await timeOf(rows));
      times.blocks = Math.min(times.blocks, await timeOf(blocks));
    }
    const ratio = times.rows / times.blocks;
    return { rows: right && ratio < worthIt, ratio };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function product(folder: string, form: GeneralForm, matrix: Float32Array): Promise<() => Promise<Float32Array>> {
  const session = await InferenceSession.create(await writeProductGraph(folder, form, matrix, size), {
    executionProviders: ['cpu'],
    logSeverityLevel: 3,
  });
  const x = new Tensor('float32', probeTokens(), [tokens, 1, size]);
  return async () => {
    const { y } = await session.run({ x });
    if (!(y?.data instanceof Float32Array)) throw new Error('The product gave nothing.');
    return y.data;
  };
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

/**
 * The first rows hold the largest values only. On processors that add pairs of products in 16 bits, as x86 without VNNI
 * does for unsigned times signed bytes, such sums overflow, and the result is wrong.
 */
function probeMatrix(): Float32Array {
  return Float32Array.from({ length: size * size }, (_, i) => (i < 4 * size ? 1 : Math.sin(i)));
}

function probeTokens(): Float32Array {
  return Float32Array.from({ length: tokens * size }, (_, i) => (i < 2 * size ? 1 : Math.cos(i)));
}

function isRight(found: Float32Array, matrix: Float32Array): boolean {
  const x = probeTokens();
  let largest = 0;
  let difference = 0;
  for (let token = 0; token < tokens; token++) {
    for (let row = 0; row < 8; row++) {
      let expected = 0;
      for (let k = 0; k < size; k++) expected += x[token * size + k]! * matrix[row * size + k]!;
      largest = Math.max(largest, Math.abs(expected));
      difference = Math.max(difference, Math.abs(expected - found[token * size + row]!));
    }
  }
  return difference <= tolerance * largest;
}
