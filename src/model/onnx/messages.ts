import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/**
 * The few messages of ONNX that our graphs need, as types and as bytes. Field numbers are those of `onnx.proto`
 * (github.com/onnx/onnx), named at each field.
 */

/** `TensorProto.DataType` */
export enum DataType {
  Float = 1,
  Uint8 = 2,
  Int8 = 3,
  Int64 = 7,
  Float16 = 10,
}

/** Bytes of a file beside the model. */
export interface ExternalRegion {
  /** Relative to the model's folder. */
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

export interface Tensor {
  readonly name: string;
  readonly type: DataType;
  readonly dimensions: readonly number[];
  /** Little-endian values in the file itself, or in another one. */
  readonly data: Uint8Array | ExternalRegion;
}

/** A whole number, whole numbers, or a float, which JavaScript alone could not tell apart. */
export type AttributeValue = number | readonly number[] | { readonly float: number };

export interface Node {
  readonly name: string;
  readonly operator: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  /** An empty name leaves an optional one out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** An input or output of the graph; a dimension that varies has a name. */
export interface ValueInfo {
  readonly name: string;
  readonly type: DataType;
  readonly dimensions: readonly (number | string)[];
}

export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly initializers: readonly Tensor[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

export interface Model {
  readonly irVersion: number;
  readonly producer: string;
  /** Version of each domain's operators. */
  readonly operatorSets: Readonly<Record<string, number>>;
  readonly graph: Graph;
}

/** A model as the bytes of an .onnx file. */
export function encodeModel(model: Model): Uint8Array {
  const writer = new BinaryWriter();
  integer(writer, 1, model.irVersion); // ModelProto.ir_version
  text(writer, 2, model.producer); // producer_name
  message(writer, 7, () => graph(writer, model.graph)); // graph
  for (const [domain, version] of Object.entries(model.operatorSets)) {
    message(writer, 8, () => {
      text(writer, 1, domain); // OperatorSetIdProto.domain
      integer(writer, 2, version); // version
    }); // opset_import
  }
  return writer.finish();
}

function graph(writer: BinaryWriter, graph: Graph): void {
  for (const each of graph.nodes) message(writer, 1, () => node(writer, each)); // GraphProto.node
  text(writer, 2, graph.name); // name
  for (const each of graph.initializers) message(writer, 5, () => tensor(writer, each)); // initializer
  for (const each of graph.inputs) message(writer, 11, () => valueInfo(writer, each)); // input
  for (const each of graph.outputs) message(writer, 12, () => valueInfo(writer, each)); // output
}

function node(writer: BinaryWriter, node: Node): void {
  for (const input of node.inputs) text(writer, 1, input); // NodeProto.input
  for (const output of node.outputs) text(writer, 2, output); // output
  text(writer, 3, node.name); // name
  text(writer, 4, node.operator); // op_type
  for (const [name, value] of Object.entries(node.attributes)) {
    message(writer, 5, () => attribute(writer, name, value)); // attribute
  }
  text(writer, 7, node.domain); // domain
}

function attribute(writer: BinaryWriter, name: string, value: AttributeValue): void {
  text(writer, 1, name); // AttributeProto.name
  if (typeof value === 'number') {
    integer(writer, 3, value); // i
    integer(writer, 20, 2); // type = INT
  } else if ('float' in value) {
    writer.tag(2, WireType.Bit32).float(value.float); // f
    integer(writer, 20, 1); // type = FLOAT
  } else {
    for (const each of value) integer(writer, 8, each); // ints
    integer(writer, 20, 7); // type = INTS
  }
}

function tensor(writer: BinaryWriter, tensor: Tensor): void {
  for (const dimension of tensor.dimensions) integer(writer, 1, dimension); // TensorProto.dims
  integer(writer, 2, tensor.type); // data_type
  text(writer, 8, tensor.name); // name
  if (tensor.data instanceof Uint8Array) {
    writer.tag(9, WireType.LengthDelimited).bytes(tensor.data); // raw_data
    return;
  }
  const { file, offset, length } = tensor.data;
  for (const [key, value] of Object.entries({ location: file, offset: String(offset), length: String(length) })) {
    message(writer, 13, () => {
      text(writer, 1, key); // StringStringEntryProto.key
      text(writer, 2, value); // value
    }); // external_data
  }
  integer(writer, 14, 1); // data_location = EXTERNAL
}

function valueInfo(writer: BinaryWriter, info: ValueInfo): void {
  text(writer, 1, info.name); // ValueInfoProto.name
  message(writer, 2, () => {
    message(writer, 1, () => {
      integer(writer, 1, info.type); // TypeProto.Tensor.elem_type
      message(writer, 2, () => {
        for (const dimension of info.dimensions) {
          message(writer, 1, () => {
            if (typeof dimension === 'number')
              integer(writer, 1, dimension); // Dimension.dim_value
            else text(writer, 2, dimension); // Dimension.dim_param
          }); // TensorShapeProto.dim
        }
      }); // TypeProto.Tensor.shape
    }); // TypeProto.tensor_type
  }); // ValueInfoProto.type
}

function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}
