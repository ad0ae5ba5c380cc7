/**
 * How a matrix is kept, which decides the kernel that multiplies by it.
 *
 * - `float32`: as in the file, without any rounding.
 * - `blocks`: 8 bits with a scale and a zero point for every 64 weights of a row (`MatMulNBits`). The activations are
 *   rounded to 8 bits a block at a time.
 * - `rows`: 8 bits with one scale a row (`MatMulIntegerToFloat`). The activations are rounded to 8 bits a token at a
 *   time. With several tokens at once, twice as fast as `blocks`, and less exact: outliers cost the whole token.
 */
export type MatrixForm = 'float32' | 'blocks' | 'rows';

/** The form of each kind of projection. */
export interface WeightForms {
  /** Query, key and value, which are one matrix. */
  readonly attentionInput: MatrixForm;
  readonly attentionOutput: MatrixForm;
  /** Gate and up, which are one matrix. */
  readonly feedForwardInput: MatrixForm;
  readonly feedForwardOutput: MatrixForm;
  readonly head: MatrixForm;
}

/** Every projection in the same form. */
export function uniformForms(form: MatrixForm): WeightForms {
  return {
    attentionInput: form,
    attentionOutput: form,
    feedForwardInput: form,
    feedForwardOutput: form,
    head: form,
  };
}

/**
 * The fastest forms that keep the mean divergence (KL) from the file's own weights below 0.02, by measurement: see
 * docs/engine.md. Small models lose more by rounding, and gain less where a matrix is small.
 *
 * @param width D, the length of the model's hidden states
 * @param rows whether products with matrices by rows are right and faster on this machine
 */
export function defaultForms(width: number, rows = true): WeightForms {
  if (!rows) return uniformForms('blocks');
  return width < 1024 ? { ...uniformForms('blocks'), feedForwardInput: 'rows', head: 'rows' } : uniformForms('rows');
}

/** The forms for GPUs, for which onnxruntime has no products of the form `rows`. */
export const gpuForms: WeightForms = uniformForms('blocks');

/** A name for these forms, in which each projection has the first letter of its form. */
export function nameOfForms(forms: WeightForms): string {
  const { attentionInput, attentionOutput, feedForwardInput, feedForwardOutput, head } = forms;
  return [attentionInput, attentionOutput, feedForwardInput, feedForwardOutput, head]
    .map(([letter]) => letter)
    .join('');
}
