import { DataType } from '../onnx/messages.js';
import type { GraphBuilder, Value } from './builder.js';
import type { GraphTarget } from './device.js';
import { topTokens } from './top-tokens.js';

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
export function samplingOutputs(builder: GraphBuilder, logits: Value, vocabulary: number, target: GraphTarget): void {
  const inverseTemperature = builder.input('inverse_temperature', DataType.Float, [1]);
  const model = builder.node('Softmax', 'model_probabilities', [logits], { axis: -1 });
  const most = builder.node('ReduceMax', 'top_model_probability', [model], { axes: [-1], keepdims: 1 });
  const scaled = builder.node('Mul', 'logits/scaled', [logits, inverseTemperature]);
  const probabilities = builder.node('Softmax', 'probabilities', [scaled], { axis: -1 });
  const top = topTokens(builder, probabilities, vocabulary, target);
  builder.output(probabilities, DataType.Float, ['b*n', 1, vocabulary]);
  builder.output(top.probabilities, DataType.Float, ['b*n', 1, top.count]);
  builder.output(top.tokens, DataType.Int64, ['b*n', 1, top.count]);
  builder.output(most, DataType.Float, ['b*n', 1, 1]);
}
