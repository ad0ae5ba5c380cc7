import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { RandomStream } from '../../src/core/random.js';
import { GraphBuilder } from '../../src/model/graph/builder.js';
import type { GraphTarget } from '../../src/model/graph/device.js';
import { topTokens } from '../../src/model/graph/top-tokens.js';
import { DataType } from '../../src/model/onnx/messages.js';

const rows = 3;

/** What a graph for a target finds in the rows. */
async function topOf(values: Float32Array, target: GraphTarget) {
  const vocabulary = values.length / rows;
  const builder = new GraphBuilder();
  const given = builder.input('given', DataType.Float, ['n', 1, vocabulary]);
  const { probabilities, tokens, count } = topTokens(builder, given, vocabulary, target);
  builder.output(probabilities, DataType.Float, ['n', 1, count]);
  builder.output(tokens, DataType.Int64, ['n', 1, count]);
  const session = await InferenceSession.create(builder.encode('top'));
  const results = await session.run({ given: new Tensor('float32', values, [rows, 1, vocabulary]) });
  await session.release();
  return {
    probabilities: Array.from(results.top_probabilities!.data as Float32Array),
    tokens: Array.from(results.top_tokens!.data as BigInt64Array, Number),
    dimensions: results.top_tokens!.dims,
  };
}

/** In JavaScript: the likeliest 128 of each row, equal ones from the lowest on. */
function expected(values: Float32Array) {
  const vocabulary = values.length / rows;
  const best = Array.from({ length: rows }, (_, row) => {
    const of = (token: number) => values[row * vocabulary + token]!;
    const order = Array.from({ length: vocabulary }, (_, token) => token).sort((a, b) => of(b) - of(a) || a - b);
    return order.slice(0, 128).map((token) => ({ token, probability: of(token) }));
  }).flat();
  return {
    probabilities: best.map(({ probability }) => probability),
    tokens: best.map(({ token }) => token),
    dimensions: [rows, 1, Math.min(128, vocabulary)],
  };
}

const random = RandomStream.of(1);
const fill = (vocabulary: number, value: () => number) =>
  Float32Array.from({ length: rows * vocabulary }, () => value());

it.each([
  { name: 'that differ', values: fill(12_800, () => random.next()) },
  { name: 'of which many are equal', values: fill(12_800, () => random.below(40) / 40) },
  { name: 'of which hardly any is more than 0', values: fill(12_800, () => (random.below(500) === 0 ? 0.1 : 0)) },
  { name: 'that are all equal', values: fill(12_800, () => 0.5) },
  { name: 'in order', values: Float32Array.from({ length: rows * 12_800 }, (_, i) => i % 12_800) },
  { name: 'of a vocabulary that cannot be divided', values: fill(12_801, () => random.next()) },
  { name: 'of a small vocabulary', values: fill(256, () => random.next()) },
])('finds the same most probable tokens for a GPU as for the CPU among some $name', async ({ values }) => {
  const wanted = expected(values);
  expect(await topOf(values, 'cpu')).toEqual(wanted);
  expect(await topOf(values, 'gpu-single')).toEqual(wanted);
});
