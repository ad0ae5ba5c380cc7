import type { Architecture } from '../architectures/architecture.js';
import { DataType } from '../onnx/messages.js';
import { GraphBuilder } from './builder.js';
import { type LayerProjection, layerProjections } from './forms.js';
import { normalize } from './norm.js';
import { singleLayer } from './single-layer.js';
import type { LayerWeights } from './weights.js';

/** What the input of a projection is called where it is an output of a graph. */
export function inputOf(projection: LayerProjection): string {
  return `input_of.${projection}`;
}

/**
 * One layer by itself, as an .onnx file for the CPU: `stream` [b*t, 1, D] becomes `next_stream`, and what each projection
 * is multiplied by is an output, too. `position_ids`, `bias`, `prefix.key|value` and `past.key|value` are as for a whole
 * decoder, and matrices that are given are inputs.
 */
export function layerGraph(architecture: Architecture, index: number, weights: LayerWeights): Uint8Array {
  const { width } = architecture;
  const builder = new GraphBuilder();
  const sizes = { rows: 'b', length: 't', tokens: 'b*t', prefixColumns: 'P', pastColumns: 'C' } as const;
  const { next, inputs } = singleLayer(builder, architecture, index, weights, sizes);
  builder.output(next, DataType.Float, ['b*t', 1, width]);
  for (const name of layerProjections) {
    const output = builder.node('Identity', inputOf(name), [inputs[name]]);
    builder.output(output, DataType.Float, ['b*t', 1, 'columns']);
  }
  return builder.encode('layer');
}

/** The end of a decoder: `stream` is normed, `normed`, and multiplied by rows of the lm_head, `weight`: `logits`. */
export function headGraph({ width, normEpsilon }: Architecture, finalNorm: Float32Array): Uint8Array {
  const builder = new GraphBuilder();
  const stream = builder.input('stream', DataType.Float, ['b*t', 1, width]);
  const weight = builder.input('weight', DataType.Float, ['rows', width]);
  const normed = normalize(builder, 'normed', stream, finalNorm, normEpsilon);
  const logits = builder.node('FusedMatMul', 'logits', [normed, weight], { transB: 1 });
  builder.output(normed, DataType.Float, ['b*t', 1, width]);
  builder.output(logits, DataType.Float, ['b*t', 1, 'rows']);
  return builder.encode('head');
}
