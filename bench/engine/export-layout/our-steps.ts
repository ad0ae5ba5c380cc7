import { defaultPlan } from '../../../src/core/defaults.js';
import type { RunnableModel } from '../../../src/model/runnable.js';
import { indicesBelow } from '../../../src/protocol/engine.js';
import type { InProcessEngine } from '../in-process.js';
import { promptOf } from '../prompts.js';
import type { Found, Job } from './job.js';

/** How often another seed is tried where an attempt ended before its limit. */
const mostTries = 5;

/**
 * Our decoding steps of `rows` attempts that have `suffix` tokens of their own after the prompt. They are those of a
 * real batch from its prompt on, of which only the last steps are timed.
 */
export async function ourSteps(
  engine: InProcessEngine,
  runnable: RunnableModel,
  { rows, promptTokens: wanted, suffix, steps }: Job,
  round: number,
): Promise<Pick<Found, 'ours' | 'whole' | 'promptTokens'>> {
  // The step that feeds token i of each row has i columns before it. One more follows those that are timed.
  const maxTokens = suffix + steps + 2;
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const { decodeRuns, promptTokens, sampledTokens } = await engine.sample({
      prompt: promptOf(wanted, round, runnable),
      indices: indicesBelow(rows),
      sampling: defaultPlan.sampling,
      seed: mostTries * round + attempt,
      maxTokens,
      batchSize: rows,
    });
    if (sampledTokens < rows * maxTokens) continue; // a row was empty in the end
    const timed = decodeRuns.slice(suffix, suffix + steps);
    const next = decodeRuns.slice(suffix + 1, suffix + 1 + steps);
    return {
      promptTokens,
      ours: timed.map(({ started, ended }) => (ended - started) / 1000),
      whole: next.map(({ started }, i) => (started - (timed[i]?.started ?? started)) / 1000),
    };
  }
  throw new Error(`in ${mostTries} batches of ${rows}, some attempt had less than ${maxTokens} tokens`);
}
