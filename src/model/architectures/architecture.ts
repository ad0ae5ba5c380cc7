/** What is peculiar to an architecture; all share one decoder graph. */
export interface ArchitectureFamily {
  /** As `general.architecture` in the file. */
  readonly name: string;
  /**
   * How the rows of the query and key projections are ordered within a head. The graph turns pairs of dimensions
   * (i, i + headDim/2), `halves`; where the file has such pairs side by side, `interleaved`, they are moved apart.
   */
  readonly rotaryRows: 'interleaved' | 'halves';
  /** Whether the query, key and value projections have biases. */
  readonly attentionBias: boolean;
}

/** A family with one model's sizes. */
export interface Architecture extends ArchitectureFamily {
  readonly layers: number;
  /** Heads of the queries; a multiple of `kvHeads`. */
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** D: the length of a hidden state. */
  readonly width: number;
  /** The inner width of the feed-forward network. */
  readonly feedForward: number;
  readonly vocabulary: number;
  readonly contextLength: number;
  readonly normEpsilon: number;
  /** The base theta of the rotary embedding's frequencies. */
  readonly rotaryBase: number;
  /** Whether the embedding's matrix is the lm_head's, too. */
  readonly tiedHead: boolean;
}
