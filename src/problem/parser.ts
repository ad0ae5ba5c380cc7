import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { Language, type Node, Parser, type TreeCursor } from '@vscode/tree-sitter-wasm';
import type { TextRange } from '../core/domain.js';
import { ExplainedError } from '../core/errors.js';
import { type Call, callsIn } from './calls.js';
import type { Dialect } from './dialect.js';
import { ecmascript } from './ecmascript.js';
import { formOf, type TreeForm } from './form.js';
import { type Grammar, grammars } from './languages.js';
import { contains, type Outline, type Token } from './outline.js';
import { python } from './python.js';

/** The grammar files are not where they should be, or are not what they should be. */
export class GrammarsUnusableError extends ExplainedError {
  readonly nextStep = l10n.t('Install the program again; in a clone of the repository, run `npm run build`.');
}

export const dialects: Readonly<Record<Grammar, Dialect>> = {
  python,
  javascript: ecmascript,
  typescript: ecmascript,
  tsx: ecmascript,
};

/** tree-sitter with the grammars of the languages that are understood. */
export class CodeParser {
  private constructor(private readonly parsers: ReadonlyMap<Grammar, Parser>) {}

  /**
   * @param folder holds `tree-sitter.wasm` and one `tree-sitter-NAME.wasm` a grammar
   * @throws GrammarsUnusableError
   */
  static async load(folder: string): Promise<CodeParser> {
    try {
      await Parser.init({ locateFile: (file) => path.join(folder, file) });
      const entries = grammars.map(async (grammar): Promise<[Grammar, Parser]> => {
        const language = await Language.load(await readFile(path.join(folder, `tree-sitter-${grammar}.wasm`)));
        return [grammar, new Parser().setLanguage(language)];
      });
      return new CodeParser(new Map(await Promise.all(entries)));
    } catch (cause) {
      throw new GrammarsUnusableError(l10n.t('The grammars in {0} could not be loaded.', folder), { cause });
    }
  }

  outline(grammar: Grammar, text: string): Outline {
    return this.read(grammar, text, (root, dialect) => ({
      text,
      ...leaves(root, dialect, [{ start: 0, end: text.length }]),
      functions: dialect.functions(root, text),
      statements: dialect.statements(root),
      importPosition: dialect.importPosition(root, text),
    }));
  }

  /** The tokens in some ranges of a text, for less than a whole outline costs, and whether all of the text parses. */
  tokensIn(
    grammar: Grammar,
    text: string,
    ranges: readonly TextRange[],
  ): { readonly tokens: readonly Token[]; readonly hasError: boolean } {
    return this.read(grammar, text, (root, dialect) => {
      const { tokens } = leaves(root, dialect, ranges);
      return {
        tokens: tokens.filter((token) => ranges.some((range) => contains(range, token))),
        hasError: root.hasError,
      };
    });
  }

  /** What the code in some ranges of a text looks like. */
  form(grammar: Grammar, text: string, ranges: readonly TextRange[]): TreeForm {
    return this.read(grammar, text, (root, dialect) => {
      const { tokens } = leaves(root, dialect, ranges);
      const inside = tokens.filter((token) => ranges.some((range) => contains(range, token)));
      return formOf(root, dialect.form, inside, ranges, text);
    });
  }

  /** The calls of a function in a text, as far as they say all that they are given. */
  calls(grammar: Grammar, text: string, name: string): readonly Call[] {
    return this.read(grammar, text, (root) => callsIn(root, name));
  }

  private read<T>(grammar: Grammar, text: string, use: (root: Node, dialect: Dialect) => T): T {
    const tree = this.parsers.get(grammar)?.parse(text);
    if (!tree) throw new TypeError(`no tree for ${grammar}`);
    try {
      return use(tree.rootNode, dialects[grammar]);
    } finally {
      tree.delete();
    }
  }
}

type Leaves = Pick<Outline, 'tokens' | 'comments' | 'multilineStrings' | 'errors'>;

/** Literal text may hold nodes (escape sequences) with nothing between them in the tree: it is one leaf. */
const atomic = /^(string_content|string_fragment|jsx_text|regex_pattern)$/;
const strings = /^(string|template_string)$/;

function leaves(root: Node, dialect: Dialect, within: readonly TextRange[]): Leaves {
  const tokens: Token[] = [];
  const comments: TextRange[] = [];
  const multilineStrings: TextRange[] = [];
  const errors: TextRange[] = [];
  const visit = (cursor: TreeCursor) => {
    const { startIndex: start, endIndex: end } = cursor;
    if (!within.some((range) => start <= range.end && range.start <= end)) return;
    const type = cursor.nodeType;
    if (type === 'ERROR' || cursor.nodeIsMissing) errors.push({ start, end });
    if (type === 'comment') {
      comments.push({ start, end });
      return;
    }
    if (type === 'expression_statement' && dialect.isDocstring(cursor.currentNode)) return;
    if (strings.test(type) && cursor.startPosition.row !== cursor.endPosition.row)
      multilineStrings.push({ start, end });
    const indented = type === dialect.indentedBlock;
    if (indented) tokens.push({ start, end: start, text: '{' });
    if (!atomic.test(type) && cursor.gotoFirstChild()) {
      do visit(cursor);
      while (cursor.gotoNextSibling());
      cursor.gotoParent();
    } else if (end > start && !indented) tokens.push({ start, end, text: cursor.nodeText });
    if (indented) tokens.push({ start: end, end, text: '}' });
  };
  const cursor = root.walk();
  try {
    visit(cursor);
  } finally {
    cursor.delete();
  }
  return { tokens, comments, multilineStrings, errors };
}
