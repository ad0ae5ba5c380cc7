import * as z from 'zod';
import { median } from '../../statistics.js';
import { table } from '../../table.js';
import { type Measurement, say } from '../measurement.js';
import { type ModelKind, openModel } from '../models.js';
import { Recording } from '../recording.js';
import { type Case, cases, quickCase, type RivalName, rivalNames } from './cases.js';
import { changes, defaultSettings, describeSettings, type Settings, settings } from './settings.js';
import { isAvailable, openRival } from './sides.js';

const name = 'llama-cpp-tune';
const format = {
  key: z.object({
    model: z.enum(['embedded', 'larger']),
    case: z.string(),
    rival: z.enum(rivalNames),
    settings,
  }),
  found: z.object({
    /** One a run. */
    tokensPerSecond: z.array(z.number()),
  }),
};
type Run = z.infer<typeof format.key> & z.infer<typeof format.found>;

/**
 * Looks for each rival's best settings: from the default ones, each is changed in its turn and the best is kept.
 */
export const tuneLlamaCpp: Measurement = {
  name,
  title: 'Settings of llama.cpp',

  async measure(options) {
    const recording = Recording.open(options, name, format);
    const runs = options.quick ? 1 : 3;
    for (const model of options.models) {
      const runnable = await openModel(model);
      for (const whole of cases[model.kind]) {
        const wanted = options.quick ? quickCase(whole) : tuningCase(whole);
        for (const rival of rivalNames) {
          if (whole.goals[rival] === undefined || !isAvailable(rival)) continue;
          say(`${name}: ${rival}, ${model.kind} model, ${whole.name}`);
          await search(rival, (tried) =>
            recording.once({ model: model.kind, case: whole.name, rival, settings: tried }, async () => {
              const side = await openRival(rival, model, runnable, wanted, tried);
              const tokensPerSecond: number[] = [];
              try {
                for (let round = 1; round <= runs; round++) {
                  const { tokens, seconds } = await side.sample(round);
                  tokensPerSecond.push(tokens / seconds);
                }
              } finally {
                await side.close();
              }
              return { tokensPerSecond };
            }),
          );
        }
      }
    }
  },

  describe(resultsFolder) {
    const recording = Recording.read(resultsFolder, name, format);
    if (!recording) return null;
    const rows = recording.runs.map((run) => [
      run.model,
      run.case,
      run.rival,
      describeSettings(run.settings),
      run === bestOf(recording.runs.filter((other) => isSameCase(run, other))) ? `**${shown(run)}**` : shown(run),
    ]);
    return [
      'Tokens per second (median of three runs) with one setting after the other changed; the best of each is bold. After',
      'a long prompt with 8 attempts and a quarter of the tokens.',
      '',
      table(['model', 'case', 'rival', 'settings', 'tokens/s'], rows),
      '',
      `Measured on ${recording.machine}.`,
    ].join('\n');
  },
};

/** What the search found to be best; the default settings where none was made. */
export function bestSettings(resultsFolder: string, model: ModelKind, caseName: string, rival: RivalName): Settings {
  const runs = Recording.read(resultsFolder, name, format)?.runs ?? [];
  const wanted = { model, case: caseName, rival };
  return bestOf(runs.filter((run) => isSameCase(run, wanted)))?.settings ?? defaultSettings(rival);
}

/**
 * A long prompt shows the same with fewer attempts, which take long for one that computes it once an attempt. Otherwise
 * the case is the whole one: of 64 attempts, one cache for all is the best setting for 25 tokens each, and the worst for
 * 100.
 */
function tuningCase(whole: Case): Case {
  if (whole.prompt === 'short') return whole;
  return { ...whole, attempts: Math.min(8, whole.attempts), tokens: Math.ceil(whole.tokens / 4) };
}

async function search(rival: RivalName, measure: (tried: Settings) => Promise<Run>): Promise<void> {
  let best = await measure(defaultSettings(rival));
  for (const alternatives of changes(rival)) {
    for (const change of alternatives) {
      const tried = await measure({ ...best.settings, ...change });
      if (quality(tried) > quality(best)) best = tried;
    }
  }
}

function isSameCase(a: Pick<Run, 'model' | 'case' | 'rival'>, b: Pick<Run, 'model' | 'case' | 'rival'>): boolean {
  return a.model === b.model && a.case === b.case && a.rival === b.rival;
}

function bestOf(runs: readonly Run[]): Run | undefined {
  return runs.toSorted((a, b) => quality(b) - quality(a))[0];
}

function quality({ tokensPerSecond }: Run): number {
  return median(tokensPerSecond);
}

function shown(run: Run): string {
  return quality(run).toFixed(1);
}
