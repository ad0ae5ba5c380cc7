import type { Node } from '@vscode/tree-sitter-wasm';
import { namedChildren } from './dialect.js';

/** A value as it stands in code, as far as it can be varied. */
export type Literal =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  /** `None`, `null`, `undefined`. */
  | { readonly kind: 'nothing'; readonly text: string }
  | { readonly kind: 'list'; readonly form: ListForm; readonly items: readonly Literal[] }
  /** Other code that needs no name. */
  | { readonly kind: 'other'; readonly text: string };

export type ListForm = 'list' | 'tuple';

const numbers = /^(integer|float|number)$/;
const nothings = /^(none|null|undefined)$/;
const named = ['identifier', 'shorthand_property_identifier', 'this', 'call', 'call_expression', 'lambda', 'ERROR'];

/** What an expression of Python, JavaScript or TypeScript says, or null where it needs names of its surroundings. */
export function readLiteral(node: Node): Literal | null {
  const { type, text } = node;
  if (numbers.test(type) || (/^unary_(operator|expression)$/.test(type) && /^-\s*[\d.]+$/.test(text))) {
    return { kind: 'number', text };
  }
  if (nothings.test(type)) return { kind: 'nothing', text };
  const items = namedChildren(node).filter((child) => child.type !== 'comment');
  if (type === 'list' || type === 'array' || type === 'tuple') {
    const read = items.map(readLiteral);
    const form = type === 'tuple' ? 'tuple' : 'list';
    return read.every((item) => item !== null) ? { kind: 'list', form, items: read } : null;
  }
  const plain = type === 'string' ? /^(['"])([^\\\n]*)\1$/s.exec(text)?.[2] : undefined;
  if (plain !== undefined && !/^(""|'')/.test(text.slice(1))) return { kind: 'string', value: plain };
  // Functions have parameters, which are names too.
  const needsNames = named.includes(type) || node.descendantsOfType(named).length > 0;
  return node.hasError || needsNames ? null : { kind: 'other', text };
}

/** The literal as code of the language that it was read from. */
export function codeOf(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return JSON.stringify(literal.value);
    case 'list': {
      const items = literal.items.map(codeOf).join(', ');
      if (literal.form === 'list') return `[${items}]`;
      return literal.items.length === 1 ? `(${items},)` : `(${items})`;
    }
    default:
      return literal.text;
  }
}
