/**
 * How a matrix is kept, which decides the kernel that multiplies by it.
 *
 * - `float32`: as in the file, without any rounding.
 * - `blocks`: 8 bits with a scale and a zero point for every 64 weights of a row (`MatMulNBits`). The activations are
 *   rounded to 8 bits a block at a time.
 * - `rows`: 8 bits with one scale a row (`MatMulIntegerToFloat`). The activations are rounded to 8 bits a token at a
 *   time. With several tokens at once, much faster than `blocks`, and less exact where outliers cost the whole token:
 *   see `smoothing.ts`.
 * - `nibbles`: 4 bits with a scale for every 32 weights of a row, as in the file, and where the type has minima, a float
 *   for every 32 that they have in common (`MatMulNBits`, and a product with the activations' sums), without any
 *   rounding. It takes the least memory, and with few tokens at once the most time. Where the file does not have all of a
 *   matrix in 4 bits, that matrix is kept in `blocks`.
 */
export type MatrixForm = 'float32' | 'blocks' | 'rows' | 'nibbles';

/** Those that any matrix can be kept in: they are made of its values in float32. */
export type GeneralForm = Exclude<MatrixForm, 'nibbles'>;

/** A layer's projections: query, key and value are one matrix, the attention's input, and gate and up are another. */
export const layerProjections = ['attentionInput', 'attentionOutput', 'feedForwardInput', 'feedForwardOutput'] as const;
export type LayerProjection = (typeof layerProjections)[number];

/** Something of each projection. */
export function byProjection<Result>(of: (name: LayerProjection) => Result): Record<LayerProjection, Result> {
  return {
    attentionInput: of('attentionInput'),
    attentionOutput: of('attentionOutput'),
    feedForwardInput: of('feedForwardInput'),
    feedForwardOutput: of('feedForwardOutput'),
  };
}

/** The form of each kind of projection. */
export type WeightForms = Readonly<Record<LayerProjection | 'head', MatrixForm>>;

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

/** A name for these forms, in which each projection has the first letter of its form. */
export function nameOfForms(forms: WeightForms): string {
  const { attentionInput, attentionOutput, feedForwardInput, feedForwardOutput, head } = forms;
  return [attentionInput, attentionOutput, feedForwardInput, feedForwardOutput, head]
    .map(([letter]) => letter)
    .join('');
}
