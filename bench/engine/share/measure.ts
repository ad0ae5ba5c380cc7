import path from 'node:path';
import * as z from 'zod';
import { root } from '../../root.js';
import { summarize } from '../../statistics.js';
import { percent, table } from '../../table.js';
import { LineProcess } from '../line-process.js';
import { type Measurement, say } from '../measurement.js';
import { Recording } from '../recording.js';
import { type Found, found, type Job } from './job.js';
import { isMatrixProduct } from './profile.js';

const name = 'share';
const format = { key: z.object({ model: z.enum(['embedded', 'larger']), round: z.int() }), found };

/** The share of a decoding step that is spent outside onnxruntime, and that of matrix products within it. */
export const shareOfStep: Measurement = {
  name,
  title: 'Where the time of a decoding step goes',

  async measure(options) {
    const recording = Recording.open(options, name, format);
    for (const model of options.models) {
      const keys = Array.from({ length: options.rounds }, (_, i) => ({ model: model.kind, round: i + 1 }));
      const missing = keys.filter((key) => !recording.has(key));
      if (missing.length === 0) continue;
      say(`${name}: ${model.kind} model`);
      const job: Job = { model, attempts: 16, tokens: options.quick ? 4 : 100 };
      const worker = path.join(root, 'dist/bench/share.worker.js');
      const workerProcess = await LineProcess.start(process.execPath, [worker, JSON.stringify(job)]);
      try {
        for (const key of missing) await recording.once(key, async () => found.parse(await workerProcess.ask(key)));
      } finally {
        await workerProcess.end();
      }
    }
  },

  describe(resultsFolder) {
    const recording = Recording.read(resultsFolder, name, format);
    if (!recording) return null;
    const models = [...new Set(recording.runs.map(({ modelName }) => modelName))];
    const rows = models.map((modelName) => {
      const runs = recording.runs.filter((run) => run.modelName === modelName);
      const outside = runs.map(({ decodeSeconds, runSeconds }) => 100 * (1 - runSeconds / decodeSeconds));
      const steps = runs.map((run) => (1000 * run.decodeSeconds) / run.steps);
      const products = runs.map((run) => 100 * productShare(run));
      return [modelName, summarize(steps, 1), summarize(outside, 1), summarize(products, 1), kernelsOf(runs)];
    });
    const heads = ['model', 'step, ms', 'outside `session.run`, %', 'matrix products within, %', 'operators'];
    return [
      'Decoding 16 rows of 100 tokens after a short prompt, in the process that runs the model: median (least to',
      "greatest) over the rounds. What is within is from onnxruntime's profiler, in runs of their own. Goal: at most",
      '10 % outside.',
      '',
      table(heads, rows),
      '',
      `Measured on ${recording.machine}.`,
    ].join('\n');
  },
};

function productShare({ kernels }: Found): number {
  const all = Object.entries(kernels);
  return sum(all.filter(([operator]) => isMatrixProduct(operator))) / sum(all);
}

/** The operators that take at least one percent of the kernels' time, those that take most first. */
function kernelsOf(runs: readonly Found[]): string {
  const all = runs.flatMap(({ kernels }) => Object.entries(kernels));
  const total = sum(all);
  const operators = [...new Set(all.map(([operator]) => operator))];
  return operators
    .map((operator) => ({ operator, share: sum(all.filter(([other]) => other === operator)) / total }))
    .filter(({ share }) => share >= 0.01)
    .sort((a, b) => b.share - a.share)
    .map(({ operator, share }) => `${operator} ${percent(share)}`)
    .join(', ');
}

function sum(entries: readonly (readonly [string, number])[]): number {
  return entries.reduce((total, [, seconds]) => total + seconds, 0);
}
