import type { Architecture } from '../architectures/architecture.js';
import { DataType } from '../onnx/messages.js';
import { GraphBuilder, type Value } from './builder.js';
import { gradients } from './gradient.js';
import { normalize } from './norm.js';
import { softCap } from './soft-cap.js';

/** What some rows of the lm_head say of m states: m numbers each, to be joined with those of the other rows. */
export const headOutputs = ['largest', 'exponentials', 'weighted', 'of_targets'] as const;
export type HeadOutput = (typeof headOutputs)[number];

export const STATES_GRADIENT = 'states/gradient';

/**
 * The end of a decoder over some rows of its lm_head, as an .onnx file for the CPU.
 *
 * | input | type and shape | |
 * |---|---|---|
 * | `states` | float [m, 1, D] | the residual stream behind all layers |
 * | `weight` | float [rows, D] | |
 * | `targets` | int64 [m] | the tokens that were drawn, counted from the first of these rows; others count for none |
 * | `log_sums` | float [m, 1, 1] | backward only: the logarithm of the sum of all tokens' exponentials |
 * | `coefficients` | float [m, 1, 1] | backward only: the derivative of the loss by each target's log-probability |
 *
 * Forward gives, [m, 1, 1] each, of these rows' logits l: `largest`; `exponentials`, the sum of exp(l - largest); `weighted`,
 * that of l exp(l - largest); and `of_targets`, the target's logit, 0 where it is of other rows. Backward gives the rows' share
 * of the derivative by the states.
 */
export function trainingHeadGraph(
  { width, normEpsilon, logitSoftCap }: Architecture,
  finalNorm: Float32Array,
  direction: 'forward' | 'backward',
): Uint8Array {
  const builder = new GraphBuilder();
  const states = builder.input('states', DataType.Float, ['m', 1, width]);
  const weight = builder.input('weight', DataType.Float, ['rows', width]);
  const targets = builder.input('targets', DataType.Int64, ['m']);
  const normed = normalize(builder, 'normed', states, finalNorm, normEpsilon);
  const uncapped = builder.node('FusedMatMul', 'logits/uncapped', [normed, weight], { transB: 1 });
  const logits = logitSoftCap ? softCap(builder, 'logits', uncapped, logitSoftCap) : uncapped;
  const isTarget = oneHot(builder, 'is_target', targets, logits, weight);
  if (direction === 'forward') scores(builder, logits, isTarget);
  else {
    const perState = (name: string) => builder.input(name, DataType.Float, ['m', 1, 1]);
    const shifted = builder.node('Sub', 'log_probabilities', [logits, perState('log_sums')]);
    const rest = builder.node('Sub', 'rest', [isTarget, builder.node('Exp', 'probabilities', [shifted])]);
    const gradient = builder.node('Mul', 'logits/gradient', [rest, perState('coefficients')]);
    const [byStates] = gradients(builder, [{ of: logits, gradient }], [states]);
    builder.output(builder.node('Identity', STATES_GRADIENT, [byStates!]), DataType.Float, ['m', 1, width]);
  }
  return builder.encode('training_head');
}

function scores(builder: GraphBuilder, logits: Value, isTarget: Value): void {
  const axis = builder.integers('axis', [-1]);
  const sum = (name: HeadOutput, of: Value) => builder.node('ReduceSum', name, [of, axis], { keepdims: 1 });
  const largest = builder.node('ReduceMax', 'largest' satisfies HeadOutput, [logits], { axes: [-1], keepdims: 1 });
  const exponentials = builder.node('Exp', 'exponential', [builder.node('Sub', 'shifted', [logits, largest])]);
  sum('exponentials', exponentials);
  sum('weighted', builder.node('Mul', 'exponential/logits', [exponentials, logits]));
  sum('of_targets', builder.node('Mul', 'logits/target', [logits, isTarget]));
  for (const name of headOutputs) builder.output(name as Value, DataType.Float, ['m', 1, 1]);
}

/** [m, 1, rows]: 1 at the target, else 0. */
function oneHot(builder: GraphBuilder, name: string, targets: Value, logits: Value, weight: Value): Value {
  const rows = builder.node('Gather', `${name}/rows`, [
    builder.node('Shape', `${name}/weight`, [weight]),
    builder.integer(`${name}/axis`, 0),
  ]);
  const values = builder.floats(`${name}/values`, Float32Array.of(0, 1));
  const flat = builder.node('OneHot', `${name}/flat`, [targets, rows, values], { axis: -1 });
  return builder.node('Reshape', name, [flat, builder.node('Shape', `${name}/shape`, [logits])]);
}
