import type { GraphBuilder, Value } from './builder.js';
import { linear } from './linear.js';
import type { LayerWeights } from './weights.js';

/** The gated feed-forward network (SwiGLU; Shazeer 2020): down(silu(gate(x)) * up(x)). */
export function feedForward(builder: GraphBuilder, name: string, x: Value, weights: LayerWeights): Value {
  const gate = linear(builder, `${name}/gate`, x, weights.gate);
  const up = linear(builder, `${name}/up`, x, weights.up);
  const sigmoid = builder.node('Sigmoid', `${name}/sigmoid`, [gate]);
  const silu = builder.node('Mul', `${name}/silu`, [gate, sigmoid]);
  const inner = builder.node('Mul', `${name}/inner`, [silu, up]);
  return linear(builder, `${name}/down`, inner, weights.down);
}
