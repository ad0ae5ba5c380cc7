import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import * as z from 'zod';
import { toError } from '../../../core/errors.js';
import { appendGraph, keyValueNames } from '../../../model/graph/caches.js';

export const probeAnswer = z.union([
  z.object({ ortVersion: z.string() }),
  /** Why there is no device, as onnxruntime says it. */
  z.object({ unavailable: z.string() }),
]);
export type ProbeAnswer = z.infer<typeof probeAnswer>;

/** The smallest graph that a device can compute. */
const shape = { layers: 1, kvHeads: 1, headDim: 1 };

/** Whether WebGPU computes anything at all here. onnxruntime tells in its log what hardware it finds. */
export async function probe(): Promise<ProbeAnswer> {
  env.logLevel = 'info';
  try {
    const session = await InferenceSession.create(appendGraph(shape, 'gpu-single'), { executionProviders: ['webgpu'] });
    const one = new Tensor('float32', Float32Array.of(1), [1, 1, 1, 1]);
    const inputs = [...keyValueNames('past', 1), ...keyValueNames('new', 1)];
    await session.run(Object.fromEntries(inputs.map((name) => [name, one])));
    return { ortVersion: env.versions.node ?? '' };
  } catch (thrown) {
    return { unavailable: lastWords(toError(thrown).message) };
  }
}

/** onnxruntime names its source file and the condition that failed before it says what the matter is. */
function lastWords(message: string): string {
  return message.split(' was false. ').at(-1)!.trim();
}

/**
 * The GPUs that onnxruntime's log names, in its own words; empty where it finds none, or says it in another way. What it
 * says of their memory and sessions is left out: that changes.
 */
export function gpusOf(log: string): string[] {
  const found = [...log.matchAll(/Discovered OrtHardwareDevice \{(.*)\}/g)].map(
    ([, device]) => device!.split(', metadata:')[0]!,
  );
  return found.filter((device) => /\btype:1\b/.test(device));
}

/** Who made a GPU that the log names. Linux tells only the number of the PCI vendor. */
export function vendorOf(gpu: string): string | undefined {
  const named = /\bvendor:([^,}]+)/.exec(gpu)?.[1]?.trim();
  return named || vendors.get(/\bvendor_id:(0x[0-9a-f]+)/i.exec(gpu)?.[1]?.toLowerCase() ?? '');
}

/** Some of the PCI vendors' numbers, from the PCI ID Repository (pci-ids.ucw.cz). */
const vendors: ReadonlyMap<string, string> = new Map([
  ['0x1002', 'AMD'],
  ['0x106b', 'Apple'],
  ['0x10de', 'NVIDIA'],
  ['0x1ae0', 'Google'],
  ['0x5143', 'Qualcomm'],
  ['0x8086', 'Intel'],
]);
