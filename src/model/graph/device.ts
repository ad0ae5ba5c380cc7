/**
 * What a graph is written for. onnxruntime's WebGPU provider has neither `FusedMatMul` nor the products of the matrix
 * form `rows`, and a node that it lacks runs on the CPU, with copies to and fro. So for WebGPU the keys are kept
 * transposed, and there are more nodes.
 */
export type GraphDevice = 'cpu' | 'webgpu';
