import type { Metadata } from './metadata.js';

/** What is known of models of one name; the graph knows none of these names. */
export interface ArchitectureFamily {
  /** As `general.architecture` in the file. */
  readonly name: string;
  /** Tensors that such files may have and that are not needed, because of what `describe` says. */
  readonly unusedTensors?: readonly string[];
  /**
   * The architecture of one model.
   *
   * @throws a `ModelFileError` where the file lacks something, or the model has something that the graph lacks
   */
  describe(metadata: Metadata): Architecture;
}

/** All that the decoder graph needs to know of a model beside its numbers. */
export interface Architecture extends Sizes {
  readonly name: string;
  readonly normEpsilon: number;
  /** The embedding is multiplied by this. */
  readonly embeddingScale: number;
  /** How the rows of the query and key projections are ordered within a head. */
  readonly rotaryRows: RotaryRows;
  /** Of a head's dimensions, as many as the rotary embedding turns; even. */
  readonly rotaryDimensions: number;
  /** The products of queries and keys are multiplied by this. */
  readonly attentionScale: number;
  /** The scaled scores s become c * tanh(s / c). */
  readonly attentionSoftCap: number | undefined;
  readonly activation: Activation;
  /** The logits l become c * tanh(l / c). */
  readonly logitSoftCap: number | undefined;
  /** Whether the embedding's matrix is the lm_head's, too. */
  readonly tiedHead: boolean;
  readonly layers: readonly Layer[];
}

export interface Sizes {
  /** Heads of the queries; a multiple of `kvHeads`. */
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** D: the length of a hidden state. */
  readonly width: number;
  /** The inner width of the feed-forward network. */
  readonly feedForward: number;
  readonly vocabulary: number;
  /** Positions that the graph has. */
  readonly contextLength: number;
}

/**
 * Which of a head's first r = `rotaryDimensions` dimensions are turned together: (0, 1), (2, 3), …, `interleaved`, or
 * (0, r/2), (1, r/2 + 1), …, `halves`.
 */
export type RotaryRows = 'interleaved' | 'halves';

/** What is applied to the feed-forward network's gate: x * sigmoid(x), or the tanh form of GELU. */
export type Activation = 'silu' | 'gelu';

/** What one layer does, and the names of its tensors; norms are named by their gains' tensors. */
export interface Layer {
  readonly attentionNorm: string;
  readonly query: ProjectionSource;
  readonly key: ProjectionSource;
  readonly value: ProjectionSource;
  readonly output: ProjectionSource;
  /** Norms of each head's query and key, before they are turned. */
  readonly headNorms: { readonly query: string; readonly key: string } | undefined;
  /** How queries and keys are turned by position; undefined: not at all. Layers that turn alike share the object. */
  readonly rotary: Rotary | undefined;
  /** A token sees as many tokens, itself among them; undefined: all before it. */
  readonly window: number | undefined;
  readonly feedForwardNorm: string;
  readonly gate: ProjectionSource;
  readonly up: ProjectionSource;
  readonly down: ProjectionSource;
  /** Norms of what the two sublayers computed, before it is added to the residual stream. */
  readonly postNorms: { readonly attention: string; readonly feedForward: string } | undefined;
}

/** A projection's tensors: its own, or rows that follow each other in one that several projections share. */
export type ProjectionSource =
  | { readonly weight: string; readonly bias: string | undefined }
  | { readonly fused: string; readonly firstRow: number; readonly allRows: number };

/**
 * The rotary embedding (Su et al. 2021, RoFormer): pair i of r/2 is turned by the angle
 * position / positionDivisor * base^(-2i / r) / (the pair's frequency divisor).
 */
export interface Rotary {
  readonly base: number;
  readonly positionDivisor: number;
  /** The tensor with the frequency divisors [r / 2]; undefined: 1 for all. */
  readonly frequencyDivisors: string | undefined;
  /** What is turned is also multiplied by this. */
  readonly magnitude: number;
}
