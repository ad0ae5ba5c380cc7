import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { defaultPlan } from '../../../src/core/defaults.js';
import type { Prompt } from '../../../src/core/domain.js';
import { Engine } from '../../../src/engine/engine.js';
import { languageOf } from '../../../src/problem/languages.js';
import { CodeParser } from '../../../src/problem/parser.js';
import { buildPrompt } from '../../../src/problem/prompt.js';
import { selectProblem } from '../../../src/problem/select.js';
import { indicesBelow } from '../../../src/protocol/engine.js';
import { summarize } from '../../statistics.js';
import { table } from '../../table.js';
import { type Measurement, say } from '../measurement.js';
import { cacheFolder, installation } from '../models.js';
import { Recording } from '../recording.js';

const name = 'start';
const states = ['cold', 'warm', 'running'] as const;
type State = (typeof states)[number];
const format = {
  key: z.object({ state: z.enum(states), round: z.int() }),
  found: z.object({
    /** From the first call to the first attempt. */
    seconds: z.number(),
    /** Of it, until the model was loaded. */
    loadSeconds: z.number(),
  }),
};
type Found = z.infer<typeof format.found>;

const meanings: Readonly<Record<State, string>> = {
  cold: 'cold: the graph is built first',
  warm: 'warm: the graph is in the cache',
  running: 'the engine runs, and did something else before',
};

/** Time to the first attempt with the embedded model. */
export const timeToStart: Measurement = {
  name,
  title: 'Time to the first attempt',

  async measure(options) {
    const recording = Recording.open(options, name, format);
    const prompt = promptOfExample(await CodeParser.load(installation.grammars));
    for (let round = 1; round <= options.rounds; round++) {
      for (const state of states) {
        say(`${name}: ${state}`);
        await recording.once({ state, round }, () => begin(state, prompt, round));
      }
    }
  },

  describe(resultsFolder) {
    const recording = Recording.read(resultsFolder, name, format);
    if (!recording) return null;
    const rows = states.map((state) => {
      const runs = recording.runs.filter((run) => run.state === state);
      const [seconds, load] = [runs.map((run) => run.seconds), runs.map(({ loadSeconds }) => loadSeconds)];
      return [meanings[state], summarize(seconds, 2), summarize(load, 2)];
    });
    return [
      'The embedded model at the bundled example, with default settings: seconds until the first of 32 attempts arrived,',
      'median (least to greatest) over the rounds. From the start of the engine’s process on, and the model file has',
      'been read before, so that the system has it in memory.',
      '',
      table(['', 'first attempt, s', 'of which loading, s'], rows),
      '',
      `Measured on ${recording.machine}.`,
    ].join('\n');
  },
};

async function begin(state: State, prompt: Prompt, seed: number): Promise<Found> {
  const empty = mkdtempSync(path.join(os.tmpdir(), 'bench-start-'));
  const engine = new Engine({ childPath: installation.engineChild });
  const model = {
    modelPath: installation.embeddedModel,
    cacheFolder: state === 'cold' ? empty : cacheFolder,
    threads: 0,
  };
  const request = { indices: indicesBelow(defaultPlan.attempts), sampling: defaultPlan.sampling, seed, batchSize: 0 };
  try {
    if (state === 'running') {
      await engine.load(model);
      const other: Prompt = { ...prompt, messages: [{ role: 'system', content: 'Count to ten.' }, ...prompt.messages] };
      await engine.sample({ ...request, prompt: other, maxTokens: 4 });
    }
    // What a warm start needs is there from the first time on.
    if (state === 'warm') await fillCache();
    const started = performance.now();
    await engine.load(model);
    const loaded = performance.now();
    const first = new AbortController();
    let arrived: number | undefined;
    await engine
      .sample(
        { ...request, prompt, maxTokens: defaultPlan.maxTokens },
        {
          signal: first.signal,
          onProgress: ({ type }) => {
            if (type !== 'attempt') return;
            arrived ??= performance.now();
            first.abort();
          },
        },
      )
      .catch((error: unknown) => {
        if (!first.signal.aborted) throw error;
      });
    if (arrived === undefined) throw new Error('no attempt arrived');
    return { seconds: (arrived - started) / 1000, loadSeconds: (loaded - started) / 1000 };
  } finally {
    await engine.dispose();
    rmSync(empty, { recursive: true });
  }
}

async function fillCache(): Promise<void> {
  const engine = new Engine({ childPath: installation.engineChild });
  await engine.load({ modelPath: installation.embeddedModel, cacheFolder, threads: 0 });
  await engine.dispose();
}

/** What `npm run explore` asks the model. */
function promptOfExample(parser: CodeParser): Prompt {
  const { file, line } = installation.example;
  const problem = selectProblem(
    {
      workspace: path.dirname(file),
      file: path.basename(file),
      language: languageOf(file),
      source: readFileSync(file, 'utf8'),
      selection: { kind: 'line', line },
    },
    parser,
  );
  return buildPrompt(problem, parser);
}
