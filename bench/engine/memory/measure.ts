import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { defaultPlan } from '../../../src/core/defaults.js';
import { Engine } from '../../../src/engine/engine.js';
import { indicesBelow } from '../../../src/protocol/engine.js';
import { summarize } from '../../statistics.js';
import { table } from '../../table.js';
import { type Measurement, say } from '../measurement.js';
import { type BenchModel, cacheFolder, installation, openModel } from '../models.js';
import { children, memoryIsKnown, memoryOf } from '../process-memory.js';
import { promptOf } from '../prompts.js';
import { Recording } from '../recording.js';

const name = 'memory';
const format = {
  key: z.object({ model: z.enum(['embedded', 'larger']), round: z.int() }),
  /** All in bytes. */
  found: z.object({
    modelName: z.string(),
    /** The graph's files. */
    weights: z.number(),
    /** Keys and values of the prompt and of the rows that were written at once, full length. */
    caches: z.number(),
    /** Resident when the model was loaded, and the most while sampling. */
    loaded: z.number(),
    sampling: z.number(),
    /** The most ever, loading included. */
    peak: z.number(),
  }),
};
type Found = z.infer<typeof format.found>;

/** How often memory is looked at, in milliseconds. */
const interval = 20;

/** Resident memory of the engine's process while it samples 32 attempts after about 1,000 tokens. */
export const memoryUse: Measurement = {
  name,
  title: 'Memory while sampling',

  async measure(options) {
    if (!memoryIsKnown) return say(`${name}: this system does not tell a process's memory.`);
    const recording = Recording.open(options, name, format);
    for (const model of options.models) {
      for (let round = 1; round <= options.rounds; round++) {
        say(`${name}: ${model.kind} model`);
        await recording.once({ model: model.kind, round }, () => watch(model, round, options.quick ? 4 : 64));
      }
    }
  },

  describe(resultsFolder) {
    const recording = Recording.read(resultsFolder, name, format);
    if (!recording) return null;
    const models = [...new Set(recording.runs.map(({ modelName }) => modelName))];
    const rows = models.map((modelName) => {
      const runs = recording.runs.filter((run) => run.modelName === modelName);
      const megabytes = (of: (run: Found) => number) => summarize(runs.map((run) => of(run) / 1e6));
      return [
        modelName,
        megabytes(({ weights }) => weights),
        megabytes(({ caches }) => caches),
        megabytes(({ loaded }) => loaded),
        megabytes(({ sampling }) => sampling),
        megabytes(({ weights, caches, sampling }) => sampling - weights - caches),
        megabytes(({ peak }) => peak),
      ];
    });
    const heads = [
      'model',
      'weights',
      'caches',
      'loaded',
      'most while sampling',
      'beyond weights and caches',
      'most ever',
    ];
    return [
      "The engine's process, 32 attempts of 64 tokens after a prompt of about 1,000, in MB resident: median (least to",
      'greatest) over the rounds. Goal: at most 250 MB beyond weights and caches.',
      '',
      table(heads, rows),
      '',
      `Measured on ${recording.machine}.`,
    ].join('\n');
  },
};

async function watch(model: BenchModel, round: number, maxTokens: number): Promise<Found> {
  const runnable = await openModel(model);
  const engine = new Engine({ childPath: installation.engineChild });
  try {
    const before = children();
    await engine.load({ modelPath: model.file, cacheFolder, threads: 0 });
    const child = children().find((pid) => !before.includes(pid));
    if (child === undefined) throw new Error('the engine has no process');
    const loaded = memoryOf(child).resident;
    let sampling = loaded;
    let rows = 0;
    const timer = setInterval(() => {
      sampling = Math.max(sampling, memoryOf(child).resident);
    }, interval);
    const { promptTokens } = await engine
      .sample(
        {
          prompt: promptOf(1000, round, runnable),
          indices: indicesBelow(32),
          sampling: defaultPlan.sampling,
          seed: round,
          maxTokens,
          batchSize: 0,
        },
        {
          onProgress: (event) => {
            if (event.type === 'decode') rows = Math.max(rows, event.writing);
          },
        },
      )
      .finally(() => clearInterval(timer));
    const { layers, kvHeads, headDim } = runnable.shape;
    const columns = promptTokens + rows * maxTokens;
    return {
      modelName: runnable.name,
      weights: sizeOf(path.dirname(runnable.graphs[0].graphPath)),
      caches: columns * layers * kvHeads * headDim * 2 * Float32Array.BYTES_PER_ELEMENT,
      loaded,
      sampling,
      peak: memoryOf(child).peak,
    };
  } finally {
    await engine.dispose();
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
}
