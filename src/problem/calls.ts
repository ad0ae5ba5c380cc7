import type { Node } from '@vscode/tree-sitter-wasm';
import { descendants, namedChildren } from './dialect.js';
import { codeOf, type Literal, readLiteral } from './literals.js';

/** What a function is called with; a name where Python's code gives one. */
export interface Argument {
  readonly name: string | null;
  readonly value: Literal;
}

/** The arguments of a call. */
export type Call = readonly Argument[];

/** The calls of a function by its name, or of a module's member of that name, whose arguments need no other name. */
export function callsIn(root: Node, name: string): Call[] {
  return descendants(root, ['call', 'call_expression']).flatMap((node) => {
    const called = node.childForFieldName('function');
    const given = node.childForFieldName('arguments');
    if (!called || !given || !/^(arguments|argument_list)$/.test(given.type) || !isNamed(called, name)) return [];
    const read = namedChildren(given)
      .filter((child) => child.type !== 'comment')
      .map(readArgument);
    return read.every((argument) => argument !== null) ? [read] : [];
  });
}

/** Arguments as code, without the brackets. */
export function argumentsCode(call: Call): string {
  return call.map(({ name, value }) => (name === null ? '' : `${name}=`) + codeOf(value)).join(', ');
}

function isNamed(called: Node, name: string): boolean {
  if (called.type === 'identifier') return called.text === name;
  const object = called.childForFieldName('object');
  const member = called.childForFieldName('attribute') ?? called.childForFieldName('property');
  return object?.type === 'identifier' && member?.text === name;
}

function readArgument(node: Node): Argument | null {
  const keyword = node.type === 'keyword_argument';
  const name = keyword ? (node.childForFieldName('name')?.text ?? null) : null;
  const given = keyword ? node.childForFieldName('value') : node;
  if (!given || /spread|splat/.test(given.type)) return null;
  const value = readLiteral(given);
  return value && { name, value };
}
