import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelShape } from '../../../src/model/runnable.js';

// Caches of gigabytes must go at once when they were replaced, and not while a step is timed.
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** A model in the export layout, run as transformers.js does it: what comes out as present goes in again as past. */
export class ExportedModel {
  private constructor(
    private readonly session: InferenceSession,
    private readonly shape: ModelShape,
  ) {}

  static async open(graph: string, shape: ModelShape): Promise<ExportedModel> {
    return new ExportedModel(
      await InferenceSession.create(graph, { executionProviders: ['cpu'], logSeverityLevel: 3 }),
      shape,
    );
  }

  /** Seconds of each of `count` decoding steps of `rows` sequences that have `columns` tokens; one goes before them. */
  async decode(rows: number, columns: number, count: number): Promise<number[]> {
    let past = this.caches(rows, columns);
    const seconds: number[] = [];
    for (let step = 0; step <= count; step++) {
      const all = columns + step + 1;
      const started = performance.now();
      const outputs = await this.session.run({
        input_ids: new Tensor('int64', new BigInt64Array(rows).fill(1n), [rows, 1]),
        attention_mask: new Tensor('int64', new BigInt64Array(rows * all).fill(1n), [rows, all]),
        ...past,
      });
      seconds.push((performance.now() - started) / 1000);
      for (const tensor of Object.values(past)) tensor.dispose();
      past = {};
      for (const [name, output] of Object.entries(outputs)) {
        if (name !== 'logits' && output instanceof Tensor) past[name.replace('present', 'past_key_values')] = output;
      }
      collectGarbage();
    }
    for (const tensor of Object.values(past)) tensor.dispose();
    collectGarbage();
    return seconds.slice(1);
  }

  /** Some numbers: how long a step takes does not depend on them. */
  private caches(rows: number, columns: number): Record<string, Tensor> {
    const { layers, kvHeads, headDim } = this.shape;
    const caches: Record<string, Tensor> = {};
    for (let layer = 0; layer < layers; layer++) {
      for (const part of ['key', 'value']) {
        const values = new Float32Array(rows * kvHeads * columns * headDim).fill(0.1);
        caches[`past_key_values.${layer}.${part}`] = new Tensor('float32', values, [rows, kvHeads, columns, headDim]);
      }
    }
    return caches;
  }
}
