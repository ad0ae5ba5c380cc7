import type { Attempt } from '../../../src/core/domain.js';
import { decode } from '../../../src/engine/child/decode.js';
import { type Prefilled, prefill } from '../../../src/engine/child/prefill.js';
import { beginResponses } from '../../../src/engine/child/response.js';
import { Sampler } from '../../../src/engine/child/sampler.js';
import { openModel } from '../../../src/engine/child/session.js';
import type { GraphDevice } from '../../../src/model/graph/device.js';
import { uniformForms } from '../../../src/model/graph/forms.js';
import { prepareModel } from '../../../src/model/runnable.js';
import { indicesBelow } from '../../../src/protocol/engine.js';

/** A program that samples on a device, from float32 weights. Argument: what to do; it sends the attempts. */

export interface Task {
  readonly device: GraphDevice;
  readonly modelPath: string;
  readonly cacheFolder: string;
  /** Each is sampled from in turn; they may begin alike. */
  readonly prompts: readonly (readonly number[])[];
  readonly attempts: number;
  readonly batchSize: number;
  readonly maxTokens: number;
  /** One token in so many ends an attempt. */
  readonly endsOneIn: number;
}

/** Of each prompt, in the order of their indices. */
export type Sampled = readonly (readonly Attempt[])[];

async function sample(task: Task): Promise<Sampled> {
  const { device, prompts, attempts: count, batchSize, maxTokens, endsOneIn, ...files } = task;
  const model = await prepareModel({ ...files, device, forms: uniformForms('float32') });
  const decoding = await openModel(model.graphs[0], model.shape, { provider: device, threads: 1 });
  const { vocabulary, width } = model.shape;
  const sampler = new Sampler({ temperature: 0.8, topP: 0.95, topK: 0, minP: 0 }, vocabulary);
  const endTokens = new Set(Array.from({ length: vocabulary }, (_, token) => token).filter((i) => i % endsOneIn === 0));
  const { signal } = new AbortController();
  let before: Prefilled | undefined;
  const sampled: Attempt[][] = [];
  for (const ids of prompts) {
    const { inverseTemperature } = sampler;
    const prefilled = await prefill(decoding, ids, { inverseTemperature, before, signal, onTokens: () => {} });
    before = prefilled;
    const attempts: Attempt[] = [];
    await decode(decoding, {
      prefilled,
      responses: beginResponses(indicesBelow(count), 1, {
        endTokens,
        stopStrings: [],
        maxTokens,
        bytesOf: () => new Uint8Array(),
        width,
      }),
      batchSize,
      maxTokens,
      sampler,
      signal,
      onAttempt: (attempt) => attempts.push(attempt),
      onStep: () => {},
    });
    sampled.push(attempts.toSorted((a, b) => a.index - b.index));
  }
  return sampled;
}

void sample(JSON.parse(process.argv[2] ?? '') as Task).then((sampled) => process.send?.(sampled, () => process.exit()));
