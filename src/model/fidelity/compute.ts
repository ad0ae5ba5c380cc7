/** What a graph is fed. */
export interface GraphInput {
  readonly dimensions: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** A graph that is ready to be computed. */
export interface OpenGraph {
  /** The outputs of these names, which are float32. */
  run(
    inputs: Readonly<Record<string, GraphInput>>,
    outputs: readonly string[],
  ): Promise<ReadonlyMap<string, Float32Array>>;
  close(): Promise<void>;
}

/** Opens an .onnx file, or its bytes. Given by the engine: this room does not know what computes graphs. */
export type OpenGraphOn = (graph: Uint8Array | string) => Promise<OpenGraph>;
