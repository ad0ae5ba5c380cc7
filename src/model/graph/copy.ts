import { DataType } from '../onnx/messages.js';
import { GraphBuilder } from './builder.js';

/** A graph that copies floats: `original` [rows, 1, width] becomes an output of the name given. */
export function copyGraph(name: string, width: number): Uint8Array {
  const builder = new GraphBuilder();
  const dimensions = ['rows', 1, width];
  const original = builder.input('original', DataType.Float, dimensions);
  builder.output(builder.node('Identity', name, [original]), DataType.Float, dimensions);
  return builder.encode('copy');
}
