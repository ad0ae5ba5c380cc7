import type { GraphBuilder, Value } from './builder.js';
import type { GraphTarget } from './device.js';

/** How many of the most probable tokens the graph puts in order. Seldom is one drawn that is not among them. */
export const TOP_TOKENS = 128;

/** Tokens that are looked at together at first. */
const GROUP = 64;

/**
 * Nodes that a GPU must leave to the CPU, where they are: to sort there takes a hundred passes over what is sorted, with
 * a launch for each, and what is left to be sorted here is little.
 */
export const CPU_NODES: readonly string[] = ['top_groups/best', 'top_probabilities'];

/**
 * The most probable tokens of probabilities [n, 1, V], in order, equal ones from the lowest token on: `top_probabilities`
 * and `top_tokens`, both [n, 1, K].
 *
 * On a GPU the vocabulary is passed over once: among the most probable K tokens are only those of the K groups whose best
 * token is most probable, and where several are equal, of the lowest such groups.
 */
export function topTokens(
  builder: GraphBuilder,
  probabilities: Value,
  vocabulary: number,
  target: GraphTarget,
): { readonly probabilities: Value; readonly tokens: Value; readonly count: number } {
  const count = Math.min(TOP_TOKENS, vocabulary);
  const groups = vocabulary / GROUP;
  const inGroups = target !== 'cpu' && Number.isInteger(groups) && groups > TOP_TOKENS;
  const counts = builder.integers('top_tokens/count', [count]);
  const top = <const Names extends readonly [string, string]>(names: Names, x: Value, largest: 0 | 1) =>
    builder.nodeWithOutputs('TopK', names, [x, counts], { axis: -1, largest, sorted: 1 });
  if (!inGroups) {
    const [values, tokens] = top(['top_probabilities', 'top_tokens'], probabilities, 1);
    return { probabilities: values, tokens, count };
  }

  const node = builder.node.bind(builder);
  const integers = (name: string, ...values: number[]) => builder.integers(`top_groups/${name}`, values);
  const grouped = node('Reshape', 'top_groups/all', [probabilities, integers('all/shape', -1, groups, GROUP)]);
  const best = node('ReduceMax', 'top_groups/largest', [grouped], { axes: [2], keepdims: 0 });
  const [, unordered] = top(['top_groups/best', 'top_groups/unordered'], best, 1);
  const [chosen] = top(['top_groups/chosen', 'top_groups/order'], unordered, 0);
  const indices = node('Unsqueeze', 'top_groups/indices', [chosen, integers('axis', 2)]);
  const members = node('GatherND', 'top_groups/members', [grouped, indices], { batch_dims: 1 });
  const joined = node('Reshape', 'top_groups/joined', [members, integers('joined/shape', -1, 1, count * GROUP)]);
  const [values, places] = top(['top_probabilities', 'top_groups/places'], joined, 1);

  const size = integers('size', GROUP);
  const rows = node('Unsqueeze', 'top_groups/rows', [chosen, integers('rows/axis', 1)]);
  const which = node('Div', 'top_groups/which', [places, size]);
  const group = node('GatherElements', 'top_groups/of_token', [rows, which], { axis: 2 });
  const first = node('Mul', 'top_groups/first', [group, size]);
  const tokens = node('Add', 'top_tokens', [first, node('Mod', 'top_groups/place', [places, size])]);
  return { probabilities: values, tokens, count };
}
