import { type BuiltNode, type GraphBuilder, NONE, type Operator, type Value } from './builder.js';

/** A value, and the derivative of what is differentiated by it, of the same shape. */
export interface Derivative {
  readonly of: Value;
  readonly gradient: Value;
}

/**
 * Adds to a graph the derivatives of a number by some of its values (reverse-mode differentiation; Griewank and Walther
 * 2008, chapter 3).
 *
 * Values that a derivative goes through are never broadcast: where a node has inputs of several shapes, those that depend on
 * `by` have the shape of its output. Matrices of `by` are inputs of the graph, multiplied from the right.
 *
 * @param seeds values of which the derivatives are given
 * @param by what is differentiated by: inputs of the graph, each of which must have an effect on the seeds
 * @returns the derivatives by `by`, in its order
 */
export function gradients(builder: GraphBuilder, seeds: readonly Derivative[], by: readonly Value[]): Value[] {
  const nodes = [...builder.built];
  const active = activeValues(nodes, by);
  const found = new Map<Value, Value>();
  const add = (value: Value, gradient: Value) => {
    const other = found.get(value);
    found.set(value, other ? builder.node('Add', `gradient/sum/${builder.built.length}`, [other, gradient]) : gradient);
  };
  for (const { of, gradient } of seeds) add(of, gradient);
  for (const [index, node] of [...nodes.entries()].reverse()) {
    const given = node.outputs.map((output) => found.get(output));
    if (given.every((gradient) => gradient === undefined) || !node.outputs.some((output) => active.has(output)))
      continue;
    const rule = rules[node.operator];
    if (!rule) throw new RangeError(`there is no derivative of ${node.operator}`);
    const of = (input: number) => active.has(node.inputs[input]!);
    builder.within(`gradient/${index}`, () => {
      const ofInputs = rule(builder, node, given, of);
      for (const [input, gradient] of ofInputs.entries()) if (gradient && of(input)) add(node.inputs[input]!, gradient);
    });
  }
  return by.map((value) => {
    const gradient = found.get(value);
    if (!gradient) throw new RangeError(`nothing depends on ${value}`);
    return gradient;
  });
}

/** All that depend on `by`. */
function activeValues(nodes: readonly BuiltNode[], by: readonly Value[]): ReadonlySet<Value> {
  const active = new Set(by);
  for (const { operator, inputs, outputs } of nodes) {
    if (operator === 'Shape' || !inputs.some((input) => active.has(input))) continue;
    for (const output of outputs) if (output !== NONE) active.add(output);
  }
  return active;
}

/**
 * The derivatives by a node's inputs, of those by its outputs; what is left out is not asked for.
 *
 * @param of whether that by this input is asked for
 */
type Rule = (
  builder: GraphBuilder,
  node: BuiltNode,
  given: readonly (Value | undefined)[],
  of: (input: number) => boolean,
) => readonly (Value | undefined)[];

/** Of a node with one output. */
function single(
  rule: (
    builder: GraphBuilder,
    node: BuiltNode,
    given: Value,
    of: (input: number) => boolean,
  ) => readonly (Value | undefined)[],
): Rule {
  return (builder, node, [given], of) => rule(builder, node, given!, of);
}

const same: Rule = (_builder, node, [given]) => node.inputs.map(() => given);

const rules: { readonly [Name in Operator]?: Rule } = {
  Identity: same,
  Add: same,
  Sub: single((builder, _node, given) => [given, scaled(builder, 'minus', given, -1)]),

  Mul: single((builder, { inputs: [a, b] }, given, of) => [
    of(0) ? builder.node('Mul', 'a', [given, b!]) : undefined,
    of(1) ? builder.node('Mul', 'b', [given, a!]) : undefined,
  ]),

  MatMul: single((builder, node, given, of) => product(builder, node, given, of, { transposed: false, alpha: 1 })),
  FusedMatMul: single((builder, node, given, of) => {
    const { transB = 0, alpha } = node.attributes;
    const factor = typeof alpha === 'object' && 'float' in alpha ? alpha.float : 1;
    return product(builder, node, given, of, { transposed: transB === 1, alpha: factor });
  }),

  Softmax: single((builder, { outputs: [y] }, given) => {
    const weighted = builder.node('Mul', 'weighted', [given, y!]);
    const sum = builder.node('ReduceSum', 'sum', [weighted, builder.integers('axis', [-1])], { keepdims: 1 });
    return [builder.node('Mul', 'x', [y!, builder.node('Sub', 'centred', [given, sum])])];
  }),

  Sigmoid: single((builder, { outputs: [y] }, given) => {
    const rest = builder.node('Sub', 'rest', [builder.floats('one', Float32Array.of(1)), y!]);
    return [builder.node('Mul', 'x', [given, builder.node('Mul', 'slope', [y!, rest])])];
  }),

  Tanh: single((builder, { outputs: [y] }, given) => [builder.node('Mul', 'x', [given, tanhSlope(builder, y!)])]),

  // x / 2 (1 + tanh u), u = c (x + a x^3).
  FastGelu: single((builder, { inputs: [x] }, given) => {
    const [a, c] = [0.044715, Math.sqrt(2 / Math.PI)];
    const square = builder.node('Mul', 'square', [x!, x!]);
    const polynomial = (name: string, constant: number, ofSquare: number) =>
      builder.node('Add', name, [
        scaled(builder, `${name}/square`, square, ofSquare),
        builder.floats(`${name}/constant`, Float32Array.of(constant)),
      ]);
    const u = builder.node('Mul', 'u', [x!, polynomial('u/factor', c, c * a)]);
    const t = builder.node('Tanh', 't', [u]);
    const ofGate = builder.node('Add', 'of_gate', [
      scaled(builder, 't/half', t, 0.5),
      builder.floats('half', Float32Array.of(0.5)),
    ]);
    const inner = builder.node('Mul', 'inner', [tanhSlope(builder, t), polynomial('du', c / 2, (3 * a * c) / 2)]);
    const ofInner = builder.node('Mul', 'of_inner', [x!, inner]);
    return [builder.node('Mul', 'x', [given, builder.node('Add', 'slope', [ofGate, ofInner])])];
  }),

  SimplifiedLayerNormalization: single((builder, { inputs: [x, gain], attributes }, given) => [
    normalization(builder, x!, gain!, attributes, given),
  ]),

  SkipSimplifiedLayerNormalization: (builder, { inputs: [, , gain], outputs, attributes }, [ofNormed, , , ofSum]) => {
    const sum = outputs[3]!;
    const throughNorm = ofNormed && normalization(builder, sum, gain!, attributes, ofNormed);
    const both = throughNorm && ofSum ? builder.node('Add', 'both', [throughNorm, ofSum]) : (throughNorm ?? ofSum);
    return [both, both];
  },

  // A rotation by an angle is undone by one by its opposite.
  RotaryEmbedding: single((builder, { inputs: [, positions, cosines, sines], attributes }, given) => [
    builder.node(
      'RotaryEmbedding',
      'x',
      [given, positions!, cosines!, scaled(builder, 'sines', sines!, -1)],
      attributes,
    ),
  ]),

  Reshape: single((builder, { inputs: [x] }, given) => [
    builder.node('Reshape', 'x', [given, builder.node('Shape', 'shape', [x!])]),
  ]),

  Transpose: single((builder, { attributes }, given) => {
    const perm = attributes.perm as readonly number[];
    return [builder.node('Transpose', 'x', [given], { perm: perm.map((_, axis) => perm.indexOf(axis)) })];
  }),

  Split: (builder, { outputs, attributes }, given) => {
    const parts = outputs.map((output, part) => given[part] ?? scaled(builder, `nothing/${part}`, output, 0));
    return [builder.node('Concat', 'x', parts, attributes)];
  },

  Concat: single((builder, { inputs, attributes }, given) => {
    const axis = builder.integers('axis', [attributes.axis as number]);
    const sizes = inputs.map((input, part) =>
      builder.node('Gather', `size/${part}`, [builder.node('Shape', `shape/${part}`, [input]), axis]),
    );
    const all = builder.node('Concat', 'sizes', sizes, { axis: 0 });
    return builder.nodeWithOutputs(
      'Split',
      inputs.map((_, part) => `part/${part}`),
      [given, all],
      attributes,
    );
  }),
};

/** Of alpha a b, or of alpha a b^T where b is transposed; b may be a matrix, of which a has several. */
function product(
  builder: GraphBuilder,
  { inputs: [a, b] }: BuiltNode,
  given: Value,
  of: (input: number) => boolean,
  { transposed, alpha }: { readonly transposed: boolean; readonly alpha: number },
): readonly (Value | undefined)[] {
  const multiply = (name: string, x: Value, y: Value, transA: 0 | 1, transB: 0 | 1) =>
    builder.node('FusedMatMul', name, [x, y], { transA, transB, alpha: { float: alpha } });
  const rows = (name: string, x: Value) => (builder.isMatrix(b!) ? lastDimensionOnly(builder, name, x) : x);
  const ofA = of(0) ? multiply('a', given, b!, 0, transposed ? 0 : 1) : undefined;
  if (!of(1)) return [ofA];
  const [x, y] = [rows('a/rows', a!), rows('given/rows', given)];
  return [ofA, transposed ? multiply('b', y, x, 1, 0) : multiply('b', x, y, 1, 0)];
}

/** [.., n] as [all others, n]. */
function lastDimensionOnly(builder: GraphBuilder, name: string, x: Value): Value {
  const last = builder.node('Gather', `${name}/last`, [
    builder.node('Shape', `${name}/of`, [x]),
    builder.integers(`${name}/place`, [-1]),
  ]);
  const shape = builder.node('Concat', `${name}/shape`, [builder.integers(`${name}/all`, [-1]), last], { axis: 0 });
  return builder.node('Reshape', name, [x, shape]);
}

/** Of y = g x / r, where r^2 = mean x^2 + epsilon: (g dy - x mean(g dy x) / r^2) / r. */
function normalization(
  builder: GraphBuilder,
  x: Value,
  gain: Value,
  { epsilon }: BuiltNode['attributes'],
  given: Value,
): Value {
  const small = typeof epsilon === 'object' && 'float' in epsilon ? epsilon.float : 0;
  const mean = (name: string, of: Value) => builder.node('ReduceMean', name, [of], { axes: [-1], keepdims: 1 });
  const meanSquare = mean('mean_square', builder.node('Mul', 'square', [x, x]));
  const r2 = builder.node('Add', 'r2', [meanSquare, builder.floats('epsilon', Float32Array.of(small))]);
  const inverse = builder.node('Reciprocal', 'inverse', [builder.node('Sqrt', 'r', [r2])]);
  const gained = builder.node('Mul', 'gained', [given, gain]);
  const along = builder.node('Mul', 'along', [
    mean('mean', builder.node('Mul', 'products', [gained, x])),
    builder.node('Reciprocal', 'inverse2', [r2]),
  ]);
  const straight = builder.node('Sub', 'straight', [gained, builder.node('Mul', 'along/x', [x, along])]);
  return builder.node('Mul', 'x', [straight, inverse]);
}

function tanhSlope(builder: GraphBuilder, y: Value): Value {
  const square = builder.node('Mul', 'tanh/square', [y, y]);
  return builder.node('Sub', 'tanh/slope', [builder.floats('tanh/one', Float32Array.of(1)), square]);
}

function scaled(builder: GraphBuilder, name: string, x: Value, factor: number): Value {
  return builder.node('Mul', name, [x, builder.floats(`${name}/factor`, Float32Array.of(factor))]);
}
