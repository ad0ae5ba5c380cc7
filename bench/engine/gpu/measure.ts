import * as z from 'zod';
import { defaultPlan } from '../../../src/core/defaults.js';
import { toError } from '../../../src/core/errors.js';
import { Engine } from '../../../src/engine/engine.js';
import { indicesBelow } from '../../../src/protocol/engine.js';
import { summarize } from '../../statistics.js';
import { table } from '../../table.js';
import { type Measurement, type MeasureOptions, say } from '../measurement.js';
import { type BenchModel, cacheFolder, installation, openModel } from '../models.js';
import { type PromptLength, promptOf } from '../prompts.js';
import { Recording } from '../recording.js';

const name = 'gpu';
const devices = ['cpu', 'webgpu'] as const;
const format = {
  key: z.object({
    model: z.enum(['embedded', 'larger']),
    case: z.string(),
    device: z.enum(devices),
    round: z.int(),
  }),
  found: z.object({
    modelName: z.string(),
    deviceName: z.string(),
    /** What the self-check found. */
    reason: z.string(),
    tokens: z.int(),
    seconds: z.number(),
  }),
};
type Key = z.infer<typeof format.key>;
type Found = z.infer<typeof format.found>;

const cases: readonly {
  readonly name: string;
  readonly attempts: number;
  readonly prompt: PromptLength;
  readonly tokens: number;
}[] = [
  { name: '1 attempt', attempts: 1, prompt: 'short', tokens: 60 },
  { name: '16 attempts', attempts: 16, prompt: 'short', tokens: 60 },
  { name: '64 attempts', attempts: 64, prompt: 'short', tokens: 60 },
  { name: '32 attempts, long prompt', attempts: 32, prompt: 1000, tokens: 32 },
];

/** Tokens per second on the GPU and on the same machine's CPU, in turns. */
export const gpuAgainstCpu: Measurement = {
  name,
  title: 'GPU against CPU',

  async measure(options) {
    const recording = Recording.open(options, name, format);
    for (const model of options.models) await measureModel(model, options, recording);
  },

  describe(resultsFolder) {
    const recording = Recording.read(resultsFolder, name, format);
    if (!recording) return null;
    const { runs } = recording;
    const names = [...new Set(runs.map(({ modelName }) => modelName))];
    const rows = names.flatMap((modelName) =>
      cases.flatMap((each) => {
        const of = (device: Key['device']) =>
          runs.filter((run) => run.modelName === modelName && run.case === each.name && run.device === device);
        const [cpu, gpu] = [of('cpu'), of('webgpu')];
        const ratios = gpu.flatMap((run) => {
          const other = cpu.find(({ round }) => round === run.round);
          return other ? [speed(run) / speed(other)] : [];
        });
        if (ratios.length === 0) return [];
        return [[modelName, each.name, summarize(cpu.map(speed)), summarize(gpu.map(speed)), summarize(ratios, 2)]];
      }),
    );
    const found = new Set(
      runs
        .filter(({ device }) => device === 'webgpu')
        .map((run) => `- ${run.modelName}, ${run.deviceName}: ${run.reason}`),
    );
    return [
      'Tokens per second of all sampled tokens, prefill included: median (least to greatest) over the rounds, in which',
      'CPU and GPU take turns. Both draw with the default settings from the same prompts.',
      '',
      table(['model', 'case', 'CPU, tokens/s', 'GPU, tokens/s', 'ratio a round'], rows),
      '',
      `Measured on ${recording.machine}. What the self-check said:`,
      '',
      ...found,
    ].join('\n');
  },
};

async function measureModel(
  model: BenchModel,
  { rounds, quick }: MeasureOptions,
  recording: Recording<Key, Found>,
): Promise<void> {
  const runnable = await openModel(model);
  const engines: {
    readonly device: Key['device'];
    readonly engine: Engine;
    readonly told: Pick<Found, 'deviceName' | 'reason'>;
  }[] = [];
  try {
    for (const device of devices) {
      say(`${name}: ${model.kind} model, loading for ${device}`);
      const engine = new Engine({ childPath: installation.engineChild });
      engines.push({
        device,
        engine,
        told: await engine
          .load({ modelPath: model.file, cacheFolder, threads: 0, device })
          .then((loaded) => ({ deviceName: loaded.device.name, reason: loaded.device.reason })),
      });
    }
  } catch (thrown) {
    for (const { engine } of engines) await engine.dispose();
    return say(`${name}: ${toError(thrown).message}`);
  }
  try {
    for (const { name: caseName, attempts, prompt, tokens } of cases) {
      say(`${name}: ${model.kind} model, ${caseName}`);
      for (let round = 0; round <= rounds; round++) {
        for (const { device, engine, told } of engines) {
          const sample = async (): Promise<Found> => {
            const started = performance.now();
            const { sampledTokens } = await engine.sample({
              prompt: promptOf(prompt, round, runnable),
              indices: indicesBelow(attempts),
              sampling: defaultPlan.sampling,
              seed: round,
              // A first round is not counted: a device translates its programs at first.
              maxTokens: quick || round === 0 ? 4 : tokens,
              batchSize: 0,
            });
            const seconds = (performance.now() - started) / 1000;
            return { modelName: runnable.name, ...told, tokens: sampledTokens, seconds };
          };
          if (round === 0) await sample();
          else await recording.once({ model: model.kind, case: caseName, device, round }, sample);
        }
      }
    }
  } finally {
    for (const { engine } of engines) await engine.dispose();
  }
}

function speed({ tokens, seconds }: Found): number {
  return tokens / seconds;
}
