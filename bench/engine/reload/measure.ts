import * as z from 'zod';
import { defaultPlan } from '../../../src/core/defaults.js';
import { Engine } from '../../../src/engine/engine.js';
import { indicesBelow } from '../../../src/protocol/engine.js';
import { table } from '../../table.js';
import { type Measurement, say } from '../measurement.js';
import { cacheFolder, installation, openModel } from '../models.js';
import { children, memoryIsKnown, memoryOf } from '../process-memory.js';
import { promptOf } from '../prompts.js';
import { Recording } from '../recording.js';

const name = 'reload';
const format = {
  key: z.object({ time: z.int() }),
  /** All in bytes. */
  found: z.object({
    /** The engine's process after it sampled a little. */
    engine: z.number(),
    /** This process after the engine had unloaded. */
    parent: z.number(),
    /** Processes that the engine left behind. */
    left: z.int(),
  }),
};

/** Whether memory returns: the embedded model is loaded, used and unloaded 20 times by one engine. */
export const loadAndUnload: Measurement = {
  name,
  title: 'Loading and unloading',

  async measure(options) {
    if (!memoryIsKnown) return say(`${name}: this system does not tell a process's memory.`);
    // One process is watched from the beginning to the end: nothing to go on with.
    const recording = Recording.open({ ...options, resume: false }, name, format);
    const [model] = options.models;
    if (!model) return;
    const prompt = promptOf('short', 1, await openModel(model));
    const engine = new Engine({ childPath: installation.engineChild });
    const before = children();
    const own = () => children().filter((pid) => !before.includes(pid));
    for (let time = 1; time <= (options.quick ? 2 : 20); time++) {
      await recording.once({ time }, async () => {
        await engine.load({ modelPath: model.file, cacheFolder, threads: 0 });
        const { sampling } = defaultPlan;
        await engine.sample({ prompt, indices: indicesBelow(16), sampling, seed: time, maxTokens: 8, batchSize: 0 });
        const used = own().reduce((sum, pid) => sum + memoryOf(pid).resident, 0);
        await engine.unload();
        return { engine: used, parent: memoryOf(process.pid).resident, left: own().length };
      });
    }
    await engine.dispose();
  },

  describe(resultsFolder) {
    const recording = Recording.read(resultsFolder, name, format);
    if (!recording) return null;
    const rows = recording.runs.map(({ time, engine, parent, left }) => [
      String(time),
      (engine / 1e6).toFixed(0),
      (parent / 1e6).toFixed(0),
      String(left),
    ]);
    return [
      'The embedded model, loaded, asked for 16 attempts of 8 tokens and unloaded by one engine; resident memory in MB.',
      '',
      table(['time', "the engine's process, at work", 'this process, unloaded', 'processes left'], rows),
      '',
      `Measured on ${recording.machine}.`,
    ].join('\n');
  },
};
