import * as z from 'zod';
import { defaultPlan } from '../../../src/core/defaults.js';
import type { Prompt } from '../../../src/core/domain.js';
import { Engine } from '../../../src/engine/engine.js';
import { CodeParser } from '../../../src/problem/parser.js';
import { buildPrompt } from '../../../src/problem/prompt.js';
import { selectProblem } from '../../../src/problem/select.js';
import { indicesBelow } from '../../../src/protocol/engine.js';
import { readTasks, stubOf } from '../../humaneval-tasks.js';
import { median, summarize } from '../../statistics.js';
import { table } from '../../table.js';
import { type Measurement, say } from '../measurement.js';
import { cacheFolder, installation } from '../models.js';
import { Recording } from '../recording.js';

const name = 'continuous';
const format = {
  key: z.object({ problem: z.string(), side: z.enum(['continuous', 'fixed']), round: z.int() }),
  found: z.object({
    tokens: z.int(),
    /** Of decoding alone: a fixed batch would not compute the prompt anew either. */
    decodeSeconds: z.number(),
    /** Tokens of each attempt that arrived. */
    lengths: z.array(z.int()),
  }),
};
type Key = z.infer<typeof format.key>;
type Found = z.infer<typeof format.found>;

const batchSize = 16;
/** Numbers of HumanEval problems. */
const problems = [0, 6, 12, 28];

/** A row that is free gets the next attempt at once, against batches that wait for their longest attempt. */
export const continuousBatching: Measurement = {
  name,
  title: 'Continuous batching',

  async measure(options) {
    const recording = Recording.open(options, name, format);
    const batches = options.quick ? 2 : 4;
    const { sampling, maxTokens } = defaultPlan;
    const parser = await CodeParser.load(installation.grammars);
    const engine = new Engine({ childPath: installation.engineChild });
    await engine.load({ modelPath: installation.embeddedModel, cacheFolder, threads: 0 });

    async function sample(prompt: Prompt, attempts: number, seed: number): Promise<Found> {
      const lengths: number[] = [];
      const { sampledTokens, decodeSeconds } = await engine.sample(
        {
          prompt,
          indices: indicesBelow(attempts),
          sampling,
          seed,
          maxTokens: options.quick ? 8 : maxTokens,
          batchSize,
        },
        { onProgress: (event) => event.type === 'attempt' && lengths.push(event.attempt.tokens.length) },
      );
      return { tokens: sampledTokens, decodeSeconds, lengths };
    }

    try {
      for (const number of problems) {
        say(`${name}: HumanEval/${number}`);
        const prompt = promptOfProblem(number, parser);
        await sample(prompt, 2, 900); // not counted
        for (let round = 1; round <= options.rounds; round++) {
          const keyOf = (side: Key['side']): Key => ({ problem: `HumanEval/${number}`, side, round });
          await recording.once(keyOf('continuous'), () => sample(prompt, batches * batchSize, batches * round));
          await recording.once(keyOf('fixed'), async () => {
            const found: Found[] = [];
            for (let batch = 0; batch < batches; batch++) {
              found.push(await sample(prompt, batchSize, batches * round + batch));
            }
            return {
              tokens: total(found, ({ tokens }) => tokens),
              decodeSeconds: total(found, ({ decodeSeconds }) => decodeSeconds),
              lengths: found.flatMap(({ lengths }) => lengths),
            };
          });
        }
      }
    } finally {
      await engine.dispose();
    }
  },

  describe(resultsFolder) {
    const recording = Recording.read(resultsFolder, name, format);
    if (!recording) return null;
    const { runs } = recording;
    const rows = problems.flatMap((number) => {
      const ofProblem = runs.filter(({ problem }) => problem === `HumanEval/${number}`);
      const [continuous, fixed] = (['continuous', 'fixed'] as const).map((side) =>
        ofProblem.filter((run) => run.side === side).sort((a, b) => a.round - b.round),
      );
      if (!continuous?.length || !fixed?.length) return [];
      const ratios = continuous.flatMap((run) => {
        const other = fixed.find(({ round }) => round === run.round);
        return other ? [speed(run) / speed(other)] : [];
      });
      const ofMedians = median(continuous.map(speed)) / median(fixed.map(speed));
      return [
        [
          `HumanEval/${number}`,
          summarize(continuous.flatMap(({ lengths }) => lengths)),
          summarize(continuous.map(speed)),
          summarize(fixed.map(speed)),
          summarize(ratios, 2),
          ofMedians.toFixed(2),
        ],
      ];
    });
    const heads = [
      'problem',
      'tokens an attempt',
      'continuous, tokens/s',
      'fixed, tokens/s',
      'ratio a round',
      'of medians',
    ];
    return [
      'The embedded model writes 64 attempts, 16 at a time, at prompts as the extension makes them: all at once, or in',
      'four batches of 16, each of which ends with its longest attempt. Tokens per second of decoding alone, median',
      '(least to greatest) over the rounds. The fixed batches are better than they need be: a row that ends falls away',
      'and costs nothing more, rather than being computed for nothing.',
      '',
      table(heads, rows),
      '',
      `Measured on ${recording.machine}.`,
    ].join('\n');
  },
};

function promptOfProblem(number: number, parser: CodeParser): Prompt {
  const task = readTasks()[number];
  if (!task) throw new Error(`there is no HumanEval/${number}`);
  const { source, line } = stubOf(task);
  const place = { workspace: '', file: 'solution.py', language: 'python', source };
  return buildPrompt(selectProblem({ ...place, selection: { kind: 'line', line } }, parser), parser);
}

const speed = ({ tokens, decodeSeconds }: Found) => tokens / decodeSeconds;

function total(all: readonly Found[], of: (one: Found) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}
