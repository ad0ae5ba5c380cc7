import type { Architecture } from '../architectures/architecture.js';
import type { GraphBuilder, Value } from './builder.js';
import { type LinearContext, linear } from './linear.js';
import type { LayerWeights } from './weights.js';

/** The gated feed-forward network (SwiGLU; Shazeer 2020): down(silu(gate(x)) * up(x)). */
export function feedForward(
  builder: GraphBuilder,
  name: string,
  x: Value,
  weights: LayerWeights,
  { feedForward: inner }: Architecture,
  context: LinearContext,
): Value {
  const both = linear(builder, `${name}/gate_up`, x, weights.feedForwardInput, context);
  const [gate, up] = builder.nodeWithOutputs(
    'Split',
    [`${name}/gate`, `${name}/up`],
    [both, builder.integers(`${name}/sizes`, [inner, inner])],
    { axis: -1 },
  );
  const sigmoid = builder.node('Sigmoid', `${name}/sigmoid`, [gate]);
  const silu = builder.node('Mul', `${name}/silu`, [gate, sigmoid]);
  const activated = builder.node('Mul', `${name}/activated`, [silu, up]);
  return linear(builder, `${name}/down`, activated, weights.feedForwardOutput, context);
}
