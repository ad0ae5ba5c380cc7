/** AdamW's settings (Loshchilov and Hutter 2019, arXiv 1711.05101), named as PyTorch's. */
export interface AdamWOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** The gradient is made so long (2-norm over all parameters) at most; infinite where it may be any. */
  readonly maxGradientNorm: number;
}

/** What the optimiser remembers, for each parameter array. */
export interface AdamWState {
  /** Steps made. */
  readonly steps: number;
  readonly means: readonly Float32Array[];
  readonly squares: readonly Float32Array[];
}

/** Gradients, or what the optimiser remembers, with which no step can be made. */
export class OptimizerError extends Error {
  override readonly name = 'OptimizerError';
}

export function initialState(parameters: readonly Float32Array[]): AdamWState {
  const zeros = () => parameters.map(({ length }) => new Float32Array(length));
  return { steps: 0, means: zeros(), squares: zeros() };
}

/**
 * One step of AdamW, in new arrays: a step that is cut off leaves the old ones whole.
 *
 * @param gradients of the same lengths as the parameters
 * @returns also the gradient's length before it was limited
 * @throws OptimizerError where the lengths are others, or a gradient is not finite
 */
export function adamW(
  parameters: readonly Float32Array[],
  gradients: readonly Float32Array[],
  state: AdamWState,
  options: AdamWOptions,
): { readonly parameters: Float32Array[]; readonly state: AdamWState; readonly gradientNorm: number } {
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradientNorm } = options;
  for (const arrays of [gradients, state.means, state.squares]) {
    if (!haveLengthsOf(arrays, parameters)) throw new OptimizerError('gradients or moments of other parameters');
  }
  const gradientNorm = Math.sqrt(gradients.reduce((sum, each) => sum + squareOf(each), 0));
  if (!Number.isFinite(gradientNorm)) throw new OptimizerError('a gradient that is not finite');
  // As torch.nn.utils.clip_grad_norm_ has it.
  const factor = Math.min(1, maxGradientNorm / (gradientNorm + 1e-6));
  const steps = state.steps + 1;
  const [correction1, correction2] = [1 - beta1 ** steps, 1 - beta2 ** steps];
  const means = state.means.map((each, index) =>
    each.map((value, place) => beta1 * value + (1 - beta1) * factor * gradients[index]![place]!),
  );
  const squares = state.squares.map((each, index) =>
    each.map((value, place) => beta2 * value + (1 - beta2) * (factor * gradients[index]![place]!) ** 2),
  );
  const moved = parameters.map((each, index) =>
    each.map((value, place) => {
      const denominator = Math.sqrt(squares[index]![place]! / correction2) + epsilon;
      const decayed = value * (1 - learningRate * weightDecay);
      return decayed - (learningRate * means[index]![place]!) / correction1 / denominator;
    }),
  );
  return { parameters: moved, state: { steps, means, squares }, gradientNorm };
}

function haveLengthsOf(arrays: readonly Float32Array[], others: readonly Float32Array[]): boolean {
  return arrays.length === others.length && arrays.every(({ length }, index) => length === others[index]!.length);
}

function squareOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
