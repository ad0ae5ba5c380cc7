import os from 'node:os';
import * as z from 'zod';
import type { RivalName } from './cases.js';

/** What a rival can be told. */
export const settings = z.object({
  threads: z.int().min(1),
  /** Tokens computed at once: node-llama-cpp's `batchSize`, llama.cpp's `n_ubatch`. */
  batchSize: z.int().min(1),
  flashAttention: z.enum(['auto', 'on', 'off']),
  /** One cache for all sequences; node-llama-cpp always keeps them apart. */
  unified: z.boolean(),
});
export type Settings = z.infer<typeof settings>;

const logicalCores = os.availableParallelism();

/** Where the search begins, and what is used where none was made. */
export function defaultSettings(rival: RivalName): Settings {
  const unified = rival === 'llama.cpp sharing';
  return { threads: logicalCores, batchSize: 512, flashAttention: 'auto', unified };
}

/** What else is worth a try, one change at a time, in the order of the search. Half the logical cores may be all the physical ones. */
export function changes(rival: RivalName): Partial<Settings>[][] {
  const threads = new Set([1, 2, Math.ceil(logicalCores / 2), logicalCores]);
  return [
    [...threads].filter((count) => count <= logicalCores).map((count) => ({ threads: count })),
    [{ batchSize: 512 }, { batchSize: 2048 }],
    [{ flashAttention: 'auto' }, { flashAttention: 'on' }, { flashAttention: 'off' }],
    rival === 'llama.cpp sharing' ? [{ unified: true }, { unified: false }] : [],
  ];
}

export function describeSettings({ threads, batchSize, flashAttention, unified }: Settings): string {
  const cache = unified ? 'one cache' : 'a cache a sequence';
  return `${threads} threads, batch ${batchSize}, flash attention ${flashAttention}, ${cache}`;
}
