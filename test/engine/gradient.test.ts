import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/random.js';
import { openOnCpu } from '../../src/engine/child/weight-forms.js';
import type { GraphInput } from '../../src/model/fidelity/compute.js';
import { GraphBuilder, NONE, type Value } from '../../src/model/graph/builder.js';
import { gradients } from '../../src/model/graph/gradient.js';
import { DataType } from '../../src/model/onnx/messages.js';

type Shapes = Readonly<Record<string, readonly number[]>>;

interface Case {
  readonly operator: string;
  /** Inputs that are differentiated by. */
  readonly by: Shapes;
  readonly others?: Shapes;
  readonly gives: readonly number[];
  readonly build: (builder: GraphBuilder, given: Readonly<Record<string, Value>>) => Value;
}

const floats = (attribute: number) => ({ float: attribute });

const cases: readonly Case[] = [
  {
    operator: 'Add, Sub, Mul and Identity',
    gives: [2, 3],
    by: { a: [2, 3], b: [2, 3] },
    build: (builder, { a, b }) => {
      const sum = builder.node('Add', 'sum', [a!, b!]);
      const difference = builder.node('Sub', 'difference', [a!, builder.node('Mul', 'square', [b!, b!])]);
      return builder.node('Identity', 'y', [builder.node('Mul', 'product', [sum, difference])]);
    },
  },
  {
    operator: 'MatMul with a matrix',
    gives: [3, 1, 2],
    by: { x: [3, 1, 4], w: [4, 2] },
    build: (builder, { x, w }) => builder.node('MatMul', 'y', [x!, w!]),
  },
  {
    operator: 'MatMul of several',
    gives: [2, 3, 5],
    by: { a: [2, 3, 4], b: [2, 4, 5] },
    build: (builder, { a, b }) => builder.node('MatMul', 'y', [a!, b!]),
  },
  {
    operator: 'FusedMatMul, transposed and scaled',
    gives: [2, 3, 5],
    by: { a: [2, 3, 4], b: [2, 5, 4] },
    build: (builder, { a, b }) => builder.node('FusedMatMul', 'y', [a!, b!], { transB: 1, alpha: floats(0.3) }),
  },
  {
    operator: 'FusedMatMul with a frozen matrix',
    gives: [3, 1, 2],
    by: { x: [3, 1, 4] },
    others: { w: [2, 4] },
    build: (builder, { x, w }) => builder.node('FusedMatMul', 'y', [x!, w!], { transB: 1 }),
  },
  {
    operator: 'Softmax',
    gives: [2, 5],
    by: { x: [2, 5] },
    build: (builder, { x }) => builder.node('Softmax', 'y', [x!], { axis: -1 }),
  },
  { operator: 'Sigmoid', gives: [7], by: { x: [7] }, build: (builder, { x }) => builder.node('Sigmoid', 'y', [x!]) },
  { operator: 'Tanh', gives: [7], by: { x: [7] }, build: (builder, { x }) => builder.node('Tanh', 'y', [x!]) },
  {
    operator: 'FastGelu',
    gives: [2, 7],
    by: { x: [2, 7] },
    build: (builder, { x }) => builder.node('FastGelu', 'y', [x!]),
  },
  {
    operator: 'SimplifiedLayerNormalization',
    gives: [3, 1, 6],
    by: { x: [3, 1, 6] },
    others: { gain: [6] },
    build: (builder, { x, gain }) => {
      const attributes = { epsilon: floats(1e-2), axis: -1, stash_type: 1 };
      return builder.node('SimplifiedLayerNormalization', 'y', [x!, gain!], attributes);
    },
  },
  {
    operator: 'SkipSimplifiedLayerNormalization, by its norm and its sum',
    gives: [3, 1, 6],
    by: { x: [3, 1, 6], update: [3, 1, 6] },
    others: { gain: [6] },
    build: (builder, { x, update, gain }) => {
      const [normed, , , sum] = builder.nodeWithOutputs(
        'SkipSimplifiedLayerNormalization',
        ['normed', NONE, NONE, 'sum'],
        [x!, update!, gain!],
        { epsilon: floats(1e-2) },
      );
      return builder.node('Mul', 'y', [normed, sum]);
    },
  },
  {
    operator: 'RotaryEmbedding',
    gives: [3, 1, 8],
    by: { x: [3, 1, 8] },
    others: { cosines: [3, 2], sines: [3, 2] },
    build: (builder, { x, cosines, sines }) => {
      const positions = builder.node('Reshape', 'positions', [
        builder.integers('at', [2, 0, 1]),
        builder.integers('positions/shape', [3, 1]),
      ]);
      return builder.node('RotaryEmbedding', 'y', [x!, positions, cosines!, sines!], { interleaved: 0 });
    },
  },
  {
    operator: 'Reshape and Transpose',
    gives: [4, 6],
    by: { x: [2, 3, 4] },
    build: (builder, { x }) => {
      const turned = builder.node('Transpose', 'turned', [x!], { perm: [2, 0, 1] });
      return builder.node('Reshape', 'y', [turned, builder.integers('shape', [4, 6])]);
    },
  },
  {
    operator: 'Split, of which a part is not used, and Concat',
    gives: [2, 6],
    by: { x: [2, 6], z: [2, 2] },
    build: (builder, { x, z }) => {
      const [a, , c] = builder.nodeWithOutputs('Split', ['a', 'b', 'c'], [x!, builder.integers('sizes', [1, 2, 3])], {
        axis: 1,
      });
      return builder.node('Concat', 'y', [c, z!, a], { axis: 1 });
    },
  },
];

const step = 1e-2;

describe('derivatives', () => {
  it.each(cases)('of $operator are those of finite differences', async ({ by, others = {}, gives, build }) => {
    const random = RandomStream.of(5);
    const inputs: Record<string, GraphInput & { readonly values: Float32Array }> = {};
    const builder = new GraphBuilder();
    const given: Record<string, Value> = {};
    for (const [name, dimensions] of Object.entries({ ...by, ...others })) {
      const size = dimensions.reduce((product, each) => product * each, 1);
      inputs[name] = { dimensions, values: Float32Array.from({ length: size }, () => random.normal() / 2) };
      given[name] = builder.input(name, DataType.Float, dimensions);
    }
    const y = build(builder, given);
    // What is differentiated is half the sum of squares, so that y itself is the derivative by y.
    const names = Object.keys(by);
    const found = gradients(
      builder,
      [{ of: y, gradient: y }],
      names.map((name) => given[name]!),
    );
    builder.output(y, DataType.Float, gives);
    for (const [index, name] of names.entries()) builder.output(found[index]!, DataType.Float, by[name]!);
    const graph = await openOnCpu(1)(builder.encode('derivatives'));
    const halfSquares = async (changed: Readonly<Record<string, GraphInput>>) => {
      const values = (await graph.run(changed, [y])).get(y)!;
      return values.reduce((sum, value) => sum + value * value, 0) / 2;
    };
    try {
      const derivatives = await graph.run(inputs, found);
      for (const [index, name] of names.entries()) {
        const { dimensions, values } = inputs[name]!;
        for (const [place, value] of values.entries()) {
          const at = (moved: number) =>
            halfSquares({ ...inputs, [name]: { dimensions, values: values.with(place, value + moved) } });
          const [near, far] = [(await at(step)) - (await at(-step)), (await at(2 * step)) - (await at(-2 * step))];
          const difference = (8 * near - far) / (12 * step);
          expect(derivatives.get(found[index]!)![place]! - difference).toBeCloseTo(0, 2);
        }
      }
    } finally {
      await graph.close();
    }
  });

  it('of what has no rule, or no effect, are refused', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', DataType.Float, [3]);
    const other = builder.input('other', DataType.Float, [3]);
    const y = builder.node('Abs', 'y', [x]);
    expect(() => gradients(builder, [{ of: y, gradient: y }], [x])).toThrow('no derivative of Abs');
    const z = builder.node('Tanh', 'z', [x]);
    expect(() => gradients(builder, [{ of: z, gradient: z }], [other])).toThrow('nothing depends on other');
  });
});
