import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uniformForms } from '../../src/model/graph/forms.js';
import { TOP_TOKENS } from '../../src/model/graph/top-tokens.js';
import { prepareModel, type RunnableModel } from '../../src/model/runnable.js';
import { compare } from '../parity/compare.js';
import { distributionOf } from '../unit/engine/distribution.js';
import oracle from './fixtures/smollm2-logits.json';

/** Hides a column from a token. */
const HIDDEN = -1e9;

/** One run of the graph: what each row looks at, and what it writes. */
interface Run {
  /** [b][t] */
  readonly tokens: readonly (readonly number[])[];
  readonly positions: readonly (readonly number[])[];
  /** Whether token t of row b looks at this column of prefix, past and new tokens, in this order; without a past, one column stands for it. */
  readonly looksAt: (row: number, token: number, column: number) => boolean;
  readonly logitPositions: readonly number[];
  readonly temperature?: number;
  readonly prefix: Cache;
  readonly past?: Cache;
}

/** Keys and values by layer, `[key, value]`, all of one shape. */
type Cache = readonly (readonly [Tensor, Tensor])[];

interface Outcome {
  readonly logits: Tensor;
  readonly hidden: Tensor;
  /** With the outputs of sampling.ts. */
  readonly sampling: InferenceSession.OnnxValueMapType;
  /** Keys and values of the new tokens. */
  readonly fresh: Cache;
}

class Graph {
  private constructor(
    private readonly model: RunnableModel,
    private readonly session: InferenceSession,
  ) {}

  static async load(model: RunnableModel): Promise<Graph> {
    return new Graph(model, await InferenceSession.create(model.graphs[0].graphPath, { logSeverityLevel: 4 }));
  }

  /** Keys and values of zero. */
  zeros(rows: number, columns: number): Cache {
    const { layers, kvHeads, headDim } = this.model.shape;
    const zeros = () =>
      new Tensor('float32', new Float32Array(kvHeads * rows * columns * headDim), [kvHeads, rows, columns, headDim]);
    return Array.from({ length: layers }, () => [zeros(), zeros()]);
  }

  async run(run: Run): Promise<Outcome> {
    const rows = run.tokens.length;
    const count = run.tokens[0]?.length ?? 0;
    const { prefix } = run;
    const past = run.past ?? this.zeros(rows, 1);
    const columns = (prefix[0]?.[0].dims[2] ?? 0) + (past[0]?.[0].dims[2] ?? 0) + count;
    const bias = new Float32Array(rows * count * columns);
    for (let i = 0; i < bias.length; i++) {
      const [row, token, column] = [Math.floor(i / columns / count), Math.floor(i / columns) % count, i % columns];
      bias[i] = run.looksAt(row, token, column) ? 0 : HIDDEN;
    }
    const integers = (values: readonly number[], dims: readonly number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), dims);
    const feeds: Record<string, Tensor> = {
      input_ids: integers(run.tokens.flat(), [rows, count]),
      position_ids: integers(run.positions.flat(), [rows, count]),
      bias: new Tensor('float32', bias, [rows, count, columns]),
      logit_positions: integers(run.logitPositions, [run.logitPositions.length]),
      inverse_temperature: new Tensor('float32', Float32Array.of(1 / (run.temperature ?? 1)), [1]),
    };
    for (const [name, cache] of Object.entries({ prefix, past })) {
      for (const [layer, [key, value]] of cache.entries()) {
        feeds[`${name}.${layer}.key`] = key;
        feeds[`${name}.${layer}.value`] = value;
      }
    }
    const outputs = await this.session.run(feeds);
    return {
      logits: outputs.logits as Tensor,
      hidden: outputs.hidden as Tensor,
      sampling: outputs,
      fresh: prefix.map((_, layer) => [outputs[`new.${layer}.key`] as Tensor, outputs[`new.${layer}.value`] as Tensor]),
    };
  }

  /** All tokens in one row, each looking at itself and what came before, and none at prefix and past, a column each. */
  prefill(tokens: readonly number[], logitPositions = everyIndex(tokens)): Promise<Outcome> {
    return this.run({
      tokens: [tokens],
      positions: [everyIndex(tokens)],
      looksAt: (_, token, column) => column > 1 && column <= token + 2,
      logitPositions,
      prefix: this.zeros(1, 1),
    });
  }
}

function everyIndex(values: readonly unknown[]): number[] {
  return values.map((_, index) => index);
}

function floats(tensor: Tensor): Float32Array {
  if (!(tensor.data instanceof Float32Array)) throw new TypeError('the output is not float32');
  return tensor.data;
}

/** Row i of a tensor seen as [.., width]. */
function vector(tensor: Tensor, index: number): Float32Array {
  const width = tensor.dims.at(-1) ?? 0;
  return floats(tensor).subarray(index * width, (index + 1) * width);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, index) => Math.max(most, Math.abs(value - b[index]!)), 0);
}

describe("the embedded model's graph", () => {
  const modelPath = path.resolve(import.meta.dirname, '../../models/smollm2-135m-instruct-q4_1.gguf');
  let cacheFolder = '';
  let graph: Graph;
  let whole: Outcome;

  beforeAll(async () => {
    cacheFolder = await mkdtemp(path.join(tmpdir(), 'graph-'));
    graph = await Graph.load(await prepareModel({ modelPath, cacheFolder, forms: uniformForms('float32') }));
    whole = await graph.prefill(oracle.tokens);
  });

  afterAll(() => rm(cacheFolder, { recursive: true }));

  it('computes the logits that NumPy computes from the file in double precision', () => {
    let most = 0;
    for (const [index, expected] of oracle.logits.entries()) {
      const found = vector(whole.logits, oracle.positions[index]!)[oracle.ids[index]!]!;
      most = Math.max(most, Math.abs(found - expected));
    }
    expect(oracle.tokens).toHaveLength(64);
    expect(most).toBeLessThan(1e-3);
  });

  it('gives logits only for the positions asked for, in their order', async () => {
    const { logits, hidden } = await graph.prefill(oracle.tokens, [63, 5]);
    expect(logits.dims).toEqual([2, 1, 49152]);
    expect(hidden.dims).toEqual([1, 64, 576]);
    expect(largestDifference(vector(logits, 0), vector(whole.logits, 63))).toBeLessThan(1e-3);
    expect(largestDifference(vector(logits, 1), vector(whole.logits, 5))).toBeLessThan(1e-3);
  });

  it('gives ragged rows over one shared prefix what each would get alone', async () => {
    const prefixLength = 40;
    const prefix = (await graph.prefill(oracle.tokens.slice(0, prefixLength))).fresh;
    // Row 0 goes on with 8 tokens, row 1 with other 5 of which the last 3 columns of 8 are masked, row 2 with none.
    const first = oracle.tokens.slice(40, 48);
    const second = oracle.tokens.slice(10, 15);
    const lengths = [first.length, second.length, 0];
    const past = await graph.run({
      tokens: [first, [...second, 0, 0, 0], new Array(8).fill(0)],
      positions: new Array(3).fill(first.map((_, index) => prefixLength + index)),
      looksAt: (_, token, column) =>
        column < prefixLength || (column > prefixLength && column <= prefixLength + 1 + token),
      logitPositions: [0],
      prefix,
    });
    const next = 198;
    const step = await graph.run({
      tokens: [[next], [next], [next]],
      positions: lengths.map((length) => [prefixLength + length]),
      looksAt: (row, _, column) => column < prefixLength + lengths[row]! || column === prefixLength + first.length,
      logitPositions: [0],
      prefix,
      past: past.fresh,
    });
    expect(step.fresh[0]?.[0].dims).toEqual([3, 3, 1, 64]);
    for (const [row, own] of [first, second, []].entries()) {
      const tokens = [...oracle.tokens.slice(0, prefixLength), ...own, next];
      const alone = await graph.prefill(tokens, [tokens.length - 1]);
      expect(largestDifference(vector(step.logits, row), vector(alone.logits, 0))).toBeLessThan(1e-3);
      expect(largestDifference(vector(step.hidden, row), vector(alone.hidden, tokens.length - 1))).toBeLessThan(1e-3);
    }
  });

  it('puts the likeliest tokens in order, at the temperature asked for', async () => {
    const temperature = 0.7;
    const tokens = oracle.tokens.slice(0, 20);
    const { logits, sampling } = await graph.run({
      tokens: [tokens],
      positions: [everyIndex(tokens)],
      looksAt: (_, token, column) => column > 1 && column <= token + 2,
      logitPositions: [19],
      temperature,
      prefix: graph.zeros(1, 1),
    });
    const expected = distributionOf(floats(logits), temperature, TOP_TOKENS);
    const { top_tokens, probabilities, top_probabilities, top_model_probability } = sampling;
    expect((top_tokens as Tensor).data).toEqual(expected.topTokens);
    expect(largestDifference(floats(probabilities as Tensor), await expected.all())).toBeLessThan(1e-6);
    expect(largestDifference(floats(top_probabilities as Tensor), expected.topProbabilities)).toBeLessThan(1e-6);
    expect(floats(top_model_probability as Tensor)[0]).toBeCloseTo(expected.topModelProbability, 5);
  });

  it.each([
    // Of this model, 0.006 and 0.033 were measured on 512 tokens of HumanEval (docs/engine.md).
    { name: 'in blocks', forms: uniformForms('blocks'), bound: 0.015 },
    { name: 'by rows', forms: uniformForms('rows'), bound: 0.06 },
  ])('loses little by weights of 8 bits $name', async ({ forms, bound }) => {
    const rounded = await Graph.load(await prepareModel({ modelPath, cacheFolder, forms }));
    const { logits } = await rounded.prefill(oracle.tokens);
    const vocabulary = whole.logits.dims.at(-1) ?? 0;
    const theirs = { vocabulary, values: floats(whole.logits) };
    const { meanKl: divergence } = compare(theirs, { vocabulary, values: floats(logits) });
    expect(divergence).toBeGreaterThan(0);
    expect(divergence).toBeLessThan(bound);
  });
});
