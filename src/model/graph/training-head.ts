import type { Architecture } from '../architectures/architecture.js';
import { DataType } from '../onnx/messages.js';
import { GraphBuilder, type Value } from './builder.js';
import { gradients } from './gradient.js';
import { normalize } from './norm.js';
import { softCap } from './soft-cap.js';

/** What some rows of the lm_head say of m states, to be joined with what the other rows say. */
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
 * | `targets` | int64 [k, 2] | those tokens that were drawn and are among these rows: the state's index, and the row's |
 * | `log_sums` | float [m, 1, 1] | backward only: the logarithm of the sum of all tokens' exponentials |
 * | `coefficients` | float [m, 1, 1] | backward only: the derivative of the loss by each state's token's log-probability |
 * | `of_targets` | float [k] | backward only: that by the logits of the targets |
 *
 * Forward gives of these rows' logits l, [m, 1, 1] each: `largest`; `exponentials`, the sum of exp(l - largest); `weighted`,
 * that of l exp(l - largest); and `of_targets` [k], the targets' logits. Backward gives the rows' share of the derivative by the
 * states.
 */
export function trainingHeadGraph(
  { width, normEpsilon, logitSoftCap }: Architecture,
  finalNorm: Float32Array,
  direction: 'forward' | 'backward',
): Uint8Array {
  const builder = new GraphBuilder();
  const states = builder.input('states', DataType.Float, ['m', 1, width]);
  const weight = builder.input('weight', DataType.Float, ['rows', width]);
  const targets = builder.input('targets', DataType.Int64, ['k', 2]);
  const normed = normalize(builder, 'normed', states, finalNorm, normEpsilon);
  const uncapped = builder.node('FusedMatMul', 'logits/uncapped', [normed, weight], { transB: 1 });
  const logits = logitSoftCap ? softCap(builder, 'logits', uncapped, logitSoftCap) : uncapped;
  // [m, rows], as targets are found by state and row.
  const flat = (name: string, of: Value) => builder.node('Squeeze', name, [of, builder.integers(`${name}/axis`, [1])]);
  if (direction === 'forward')
    scores(builder, logits, builder.node('GatherND', 'of_targets', [flat('flat', logits), targets]));
  else {
    const perState = (name: string) => builder.input(name, DataType.Float, ['m', 1, 1]);
    const shifted = builder.node('Sub', 'log_probabilities', [logits, perState('log_sums')]);
    const probabilities = builder.node('Exp', 'probabilities', [shifted]);
    const minus = builder.node('Mul', 'coefficients/minus', [
      perState('coefficients'),
      builder.floats('minus_one', Float32Array.of(-1)),
    ]);
    const ofOthers = flat('of_others', builder.node('Mul', 'of_others/whole', [probabilities, minus]));
    const ofTargets = builder.input('of_targets', DataType.Float, ['k']);
    const both = builder.node('ScatterND', 'of_all', [ofOthers, targets, ofTargets]);
    const gradient = builder.node('Unsqueeze', 'logits/gradient', [both, builder.integers('of_all/axis', [1])]);
    const [byStates] = gradients(builder, [{ of: logits, gradient }], [states]);
    builder.output(builder.node('Identity', STATES_GRADIENT, [byStates!]), DataType.Float, ['m', 1, width]);
  }
  return builder.encode('training_head');
}

function scores(builder: GraphBuilder, logits: Value, ofTargets: Value): void {
  const axis = builder.integers('axis', [-1]);
  const sum = (name: HeadOutput, of: Value) => builder.node('ReduceSum', name, [of, axis], { keepdims: 1 });
  const largest = builder.node('ReduceMax', 'largest' satisfies HeadOutput, [logits], { axes: [-1], keepdims: 1 });
  const exponentials = builder.node('Exp', 'exponential', [builder.node('Sub', 'shifted', [logits, largest])]);
  sum('exponentials', exponentials);
  sum('weighted', builder.node('Mul', 'exponential/logits', [exponentials, logits]));
  for (const name of headOutputs) {
    if (name === 'of_targets') builder.output(ofTargets, DataType.Float, ['k']);
    else builder.output(name as Value, DataType.Float, ['m', 1, 1]);
  }
}
