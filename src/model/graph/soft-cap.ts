import type { GraphBuilder, Value } from './builder.js';

/** cap * tanh(x / cap): about x where it is small, never more than the cap (Gemma Team 2024, arXiv 2408.00118). */
export function softCap(builder: GraphBuilder, name: string, x: Value, cap: number): Value {
  const scalar = (part: string, value: number) => builder.floats(`${name}/${part}`, Float32Array.of(value));
  const inner = builder.node('Mul', `${name}/divided`, [x, scalar('inverse', 1 / cap)]);
  const bounded = builder.node('Tanh', `${name}/bounded`, [inner]);
  return builder.node('Mul', name, [bounded, scalar('cap', cap)]);
}
