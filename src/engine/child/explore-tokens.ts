import { CentredScatter } from '../../core/centred-scatter.js';
import type { Attempt, SamplingOptions } from '../../core/domain.js';
import { cacheBytes, rowBytes, type SamplingSizes } from '../../model/footprint.js';
import { TOP_TOKENS } from '../../model/graph/top-tokens.js';
import { HIDDEN } from '../../model/graph/window.js';
import type { TokenExploration } from '../../protocol/engine.js';
import { type KeyValues, keyValuesOfRow } from './key-values.js';
import { breathe, type DecodingModel, type Interruptible } from './model.js';
import type { Prefilled } from './prefill.js';
import type { Response } from './response.js';
import { type Draw, Sampler } from './sampler.js';
import type { Distribution, StepResult } from './step.js';

/** What token-level exploration needs. */
export interface TokenExploring extends Interruptible, TokenExploration {
  readonly prefilled: Prefilled;
  /** The responses to write, in this order. */
  readonly responses: Iterable<Response>;
  /** Most tokens of one response. */
  readonly maxTokens: number;
  /** Its top-k is `TOP_TOKENS` where it is more or not asked for. */
  readonly sampling: SamplingOptions;
  readonly onAttempt: (attempt: Attempt) => void;
  /** Told after each step how many tokens were drawn since the last time, and how many attempts are being written. */
  readonly onStep: (tokens: number, writing: number) => void;
}

/** Bytes that exploring takes beside the prompt's cache: its copy with an attempt, and a row for each candidate. */
export function explorationBytes(sizes: SamplingSizes, promptTokens: number, maxTokens: number): number {
  return (promptTokens + maxTokens) * cacheBytes(sizes, 'cpu') + TOP_TOKENS * rowBytes(sizes, 'cpu', 1);
}

/** The cache grows by so many columns at a time; what is not yet written is masked. */
const columnsAtOnce = 16;

/**
 * Writes the responses one after another, so that each seeks states that those before it did not have (arXiv 2510.11686,
 * section 4.2): at each step the logit of a candidate is raised by beta sqrt((h - m)^T S^-1 (h - m)), with h the state
 * after it, m the mean of all token states of the responses written before, and S as `CentredScatter` has it. While the
 * first is written there are none, and nothing is raised.
 *
 * All candidates of a step are rows of one run, over a prefix of the prompt and the response so far. What the model says
 * after the one that is drawn is taken from its row.
 *
 * In S the last token counts too, which a representation leaves out: otherwise to end would stay novel for ever.
 */
export async function exploreTokens(model: DecodingModel, exploring: TokenExploring): Promise<void> {
  const { prefilled, responses, maxTokens, sampling, beta, lambda, onAttempt, onStep } = exploring;
  const topK = Math.min(sampling.topK || TOP_TOKENS, TOP_TOKENS);
  const sampler = new Sampler({ ...sampling, topK }, model.vocabulary);
  const scatter = new CentredScatter(model.width, lambda);
  const promptLength = prefilled.ids.length;
  const sequence = model.newKeyValues(1, promptLength + maxTokens, columnsAtOnce);
  await sequence.put(prefilled.prefix.tensors, promptLength, 0);

  /** Draws what comes after the first so many columns, and gives what the model says after it. */
  const step = async (response: Response, columns: number, distribution: Distribution): Promise<Drawn> => {
    const run = (tokens: readonly number[]) => runAlternatives(model, sequence, columns, tokens, prefilled);
    if (scatter.count === 0) {
      const draw = await sampler.draw(distribution, response.random);
      return { draw, result: await run([draw.token]), row: 0 };
    }
    const candidates = sampler.candidates(distribution);
    const result = await run(candidates);
    const raises = candidates.map((_, row) => {
      // What is alone is drawn in any case.
      return candidates.length > 1 ? beta * Math.sqrt(scatter.leverage(stateOf(result.hidden, row, model))) : 0;
    });
    const draw = sampler.drawRaised(distribution, raises, response.random);
    return { draw, result, row: candidates.indexOf(draw.token) };
  };

  for (const response of responses) {
    const states: Float32Array[] = [];
    let { distribution } = prefilled;
    while (!response.finished) {
      await breathe(exploring);
      const column = promptLength + states.length;
      const { draw, result, row } = await step(response, column, distribution);
      response.take(draw);
      const state = stateOf(result.hidden, row, model);
      states.push(state.slice());
      // In a representation the last token does not count, unless it is all there is.
      if (!response.complete) {
        const layerStates = result.layerStates.map((layer) => stateOf(layer, row, model));
        response.takeState(state, layerStates);
      }
      await sequence.put(keyValuesOfRow(result.keyValues, row), 1, column);
      distribution = result.distributions[row]!;
      onStep(1, 1);
    }
    onAttempt(response.toAttempt());
    for (const state of states) scatter.add(state);
  }
  onStep(0, 0);
}

interface Drawn {
  readonly draw: Draw;
  /** Of one run of all that could have been drawn. */
  readonly result: StepResult;
  /** The row of what was drawn. */
  readonly row: number;
}

/** Feeds each of some tokens, as a row of its own, after the first so many columns of one sequence. */
async function runAlternatives(
  model: DecodingModel,
  sequence: KeyValues,
  columns: number,
  tokens: readonly number[],
  { inverseTemperature }: Prefilled,
): Promise<StepResult> {
  const rows = tokens.length;
  // A column of zeros, to be hidden, stands for what each row would have of its own.
  const past = model.newKeyValues(rows, 1, 1);
  const width = sequence.columns + past.columns + 1;
  const bias = new Float32Array(rows * width).fill(HIDDEN);
  for (let row = 0; row < rows; row++) {
    bias.fill(0, row * width, row * width + columns);
    bias[(row + 1) * width - 1] = 0;
  }
  const positions = tokens.map(() => columns);
  return model.run({
    rows,
    length: 1,
    ids: tokens,
    positions,
    bias,
    prefix: sequence,
    past,
    position: 0,
    inverseTemperature,
  });
}

function stateOf(states: Float32Array, row: number, { width }: DecodingModel): Float32Array {
  return states.subarray(row * width, (row + 1) * width);
}
