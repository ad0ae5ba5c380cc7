import { bytesOf } from '../onnx/bytes.js';
import {
  type AttributeValue,
  DataType,
  encodeModel,
  type Node,
  type Tensor,
  type ValueInfo,
} from '../onnx/messages.js';

/** The operators that our graphs use, and the domain of each. */
const domains = {
  Abs: '',
  Add: '',
  Cast: '',
  Concat: '',
  Div: '',
  Exp: '',
  Expand: '',
  Gather: '',
  GatherElements: '',
  GatherND: '',
  GreaterOrEqual: '',
  Identity: '',
  MatMul: '',
  Mod: '',
  Mul: '',
  QuantizeLinear: '',
  Range: '',
  Reciprocal: '',
  ReduceMax: '',
  ReduceMean: '',
  ReduceSum: '',
  Reshape: '',
  ScatterND: '',
  Shape: '',
  Sigmoid: '',
  SimplifiedLayerNormalization: '',
  Softmax: '',
  Split: '',
  Sqrt: '',
  Squeeze: '',
  Sub: '',
  Tanh: '',
  TopK: '',
  Transpose: '',
  Unsqueeze: '',
  Where: '',
  FastGelu: 'com.microsoft',
  FusedMatMul: 'com.microsoft',
  GatherBlockQuantized: 'com.microsoft',
  MatMulIntegerToFloat: 'com.microsoft',
  MatMulNBits: 'com.microsoft',
  RotaryEmbedding: 'com.microsoft',
  SkipSimplifiedLayerNormalization: 'com.microsoft',
} as const;
export type Operator = keyof typeof domains;
type Attributes = Readonly<Record<string, AttributeValue>>;

/** A node as it was added: values in place of their names. */
export interface BuiltNode {
  readonly operator: Operator;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** A tensor in the graph under construction, by its name. */
export type Value = string & { readonly graphValue: unique symbol };

/** An optional input or output that is left out. */
export const NONE = '' as Value;

/**
 * Collects a graph's parts; names are unique, and a node's first output has the node's name. All floats in the graph are
 * single or half precision; those that are stored or come from outside are single, and turned when the graph is loaded.
 */
export class GraphBuilder {
  /** What floats are in the graph. */
  readonly floatType: DataType.Float | DataType.Float16;
  private readonly nodes: (Node & BuiltNode)[] = [];
  private readonly initializers: Tensor[] = [];
  private readonly inputs: ValueInfo[] = [];
  private readonly outputs: ValueInfo[] = [];
  private readonly names = new Set<string>();
  private scope = '';

  constructor(floats: 'single' | 'half' = 'single') {
    this.floatType = floats === 'half' ? DataType.Float16 : DataType.Float;
  }

  /** What is added by `build` has names that begin with the scope's: so that a part can be in the graph twice. */
  within<Result>(scope: string, build: () => Result): Result {
    const outer = this.scope;
    this.scope = `${outer}${scope}/`;
    try {
      return build();
    } finally {
      this.scope = outer;
    }
  }

  /** All that were added so far: each after those whose outputs it takes. */
  get built(): readonly BuiltNode[] {
    return this.nodes;
  }

  /** Whether it is an input or a constant of two dimensions. */
  isMatrix(value: Value): boolean {
    const known = [...this.inputs, ...this.initializers].find(({ name }) => name === value);
    return known?.dimensions.length === 2;
  }

  /** Adds a node with one output. */
  node(operator: Operator, name: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return this.nodeOf(operator, [this.define(name)], inputs, attributes);
  }

  /** Adds a node with several outputs, of the names given; `NONE` leaves one out. */
  nodeWithOutputs<const Names extends readonly string[]>(
    operator: Operator,
    names: Names,
    inputs: readonly Value[],
    attributes: Attributes = {},
  ): { readonly [Index in keyof Names]: Value } {
    const outputs = names.map((name) => (name === NONE ? NONE : this.define(name)));
    this.nodeOf(operator, outputs, inputs, attributes);
    return outputs as { readonly [Index in keyof Names]: Value };
  }

  /** A vector or matrix in the graph itself; `dimensions` is the vector's length where it is not given. */
  floats(name: string, values: Float32Array, dimensions: readonly number[] = [values.length]): Value {
    return this.storedFloats(name, dimensions, bytesOf(values));
  }

  /** A vector of whole numbers. */
  integers(name: string, values: readonly number[]): Value {
    return this.initializer(name, DataType.Int64, [values.length], bytesOf(BigInt64Array.from(values, BigInt)));
  }

  /** A whole number by itself. */
  integer(name: string, value: number): Value {
    return this.initializer(name, DataType.Int64, [], bytesOf(BigInt64Array.of(BigInt(value))));
  }

  /** A vector of small whole numbers, from 0 to 255. */
  bytes(name: string, values: Uint8Array): Value {
    return this.initializer(name, DataType.Uint8, [values.length], values);
  }

  /** Float32 in the external data, which several may share, or in the graph itself. */
  storedFloats(name: string, dimensions: readonly number[], data: Tensor['data']): Value {
    return this.fromSingle(name, (single) => this.initializer(single, DataType.Float, dimensions, data));
  }

  /** A tensor of whole numbers in the external data, or in the graph itself. */
  stored(
    name: string,
    type: DataType.Uint8 | DataType.Int8,
    dimensions: readonly number[],
    data: Tensor['data'],
  ): Value {
    return this.initializer(name, type, dimensions, data);
  }

  input(name: string, type: DataType, dimensions: readonly (number | string)[]): Value {
    const value = this.define(name);
    this.inputs.push({ name: value, type, dimensions });
    return value;
  }

  /** An input that several parts of the graph take, whatever their scopes: made once. */
  sharedInput(name: string, type: DataType, dimensions: readonly (number | string)[]): Value {
    if (!this.names.has(name)) {
      this.inputs.push({ name, type, dimensions });
      this.names.add(name);
    }
    return name as Value;
  }

  /** Floats as the graph has them, from a value in float32, which gets another name where it is not the same. */
  fromSingle(name: string, single: (name: string) => Value): Value {
    if (this.floatType === DataType.Float) return single(name);
    return this.node('Cast', name, [single(`${name}/single`)], { to: this.floatType });
  }

  /** Makes floats an output, in float32; as the graph has them, they get another name where that is not the same. */
  singleOutput(
    name: string,
    floats: (name: string) => Value,
    dimensions: readonly (number | string)[],
  ): { readonly floats: Value; readonly single: Value } {
    const isSingle = this.floatType === DataType.Float;
    const given = floats(isSingle ? name : `${name}/half`);
    const single = isSingle ? given : this.node('Cast', name, [given], { to: DataType.Float });
    this.output(single, DataType.Float, dimensions);
    return { floats: given, single };
  }

  /** Makes a value an output, under the name that it has. */
  output(value: Value, type: DataType, dimensions: readonly (number | string)[]): void {
    this.outputs.push({ name: value, type, dimensions });
  }

  /** The .onnx file's bytes. */
  encode(name: string): Uint8Array {
    const { nodes, initializers, inputs, outputs } = this;
    return encodeModel({
      irVersion: 8,
      producer: 'explore-solutions',
      operatorSets: { '': 14, 'com.microsoft': 1 },
      graph: { name, nodes, initializers, inputs, outputs },
    });
  }

  private nodeOf(
    operator: Operator,
    outputs: readonly Value[],
    inputs: readonly Value[],
    attributes: Attributes,
  ): Value {
    const [first] = outputs;
    if (!first) throw new RangeError(`${operator} needs an output`);
    this.nodes.push({ name: first, operator, domain: domains[operator], inputs, outputs, attributes });
    return first;
  }

  private initializer(name: string, type: DataType, dimensions: readonly number[], data: Tensor['data']): Value {
    const value = this.define(name);
    this.initializers.push({ name: value, type, dimensions, data });
    return value;
  }

  private define(name: string): Value {
    const full = `${this.scope}${name}`;
    if (this.names.has(full)) throw new RangeError(`the graph has two values named ${full}`);
    this.names.add(full);
    return full as Value;
  }
}
