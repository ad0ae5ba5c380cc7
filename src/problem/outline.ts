import type { TextRange } from '../core/domain.js';

/**
 * What the rest of this room knows of a text: plain data read from the syntax tree, so that nobody else touches
 * trees (whose memory must be freed by hand) or knows a grammar's node types. Offsets are UTF-16 code units.
 */
export interface Outline {
  readonly text: string;
  /** The tree's leaves in order, without comments and docstrings; Python's indentation as `{` and `}`. */
  readonly tokens: readonly Token[];
  readonly comments: readonly TextRange[];
  /** String and template literals that span lines: indentation inside them is content. */
  readonly multilineStrings: readonly TextRange[];
  /** Where the parser met what it did not expect, or missed what it did. */
  readonly errors: readonly TextRange[];
  /** In the order of their starts, so an outer function comes before the ones inside. */
  readonly functions: readonly FunctionSite[];
  /** The top-level statements, in order. */
  readonly statements: readonly Statement[];
  /** Where the first import of a text without imports goes: after what must come first. */
  readonly importPosition: number;
}

export interface Token extends TextRange {
  readonly text: string;
}

/** A function with a name, where it stands. */
export interface FunctionSite extends TextRange {
  readonly name: string;
  /** Where decorators and `export` end and the function itself begins. */
  readonly core: number;
  /** Where `async` would be put. */
  readonly asyncAt: number;
  readonly isAsync: boolean;
  readonly parameters: Parameters;
  /** Python: from after the colon. JavaScript: the block with its braces, or an arrow function's expression. */
  readonly body: TextRange & { readonly form: 'suite' | 'block' | 'expression' };
  readonly docstring: TextRange | null;
  /** The body says only that there is none yet: `pass`, a docstring, `throw new Error('not implemented')`. */
  readonly isStub: boolean;
  readonly hasError: boolean;
  /** The class whose member it directly is. */
  readonly owner: { readonly name: string; readonly headEnd: number; readonly start: number } | null;
  /** The statement around it that new top-level code would be put in front of: itself, or its class. */
  readonly anchor: number;
}

export interface Parameters extends TextRange {
  /** `x`, `*rest`, `{a,b}`; without types and default values. */
  readonly names: readonly string[];
  /** The default value of each, null where it has none. */
  readonly defaults: readonly (string | null)[];
}

/** A top-level statement and what it gives the file. */
export interface Statement extends TextRange {
  readonly kind: 'import' | 'definition' | 'other';
  /** The names a definition binds. */
  readonly names: readonly string[];
  /** What an import brings; empty for an import for side effects. */
  readonly imports: readonly ImportedName[];
}

/** One name that an import brings. */
export interface ImportedName {
  /** As written: `os.path`, `./util.js`. */
  readonly module: string;
  /** The name there; `default` and `*` mean what they mean in JavaScript, null is the Python module itself. */
  readonly imported: string | null;
  /** The name here; what code that uses it begins with. */
  readonly local: string;
  readonly typeOnly: boolean;
}

/** All names that some tokens use; a member of `self`, `cls` or `this` has a dot before it. */
export function namesUsed(outline: Outline, ranges: readonly TextRange[]): ReadonlySet<string> {
  const used = new Set<string>();
  outline.tokens.forEach((token, index) => {
    if (!/^[\p{L}_$#]/u.test(token.text) || !ranges.some((range) => contains(range, token))) return;
    if (outline.tokens[index - 1]?.text !== '.') used.add(token.text);
    else if (/^(self|cls|this)$/.test(outline.tokens[index - 2]?.text ?? '')) used.add(`.${token.text}`);
  });
  return used;
}

export function contains(outer: TextRange, inner: TextRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Where the comments that stand directly above `start` begin; `start` itself where there are none. */
export function leadingCommentStart(outline: Outline, start: number): number {
  let at = start;
  for (const comment of [...outline.comments].reverse()) {
    if (comment.end > at) continue;
    const between = outline.text.slice(comment.end, at);
    const before = outline.text.slice(outline.text.lastIndexOf('\n', comment.start - 1) + 1, comment.start);
    if (!/^[ \t]*\r?\n[ \t]*$/.test(between) || before.trim() !== '') break;
    at = comment.start;
  }
  return at;
}
