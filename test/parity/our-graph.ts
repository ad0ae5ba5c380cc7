import { InferenceSession, Tensor } from 'onnxruntime-node';
import { feedsOf } from '../../src/engine/child/session.js';
import type { ModelShape, RunnableModel } from '../../src/model/runnable.js';
import type { LayerAdapters } from '../../src/model/training/group.js';
import type { Logits } from './llamacpp.js';

/** Hides a column from a token. */
const HIDDEN = -1e9;

/** So many tokens at the end of a text go through the graph one at a time. */
const STEPS = 16;

/**
 * What our graph computes for a text: its beginning as a prompt, in two chunks, and its end as an attempt, a token at a
 * time.
 *
 * @param adapter where it is given, the graph that takes one
 */
export async function ourLogits(
  model: RunnableModel,
  tokens: readonly number[],
  adapter?: LayerAdapters,
): Promise<Logits> {
  const { graphPath, adaptedGraphPath } = model.graphs[0];
  const session = await InferenceSession.create(adapter ? adaptedGraphPath : graphPath, {
    // The steps are short and far apart: threads that wait without sleeping would take time from llama.cpp's.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    logSeverityLevel: 3,
  });
  try {
    const graph = new Graph(session, model.shape, adapter ?? []);
    const prompt = tokens.length - STEPS;
    const middle = Math.floor(prompt / 2);
    const first = await graph.run(tokens.slice(0, middle), 0, graph.nothing, graph.nothing);
    const second = await graph.run(tokens.slice(middle, prompt), middle, first.fresh, graph.nothing);
    const parts = [first.logits, second.logits];
    const prefix = graph.join(first.fresh, second.fresh);
    let past = graph.nothing;
    for (let position = prompt; position < tokens.length; position++) {
      const step = await graph.run(tokens.slice(position, position + 1), position, prefix, past);
      parts.push(step.logits);
      past = graph.join(past, step.fresh);
    }
    const values = new Float32Array(tokens.length * model.shape.vocabulary);
    let end = 0;
    for (const part of parts) {
      values.set(part, end);
      end += part.length;
    }
    return { vocabulary: model.shape.vocabulary, values };
  } finally {
    await session.release();
  }
}

/** Keys and values of one row: of layer 0, of layer 1, …; each [kvHeads, 1, columns, headDim]. */
interface Cache {
  readonly columns: number;
  readonly tensors: readonly Float32Array[];
}

class Graph {
  /** No columns. */
  readonly nothing: Cache;

  constructor(
    private readonly session: InferenceSession,
    private readonly shape: ModelShape,
    private readonly adapter: LayerAdapters,
  ) {
    this.nothing = { columns: 0, tensors: Array.from({ length: 2 * shape.layers }, () => new Float32Array(0)) };
  }

  /** Tokens that see the prefix, the past, and themselves up to each. */
  async run(
    tokens: readonly number[],
    position: number,
    prefix: Cache,
    past: Cache,
  ): Promise<{ readonly logits: Float32Array; readonly fresh: Cache }> {
    const { kvHeads, headDim } = this.shape;
    const count = tokens.length;
    // Of no columns at all onnxruntime computes garbage, so there is one more of zeros, which no token sees.
    const caches = { prefix: this.join(prefix, this.zeros()), past: this.join(past, this.zeros()) };
    const columns = prefix.columns + 1 + past.columns + 1 + count;
    const bias = new Float32Array(count * columns).fill(HIDDEN);
    for (let token = 0; token < count; token++) {
      const row = token * columns;
      const fresh = row + columns - count;
      bias.fill(0, row, row + prefix.columns);
      bias.fill(0, fresh - 1 - past.columns, fresh - 1);
      bias.fill(0, fresh, fresh + token + 1);
    }
    const integers = (values: readonly number[], dims: readonly number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), dims);
    const indices = tokens.map((_, index) => index);
    const positions = indices.map((index) => position + index);
    const feeds: Record<string, Tensor> = {
      input_ids: integers(tokens, [1, count]),
      position_ids: integers(positions, [1, count]),
      bias: new Tensor('float32', bias, [1, count, columns]),
      logit_positions: integers(indices, [count]),
      inverse_temperature: new Tensor('float32', Float32Array.of(1), [1]),
      ...feedsOf(this.adapter),
    };
    for (const [name, cache] of Object.entries(caches)) {
      const dims = [kvHeads, 1, cache.columns, headDim];
      for (const [index, kind] of this.kinds()) {
        feeds[`${name}.${kind}`] = new Tensor('float32', cache.tensors[index]!, dims);
      }
    }
    const outputs = await this.session.run(feeds);
    const output = (name: string) => {
      const data = outputs[name]?.data;
      if (!(data instanceof Float32Array)) throw new TypeError(`the graph gave no ${name} in float32`);
      return data;
    };
    const tensors = Array.from(this.kinds(), ([, kind]) => output(`new.${kind}`));
    return { logits: output('logits'), fresh: { columns: count, tensors } };
  }

  /** The columns of one after those of the other. */
  join(a: Cache, b: Cache): Cache {
    const { kvHeads, headDim } = this.shape;
    const columns = a.columns + b.columns;
    const tensors = a.tensors.map((first, index) => {
      const joined = new Float32Array(kvHeads * columns * headDim);
      for (let head = 0; head < kvHeads; head++) {
        const [from, to] = [a.columns * headDim, b.columns * headDim];
        joined.set(first.subarray(head * from, (head + 1) * from), head * columns * headDim);
        joined.set(b.tensors[index]!.subarray(head * to, (head + 1) * to), head * columns * headDim + from);
      }
      return joined;
    });
    return { columns, tensors };
  }

  private zeros(): Cache {
    const size = this.shape.kvHeads * this.shape.headDim;
    return { columns: 1, tensors: this.nothing.tensors.map(() => new Float32Array(size)) };
  }

  private *kinds(): Generator<readonly [index: number, kind: string]> {
    for (let layer = 0; layer < this.shape.layers; layer++) {
      yield [2 * layer, `${layer}.key`];
      yield [2 * layer + 1, `${layer}.value`];
    }
  }
}
