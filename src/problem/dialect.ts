import type { Node } from '@vscode/tree-sitter-wasm';
import type { FunctionSite, ImportedName, Statement } from './outline.js';

/** What differs between languages that have a grammar. One object a language; everything else is shared. */
export interface Dialect {
  /** Nodes that the outline's tokens put between `{` and `}`: blocks that only indentation shows. */
  readonly indentedBlock: string | null;
  functions(root: Node, text: string): FunctionSite[];
  statements(root: Node): Statement[];
  /** Whether a node is documentation only. */
  isDocstring(node: Node): boolean;
  /** Code around a bare class member (or object member), so that it can be parsed alone. */
  readonly memberWrappers: readonly { readonly open: string; readonly close: string }[];
  /** Import statements, without line ends, in the way `file` writes them. */
  renderImports(names: readonly ImportedName[], file: { readonly path: string; readonly source: string }): string[];
  /** Where the first import of a file without imports goes: after what must come first. */
  importPosition(root: Node, text: string): number;
  /** Blank lines between top-level definitions. */
  readonly blankLines: number;
  /** Indentation where a file shows none. */
  readonly indentation: string;
  /** What follows a function in an answer without being part of it: demonstrations. */
  readonly stopStrings: readonly string[];
  /** What `form.ts` looks for in a tree. */
  readonly form: FormNodes;
  /** Stands for a body that is left out. */
  readonly ellipsis: string;
}

/** Types of nodes. */
export interface FormNodes {
  readonly loops: readonly string[];
  readonly branches: readonly string[];
  /** What binds names, and the field that holds them; null where the whole node does. */
  readonly binders: readonly (readonly [type: string, field: string | null])[];
  /** Where an identifier is the name of something else's part: a member, a keyword. */
  readonly members: readonly (readonly [type: string, field: string])[];
}

/** A child that the grammar promises. */
export function field(node: Node, name: string): Node {
  const child = node.childForFieldName(name);
  if (!child) throw new TypeError(`a ${node.type} without ${name}`);
  return child;
}

export function namedChildren(node: Node): Node[] {
  return node.namedChildren.filter((child): child is Node => child !== null);
}

export function children(node: Node): Node[] {
  return node.children.filter((child): child is Node => child !== null);
}

export function descendants(node: Node, types: readonly string[]): Node[] {
  return node.descendantsOfType([...types]).filter((one): one is Node => one !== null);
}
