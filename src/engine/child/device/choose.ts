import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { BUILDER_VERSION } from '../../../model/graph/build.js';
import type { ModelGraph, RunnableModel } from '../../../model/runnable.js';
import type { LoadedDevice, LoadParams, Provider } from '../../../protocol/engine.js';
import { DeviceError } from '../../errors.js';
import { tellsOfDeviceError, tellsOfDeviceMemory } from '../../unexpected-end.js';
import { reasonOf, reasonWithoutAnswer } from '../../verdict-words.js';
import { type HelperFailure, readVerdict, type Verdict, type WeightSize, writeVerdict } from '../../verdicts.js';
import { askHelper, type HelperOutcome } from './helper.js';
import { judge } from './judge.js';
import { gpusOf, probeAnswer, vendorOf } from './probe.js';
import { type CheckInput, comparison } from './self-check.js';

/** A device, and the model with the graph that is written for it. */
export interface Choice {
  readonly model: RunnableModel;
  readonly graph: ModelGraph;
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
  readonly prepare: (provider: Provider, weights: WeightSize) => Promise<RunnableModel>;
  readonly onProgress: (fraction: number) => void;
  readonly limits?: ChoiceLimits;
}

/** How long a process may say nothing, in seconds. */
export interface ChoiceLimits {
  readonly probe: number;
  readonly check: number;
}

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
    return onFirstGraph(await prepare('cuda', 'preferred'), {
      provider: 'cuda',
      name: 'CUDA',
      reason: l10n.t('CUDA was asked for.'),
    });
  }
  if (asked === 'cpu') {
    return onFirstGraph(await prepare('cpu', 'preferred'), { ...cpu, reason: l10n.t('The CPU was asked for.') });
  }
  const gpu = await findGpu(options);
  if (!('name' in gpu)) {
    if (asked === 'webgpu') throw new DeviceError(gpu.missing);
    return onFirstGraph(await prepare('cpu', 'preferred'), { ...cpu, reason: gpu.missing });
  }
  const verdictFile = await verdictFileOf(options, gpu.identity);
  const verdict = (await readVerdict(verdictFile)) ?? (await check(verdictFile, options));
  const reason = reasonOf(verdict);
  if (verdict.outcome === 'trusted' || (asked === 'webgpu' && verdict.outcome === 'slower')) {
    const device = { provider: 'webgpu', name: gpu.name, reason, verdictFile } as const;
    const model = await prepare('webgpu', verdict.weights);
    const graph = model.graphs.find(({ target }) => target === verdict.target);
    if (graph) return { model, graph, device };
    throw new DeviceError(l10n.t('There is no graph {0} of this model.', verdict.target));
  }
  if (asked === 'webgpu') throw new DeviceError(reason);
  return onFirstGraph(await prepare('cpu', 'preferred'), { ...cpu, reason });
}

function onFirstGraph(model: RunnableModel, device: LoadedDevice): Choice {
  return { model, graph: model.graphs[0], device };
}

const cpu = { provider: 'cpu', name: 'CPU' } as const;

type Gpu = { readonly name: string; readonly identity: string } | { readonly missing: string };

async function findGpu({ program, signal, limits = defaultLimits }: ChoiceOptions): Promise<Gpu> {
  const found = await askHelper({ program, task: 'probe', input: null, silenceSeconds: limits.probe, signal });
  const { data } = probeAnswer.safeParse('answer' in found ? found.answer : undefined);
  if (!data) return { missing: reasonWithoutAnswer(failureOf(found)) };
  if ('unavailable' in data)
    return { missing: l10n.t('No GPU can be used: {0}', data.unavailable.replace(/\.?$/, '.')) };
  const gpus = gpusOf(found.log);
  const vendors = [...new Set(gpus.flatMap((gpu) => vendorOf(gpu) ?? []))];
  return {
    name: vendors.length > 0 ? `GPU (${vendors.join(', ')})` : 'GPU',
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

/** Where the GPU has not enough memory for the form of the weights that is preferred, in the one that takes the least. */
async function check(verdictFile: string, options: ChoiceOptions): Promise<Verdict> {
  const preferred = await options.prepare('webgpu', 'preferred');
  let { verdict, ranOutOfMemory } = await checkWith(preferred, 'preferred', options);
  if (ranOutOfMemory) {
    const least = await options.prepare('webgpu', 'least');
    // There may be no other form.
    if (least.graphs[0].graphPath !== preferred.graphs[0].graphPath) {
      ({ verdict } = await checkWith(least, 'least', options));
    }
  }
  await writeVerdict(verdictFile, verdict);
  return verdict;
}

async function checkWith(
  { graphs, shape }: RunnableModel,
  weights: WeightSize,
  { exact, limits = defaultLimits, onProgress, program, signal, threads }: ChoiceOptions,
): Promise<{ readonly verdict: Verdict; readonly ranOutOfMemory: boolean }> {
  // Who wants the weights exactly does not want the rest rounded.
  const input: CheckInput = { graphs: exact ? graphs.slice(0, 1) : [...graphs], shape, threads };
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
    ? { outcome: 'failed', shortcoming: { kind: 'driver-errors' } }
    : data
      ? judge(data, weights)
      : { outcome: 'failed', shortcoming: { kind: 'no-answer', failure: failureOf(outcome) } };
  const said = [outcome.log, ...(data?.trials ?? []).map((trial) => ('failure' in trial ? trial.failure : ''))];
  return { verdict, ranOutOfMemory: verdict.outcome === 'failed' && tellsOfDeviceMemory(said.join('\n')) };
}

function failureOf(outcome: HelperOutcome): HelperFailure {
  return 'failure' in outcome ? outcome.failure : { kind: 'senseless' };
}
