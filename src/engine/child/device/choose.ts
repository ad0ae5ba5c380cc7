import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { BUILDER_VERSION } from '../../../model/graph/build.js';
import type { RunnableModel } from '../../../model/runnable.js';
import type { LoadedDevice, LoadParams, Provider } from '../../../protocol/engine.js';
import { DeviceError } from '../../errors.js';
import { tellsOfDeviceError } from '../../unexpected-end.js';
import { readVerdict, type Verdict, writeVerdict } from '../../verdicts.js';
import { askHelper, type HelperOutcome } from './helper.js';
import { gpusOf, probeAnswer } from './probe.js';
import { type CheckInput, type Comparison, comparison } from './self-check.js';

/** A device, and the model whose graph is written for it. */
export interface Choice {
  readonly model: RunnableModel;
  readonly device: LoadedDevice;
}

export interface ChoiceOptions {
  /** The script of this process, of which a new one is started for what might go wrong. */
  readonly program: string;
  readonly modelPath: string;
  readonly cacheFolder: string;
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Whether the weights are kept exactly. */
  readonly exact: boolean;
  /** Makes the graph for a provider, or finds it in the cache. */
  readonly prepare: (provider: Provider) => Promise<RunnableModel>;
  readonly onProgress: (fraction: number) => void;
  readonly limits?: ChoiceLimits;
}

/** How long a process may say nothing, in seconds. */
export interface ChoiceLimits {
  readonly probe: number;
  readonly check: number;
}

/** Most that the mean divergence from the CPU may be. Of an embedded-size model, rounding the activations costs 0.01. */
const mostKl = 0.03;
/** Most that a representation may be off, in its own length. The same rounding moves it by 0.03. */
const mostDistance = 0.1;
/**
 * How many times as fast as the CPU a device must be at the check, where the CPU computes a graph that is not written
 * for it: its own is up to this much faster.
 */
const leastSpeed = 2;

/** Less than the supervisor's patience with this process. */
const defaultLimits: ChoiceLimits = { probe: 30, check: 90 };

/**
 * Decides who computes, and says why. A GPU is used only where a process of its own has shown that it gives what the CPU
 * gives; the verdict is kept for a month, or until the model, onnxruntime or the hardware is another.
 *
 * @throws DeviceError where a device was asked for by name and cannot be used
 */
export async function chooseDevice(asked: LoadParams['device'] = 'cpu', options: ChoiceOptions): Promise<Choice> {
  const { prepare } = options;
  if (asked === 'cuda') {
    const model = await prepare('cuda');
    return { model, device: { provider: 'cuda', name: 'CUDA', reason: 'CUDA was asked for.' } };
  }
  if (asked === 'cpu') {
    return { model: await prepare('cpu'), device: { ...cpu, reason: 'The CPU was asked for.' } };
  }
  const gpu = await findGpu(options);
  if (!('name' in gpu)) {
    if (asked === 'webgpu') throw new DeviceError(gpu.missing);
    return { model: await prepare('cpu'), device: { ...cpu, reason: gpu.missing } };
  }
  const verdictFile = await verdictFileOf(options, gpu.identity);
  const verdict = (await readVerdict(verdictFile)) ?? (await check(verdictFile, options));
  if (verdict.outcome === 'trusted' || (asked === 'webgpu' && verdict.outcome === 'slower')) {
    const device = { provider: 'webgpu', name: gpu.name, reason: verdict.reason, verdictFile } as const;
    return { model: await prepare('webgpu'), device };
  }
  if (asked === 'webgpu') throw new DeviceError(verdict.reason);
  return { model: await prepare('cpu'), device: { ...cpu, reason: verdict.reason } };
}

const cpu = { provider: 'cpu', name: 'CPU' } as const;

type Gpu = { readonly name: string; readonly identity: string } | { readonly missing: string };

async function findGpu({ program, signal, limits = defaultLimits }: ChoiceOptions): Promise<Gpu> {
  const found = await askHelper({ program, task: 'probe', input: null, silenceSeconds: limits.probe, signal });
  const { data } = probeAnswer.safeParse('answer' in found ? found.answer : undefined);
  if (!data) return { missing: `The GPU is not used: the process that tried it ${failureOf(found)}.` };
  if ('unavailable' in data) return { missing: `No GPU can be used: ${data.unavailable}` };
  const gpus = gpusOf(found.log);
  const vendors = new Set(gpus.map((gpu) => /\bvendor:([^,}]+)/.exec(gpu)?.[1]?.trim() ?? 'GPU'));
  return {
    name: vendors.size > 0 ? `GPU (${[...vendors].join(', ')})` : 'GPU',
    identity: [data.ortVersion, os.platform(), os.arch(), os.release(), driverVersion(), ...gpus].join('\n'),
  };
}

/** What Linux tells of NVIDIA's driver, which is updated apart from the system; other drivers come with a release. */
function driverVersion(): string {
  try {
    return readFileSync('/proc/driver/nvidia/version', 'utf8');
  } catch {
    return '';
  }
}

/** A file for this machine, this model file and the graphs that we make of it. */
async function verdictFileOf({ modelPath, cacheFolder, exact }: ChoiceOptions, identity: string): Promise<string> {
  const { size, mtimeMs } = await stat(modelPath);
  const key = JSON.stringify([identity, BUILDER_VERSION, path.resolve(modelPath), size, mtimeMs, exact]);
  return path.join(cacheFolder, 'devices', `${createHash('sha256').update(key).digest('hex')}.json`);
}

async function check(verdictFile: string, options: ChoiceOptions): Promise<Verdict> {
  const { program, threads, signal, onProgress, limits = defaultLimits } = options;
  const { graphPath, device, shape } = await options.prepare('webgpu');
  const input: CheckInput = { graph: { graphPath, device, shape }, threads };
  const outcome = await askHelper({
    program,
    task: 'check',
    input,
    silenceSeconds: limits.check,
    signal,
    onProgress,
  });
  const { data } = comparison.safeParse('answer' in outcome ? outcome.answer : undefined);
  const verdict: Verdict = tellsOfDeviceError(outcome.log)
    ? { outcome: 'failed', reason: 'The GPU is not used: its driver reported errors when it was checked.' }
    : data
      ? judge(data)
      : { outcome: 'failed', reason: `The GPU is not used: the process that checked it ${failureOf(outcome)}.` };
  await writeVerdict(verdictFile, verdict);
  return verdict;
}

function judge({ meanKl, stateDistance, stepOnCpu, stepOnDevice }: Comparison): Verdict {
  // Written so that NaN does not pass.
  if (!(meanKl <= mostKl && stateDistance <= mostDistance)) {
    const found = `KL ${meanKl.toPrecision(2)}, representations ${stateDistance.toPrecision(2)} off`;
    return { outcome: 'failed', reason: `The GPU is not used: its results are not the CPU's (${found}).` };
  }
  if (stepOnDevice === undefined) {
    return { outcome: 'slower', reason: 'The GPU is so much slower than the CPU that its check was stopped.' };
  }
  const speed = stepOnCpu / stepOnDevice;
  const times = `${speed.toPrecision(2)} times as fast`;
  return speed >= leastSpeed
    ? { outcome: 'trusted', reason: `The GPU gives the CPU's results, and was ${times} when both were compared.` }
    : { outcome: 'slower', reason: `The GPU gives the CPU's results, but was only ${times} when both were compared.` };
}

function failureOf(outcome: HelperOutcome): string {
  return 'failure' in outcome ? outcome.failure : 'gave no answer that makes sense';
}
