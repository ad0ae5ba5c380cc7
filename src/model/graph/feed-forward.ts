import type { Activation, Architecture } from '../architectures/architecture.js';
import type { GraphBuilder, Value } from './builder.js';
import { type LinearContext, linear } from './linear.js';
import type { LayerWeights } from './weights.js';

/**
 * The gated feed-forward network (SwiGLU, GeGLU; Shazeer 2020): down(activation(gate(x)) * up(x)).
 *
 * @returns its output, and what the last projection is multiplied by
 */
export function feedForward(
  builder: GraphBuilder,
  name: string,
  x: Value,
  weights: LayerWeights,
  { feedForward: inner, activation }: Architecture,
  context: LinearContext,
): { readonly output: Value; readonly activated: Value } {
  const both = linear(builder, `${name}/gate_up`, x, weights.feedForwardInput, context);
  const [gate, up] = builder.nodeWithOutputs(
    'Split',
    [`${name}/gate`, `${name}/up`],
    [both, builder.integers(`${name}/sizes`, [inner, inner])],
    { axis: -1 },
  );
  const opened = activate(builder, name, gate, activation);
  const activated = builder.node('Mul', `${name}/activated`, [opened, up]);
  return { output: linear(builder, `${name}/down`, activated, weights.feedForwardOutput, context), activated };
}

function activate(builder: GraphBuilder, name: string, gate: Value, activation: Activation): Value {
  // FastGelu is the tanh form of GELU (Hendrycks and Gimpel 2016).
  if (activation === 'gelu') return builder.node('FastGelu', `${name}/gelu`, [gate]);
  const sigmoid = builder.node('Sigmoid', `${name}/sigmoid`, [gate]);
  return builder.node('Mul', `${name}/silu`, [gate, sigmoid]);
}
