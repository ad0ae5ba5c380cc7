import { DataType } from '../onnx/messages.js';
import type { GraphBuilder, Value } from './builder.js';

/** How many of the most probable tokens the graph puts in order. Seldom is one drawn that is not among them. */
export const TOP_TOKENS = 128;

/**
 * What drawing a token needs of the logits, so that the vocabulary is passed over in native code only.
 *
 * | output | |
 * |---|---|
 * | `probabilities` | float [b*n, 1, V]: the softmax of the logits times `inverse_temperature` |
 * | `top_probabilities` | float [b*n, 1, K]: the largest K of them, in order |
 * | `top_tokens` | int64 [b*n, 1, K]: their tokens; equal ones from the lowest token on |
 * | `top_model_probability` | float [b*n, 1, 1]: the largest probability at temperature 1 |
 */
export function samplingOutputs(builder: GraphBuilder, logits: Value, vocabulary: number): void {
  const inverseTemperature = builder.input('inverse_temperature', DataType.Float, [1]);
  const model = builder.node('Softmax', 'model_probabilities', [logits], { axis: -1 });
  const most = builder.node('ReduceMax', 'top_model_probability', [model], { axes: [-1], keepdims: 1 });
  const scaled = builder.node('Mul', 'logits/scaled', [logits, inverseTemperature]);
  const probabilities = builder.node('Softmax', 'probabilities', [scaled], { axis: -1 });
  const count = Math.min(TOP_TOKENS, vocabulary);
  const [top, tokens] = builder.nodeWithOutputs(
    'TopK',
    ['top_probabilities', 'top_tokens'],
    [probabilities, builder.integers('top_tokens/count', [count])],
    { axis: -1, largest: 1, sorted: 1 },
  );
  builder.output(probabilities, DataType.Float, ['b*n', 1, vocabulary]);
  builder.output(top, DataType.Float, ['b*n', 1, count]);
  builder.output(tokens, DataType.Int64, ['b*n', 1, count]);
  builder.output(most, DataType.Float, ['b*n', 1, 1]);
}
