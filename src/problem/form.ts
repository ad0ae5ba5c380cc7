import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextRange } from '../core/domain.js';
import { descendants, type FormNodes } from './dialect.js';
import { contains, type Token } from './outline.js';

/** What some code looks like. */
export interface TreeForm {
  /** That hold code: no comments, documentation or empty lines. */
  readonly lines: number;
  readonly loops: number;
  readonly branches: number;
  /** Equal for code that differs only in local names, white space and comments. */
  readonly skeleton: string;
}

/** @param tokens of the ranges */
export function formOf(
  root: Node,
  nodes: FormNodes,
  tokens: readonly Token[],
  ranges: readonly TextRange[],
  text: string,
): TreeForm {
  const inside = (types: readonly string[]) =>
    descendants(root, types).filter((node) =>
      ranges.some((range) => contains(range, { start: node.startIndex, end: node.endIndex })),
    );
  return {
    lines: linesOf(tokens, text),
    loops: inside(nodes.loops).length,
    branches: inside(nodes.branches).length,
    skeleton: skeletonOf(inside, nodes, tokens),
  };
}

function linesOf(tokens: readonly Token[], text: string): number {
  const starts = tokens.filter(({ start, end }) => end > start).map(({ start }) => text.lastIndexOf('\n', start - 1));
  return new Set(starts).size;
}

function skeletonOf(
  inside: (types: readonly string[]) => Node[],
  { binders, members }: FormNodes,
  tokens: readonly Token[],
): string {
  const bound = new Set(
    binders.flatMap(([type, field]) =>
      inside([type])
        .map((node) => (field === null ? node : node.childForFieldName(field)))
        .flatMap((holder) => (holder ? namesIn(holder) : [])),
    ),
  );
  const elsewhere = new Set(
    members.flatMap(([type, field]) => inside([type]).map((node) => node.childForFieldName(field)?.startIndex)),
  );
  const names = new Set(inside(['identifier']).map(({ startIndex }) => startIndex));
  const numbers = new Map<string, number>();
  const normalised = tokens.map(({ text, start }) => {
    if (!bound.has(text) || !names.has(start) || elsewhere.has(start)) return text;
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    // No token of a language looks like this.
    return `\0${numbers.get(text)}`;
  });
  return normalised.join(' ');
}

function namesIn(holder: Node): string[] {
  // What is assigned to a part of something binds nothing.
  if (/^(attribute|subscript|member_expression|subscript_expression)$/.test(holder.type)) return [];
  const found = holder.type === 'identifier' ? [holder] : descendants(holder, ['identifier']);
  return found.map(({ text }) => text);
}
