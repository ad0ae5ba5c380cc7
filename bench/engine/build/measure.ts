import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { root } from '../../root.js';
import { summarize } from '../../statistics.js';
import { table } from '../../table.js';
import { LineProcess } from '../line-process.js';
import { type Measurement, say } from '../measurement.js';
import { Recording } from '../recording.js';
import { type Built, built } from './built.js';

const name = 'build';
const format = { key: z.object({ model: z.enum(['embedded', 'larger']), round: z.int() }), found: built };

/** Time and memory that the building of each model's graph takes. */
export const graphBuilding: Measurement = {
  name,
  title: 'Building the graph',

  async measure(options) {
    const recording = Recording.open(options, name, format);
    for (const model of options.models) {
      say(`${name}: ${model.kind} model`);
      for (let round = 1; round <= options.rounds; round++) {
        await recording.once({ model: model.kind, round }, () => buildOnce(model.file));
      }
    }
  },

  describe(resultsFolder) {
    const recording = Recording.read(resultsFolder, name, format);
    if (!recording) return null;
    const models = [...new Set(recording.runs.map(({ modelName }) => modelName))];
    const rows = models.map((modelName) => {
      const runs = recording.runs.filter((run) => run.modelName === modelName);
      const columns = (['written', 'checked'] as const).map((stage) => {
        const peaks = runs.flatMap((run) => (run[stage].peak === null ? [] : [run[stage].peak / 1e6]));
        const seconds = runs.map((run) => run[stage].seconds);
        return [summarize(seconds, 1), summarize(peaks)];
      });
      return [modelName, ...columns.flat()];
    });
    const heads = ['model', 'written after, s', 'peak by then, MB', 'checked after, s', 'peak by then, MB'];
    return [
      "From the GGUF file to the graph on the disk, the file's hash included, in a process that does nothing else:",
      'median (least to greatest) over the rounds of time and resident memory. The model is computed once in float32, a',
      'layer at a time, then written; then the graph is loaded as for sampling, to see how exact it is. Goal for the',
      'larger model: a peak below 1,000 MB while it is built.',
      '',
      table(heads, rows),
      '',
      `Measured on ${recording.machine}.`,
    ].join('\n');
  },
};

async function buildOnce(modelFile: string): Promise<Built> {
  const cacheFolder = mkdtempSync(path.join(os.tmpdir(), 'bench-build-'));
  const worker = path.join(root, 'dist/bench/build.worker.js');
  try {
    const workerProcess = await LineProcess.start(process.execPath, [worker, modelFile, cacheFolder]);
    try {
      return built.parse(await workerProcess.ask({}));
    } finally {
      await workerProcess.end();
    }
  } finally {
    rmSync(cacheFolder, { recursive: true });
  }
}
