import type { Architecture } from '../architectures/architecture.js';
import type { GraphBuilder, Value } from './builder.js';

/**
 * Shapes that all layers share, computed once a run from the inputs' sizes: b rows, t new tokens each, P columns of
 * the prefix, S columns of each row's past, T = S + t; H query heads in groups of G over KV heads of hd dimensions.
 */
export interface AttentionShapes {
  /** [b, t, H, hd] */
  readonly queryHeads: Value;
  /** [b, t, KV, hd] */
  readonly keyHeads: Value;
  /** [b, KV, G*t, hd]: the queries of a KV head side by side. */
  readonly groupedQueries: Value;
  /** [KV, b*G*t, hd]: the same over all rows, to meet the one prefix. */
  readonly pooledQueries: Value;
  /** [KV, b*G*t, P] */
  readonly pooledScores: Value;
  /** [KV, b, G*t, P] */
  readonly prefixScores: Value;
  /** [KV, b, G*t, hd] */
  readonly prefixOutput: Value;
  /** [b, KV, G, t, P+T], to which the bias [b, 1, 1, t, P+T] is added. */
  readonly biasedScores: Value;
  /** [b, KV, G*t, P+T] */
  readonly joinedScores: Value;
  /** (P, T): where the joined scores are split. */
  readonly prefixAndSuffix: Value;
  /** [b, H, t, hd] */
  readonly outputHeads: Value;
  /** [b, t, H*hd] */
  readonly output: Value;
}

export function attentionShapes(
  builder: GraphBuilder,
  architecture: Architecture,
  inputs: { readonly inputIds: Value; readonly prefixKey: Value; readonly pastKey: Value },
): AttentionShapes {
  const { heads, kvHeads, headDim } = architecture;
  const size = (name: string, of: Value, axis: number) => {
    const shape = builder.node('Shape', `shapes/${name}/of`, [of]);
    return builder.node('Gather', `shapes/${name}`, [shape, builder.integers(`shapes/${name}/axis`, [axis])]);
  };
  const constant = (name: string, value: number) => builder.integers(`shapes/${name}`, [value]);
  const shape = (name: string, ...sizes: readonly Value[]) =>
    builder.node('Concat', `shapes/${name}`, sizes, { axis: 0 });

  const b = size('b', inputs.inputIds, 0);
  const t = size('t', inputs.inputIds, 1);
  const P = size('P', inputs.prefixKey, 2);
  const S = size('S', inputs.pastKey, 2);
  const H = constant('H', heads);
  const KV = constant('KV', kvHeads);
  const G = constant('G', heads / kvHeads);
  const hd = constant('hd', headDim);
  const width = constant('H*hd', heads * headDim);
  const T = builder.node('Add', 'shapes/T', [S, t]);
  const columns = builder.node('Add', 'shapes/P+T', [P, T]);
  const queries = builder.node('Mul', 'shapes/G*t', [G, t]);
  const pooled = builder.node('Mul', 'shapes/b*G*t', [b, queries]);

  return {
    queryHeads: shape('query_heads', b, t, H, hd),
    keyHeads: shape('key_heads', b, t, KV, hd),
    groupedQueries: shape('grouped_queries', b, KV, queries, hd),
    pooledQueries: shape('pooled_queries', KV, pooled, hd),
    pooledScores: shape('pooled_scores', KV, pooled, P),
    prefixScores: shape('prefix_scores', KV, b, queries, P),
    prefixOutput: shape('prefix_output', KV, b, queries, hd),
    biasedScores: shape('biased_scores', b, KV, G, t, columns),
    joinedScores: shape('joined_scores', b, KV, queries, columns),
    prefixAndSuffix: shape('prefix_and_suffix', P, T),
    outputHeads: shape('output_heads', b, H, t, hd),
    output: shape('output', b, t, width),
  };
}
