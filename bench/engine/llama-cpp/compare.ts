import * as z from 'zod';
import { median, summarize } from '../../statistics.js';
import { table } from '../../table.js';
import { type Measurement, type MeasureOptions, say } from '../measurement.js';
import { type BenchModel, openModel } from '../models.js';
import { promptOf } from '../prompts.js';
import { Recording } from '../recording.js';
import { type Case, cases, quickCase, rivalNames } from './cases.js';
import { sampled } from './job.js';
import { describeSettings, type Settings, settings } from './settings.js';
import { isAvailable, openOurs, openRival, type Side } from './sides.js';
import { bestSettings } from './tune.js';

const name = 'llama-cpp';
const format = {
  key: z.object({
    model: z.enum(['embedded', 'larger']),
    case: z.string(),
    side: z.enum(['ours', ...rivalNames]),
    round: z.int(),
  }),
  found: sampled.extend({
    modelName: z.string(),
    promptTokens: z.int(),
    /** None of ours: what we choose by ourselves is part of what is measured. */
    settings: settings.nullable(),
  }),
};
type Key = z.infer<typeof format.key>;
type Run = Key & z.infer<typeof format.found>;

/** Tokens per second of all that is drawn, the prompt's time included, against llama.cpp on the same file. */
export const compareWithLlamaCpp: Measurement = {
  name,
  title: 'Against llama.cpp',

  async measure(options) {
    const recording = Recording.open(options, name, format);
    for (const model of options.models) {
      for (const whole of cases[model.kind]) {
        await measureCase(model, options.quick ? quickCase(whole) : whole, options, recording);
      }
    }
  },

  describe(resultsFolder) {
    const recording = Recording.read(resultsFolder, name, format);
    if (!recording) return null;
    const rows = Object.entries(cases).flatMap(([model, all]) =>
      all.flatMap((each) =>
        rowsOf(
          each,
          recording.runs.filter((run) => run.model === model && run.case === each.name),
        ),
      ),
    );
    const heads = [
      'model',
      'case',
      'prompt',
      'ours, tokens/s',
      'rival',
      'tokens/s',
      'ratio a round',
      'of medians',
      'goal',
    ];
    const best = new Set(recording.runs.flatMap((run) => (run.settings ? [settingsLine(run, run.settings)] : [])));
    return [
      'Tokens per second of all sampled tokens, prefill included: median (least to greatest) over the rounds. Sides',
      'take turns (ours, one rival, the other, ours, …), each in a process of its own with the model loaded and warm;',
      'all get the same token ids, another prompt each round. The prompts ask for long answers, so that attempts reach',
      'their limit; on all sides an end token ends an attempt and counts. Ours samples with the default settings',
      '(temperature 0.8, top-p 0.95), the rivals from the top 40 of these, which is less work for them.',
      '',
      table(heads, rows),
      '',
      `Measured on ${recording.machine}. The rivals' settings, the best that \`llama-cpp-tune\` found:`,
      '',
      ...[...best].map((line) => `- ${line}`),
    ].join('\n');
  },
};

async function measureCase(
  model: BenchModel,
  wanted: Case,
  { rounds, resultsFolder }: MeasureOptions,
  recording: Recording<Key, z.infer<typeof format.found>>,
): Promise<void> {
  const keyOf = (side: Key['side'], round: number): Key => ({ model: model.kind, case: wanted.name, side, round });
  const numbers = Array.from({ length: rounds }, (_, i) => i + 1);
  const rivals = rivalNames.filter((rival) => wanted.goals[rival] !== undefined && isAvailable(rival));
  const names = ['ours', ...rivals] as const;
  if (names.every((side) => numbers.every((round) => recording.has(keyOf(side, round))))) return;

  say(`${name}: ${model.kind} model, ${wanted.name}`);
  const runnable = await openModel(model);
  const sides: { name: Key['side']; side: Side; settings: Settings | null }[] = [];
  try {
    sides.push({ name: 'ours', side: await openOurs(model, runnable, wanted), settings: null });
    for (const rival of rivals) {
      const best = bestSettings(resultsFolder, model.kind, wanted.name, rival);
      sides.push({ name: rival, side: await openRival(rival, model, runnable, wanted, best), settings: best });
    }
    for (const round of numbers) {
      const promptTokens = runnable.encodePrompt(promptOf(wanted.prompt, round, runnable)).length;
      for (const { name: sideName, side, settings: chosen } of sides) {
        await recording.once(keyOf(sideName, round), async () => ({
          ...(await side.sample(round)),
          modelName: runnable.name,
          promptTokens,
          settings: chosen,
        }));
      }
    }
  } finally {
    for (const { side } of sides) await side.close();
  }
}

const speed = ({ tokens, seconds }: Run) => tokens / seconds;

/** A row a rival that was measured. */
function rowsOf({ name: caseName, goals }: Case, runs: readonly Run[]): string[][] {
  const ours = runs.filter(({ side }) => side === 'ours');
  const [first] = ours;
  if (!first) return [];
  return rivalNames.flatMap((rival) => {
    const theirs = runs.filter(({ side }) => side === rival);
    const ratios = theirs.flatMap((run) => {
      const ourRun = ours.find(({ round }) => round === run.round);
      return ourRun ? [speed(ourRun) / speed(run)] : [];
    });
    if (ratios.length === 0) return [];
    const ofMedians = median(ours.map(speed)) / median(theirs.map(speed));
    const goal = goals[rival];
    return [
      [
        first.modelName,
        caseName,
        `${first.promptTokens} tokens`,
        summarize(ours.map(speed)),
        rival,
        summarize(theirs.map(speed)),
        summarize(ratios, 2),
        ofMedians.toFixed(2),
        typeof goal === 'number' ? String(goal) : '–',
      ],
    ];
  });
}

function settingsLine({ modelName, case: caseName, side }: Run, chosen: Settings): string {
  return `${side}, ${modelName}, ${caseName}: ${describeSettings(chosen)}`;
}
