import type { Architecture } from '../architectures/architecture.js';
import type { GraphBuilder, Value } from './builder.js';

/**
 * Shapes that all layers share, computed once a run from the inputs' sizes: b rows, t new tokens each, P columns of
 * the prefix, C columns of each row's past; H query heads in groups of G over KV heads of hd dimensions.
 */
export interface Shapes {
  /** [b*t] */
  readonly tokens: Value;
  /** [b*t, 1, D] */
  readonly residual: Value;
  /** [b*t, 1] */
  readonly tokenPositions: Value;
  /** [b*t, KV, G*hd] */
  readonly queryGroups: Value;
  /** [KV, 1, b*t*G, hd]: the queries of a KV head over all rows, to meet the one prefix. */
  readonly pooledQueries: Value;
  /** [KV, b, t*G, hd]: the same a row, to meet its own columns. */
  readonly ownQueries: Value;
  /** [b, t, KV, hd] */
  readonly keyHeads: Value;
  /** [KV, b, t*G, P] */
  readonly prefixScores: Value;
  /** [KV, 1, b*t*G, P] */
  readonly pooledScores: Value;
  /** (P, C, t): where the joined scores are split. */
  readonly columns: Value;
  /** [KV, b*t, G*hd] */
  readonly outputGroups: Value;
  /** [b*t, 1, H*hd] */
  readonly output: Value;
  /** [1, b, t, 1, P+C+t], [1, b, t, G, P+C+t] and [1, b, t*G, P+C+t]: the bias for all queries of a group. */
  readonly bias: Value;
  readonly biasOfGroup: Value;
  readonly biasOfQueries: Value;
  /** [b, t, D] */
  readonly hidden: Value;
}

export function shapesOf(
  builder: GraphBuilder,
  architecture: Architecture,
  inputs: { readonly inputIds: Value; readonly prefixValue: Value; readonly pastValue: Value },
): Shapes {
  const { heads, kvHeads, headDim, width } = architecture;
  const size = (name: string, of: Value, axis: number) => {
    const shape = builder.node('Shape', `shapes/${name}/of`, [of]);
    return builder.node('Gather', `shapes/${name}`, [shape, builder.integers(`shapes/${name}/axis`, [axis])]);
  };
  const constant = (name: string, value: number) => builder.integers(`shapes/${name}`, [value]);
  const product = (name: string, a: Value, b: Value) => builder.node('Mul', `shapes/${name}`, [a, b]);
  const shape = (name: string, ...sizes: readonly Value[]) =>
    builder.node('Concat', `shapes/${name}`, sizes, { axis: 0 });

  const b = size('b', inputs.inputIds, 0);
  const t = size('t', inputs.inputIds, 1);
  const P = size('P', inputs.prefixValue, 2);
  const C = size('C', inputs.pastValue, 2);
  const one = constant('1', 1);
  const D = constant('D', width);
  const KV = constant('KV', kvHeads);
  const G = constant('G', heads / kvHeads);
  const hd = constant('hd', headDim);
  const groupWidth = constant('G*hd', (heads / kvHeads) * headDim);
  const allHeads = constant('H*hd', heads * headDim);
  const columns = builder.node('Add', 'shapes/P+C+t', [builder.node('Add', 'shapes/P+C', [P, C]), t]);
  const tokens = product('b*t', b, t);
  const queries = product('t*G', t, G);
  const pooled = product('b*t*G', tokens, G);

  return {
    tokens,
    residual: shape('residual', tokens, one, D),
    tokenPositions: shape('token_positions', tokens, one),
    queryGroups: shape('query_groups', tokens, KV, groupWidth),
    pooledQueries: shape('pooled_queries', KV, one, pooled, hd),
    ownQueries: shape('own_queries', KV, b, queries, hd),
    keyHeads: shape('key_heads', b, t, KV, hd),
    prefixScores: shape('prefix_scores', KV, b, queries, P),
    pooledScores: shape('pooled_scores', KV, one, pooled, P),
    columns: shape('columns', P, C, t),
    outputGroups: shape('output_groups', KV, tokens, groupWidth),
    output: shape('output', tokens, one, allHeads),
    bias: shape('bias', one, b, t, one, columns),
    biasOfGroup: shape('bias_of_group', one, b, t, G, columns),
    biasOfQueries: shape('bias_of_queries', one, b, queries, columns),
    hidden: shape('hidden', b, t, D),
  };
}
