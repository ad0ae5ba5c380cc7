import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { Language, type Node, Parser } from '@vscode/tree-sitter-wasm';
import {
  ExampleGrammarError,
  type ExampleProblem,
  ExamplesUnsupportedError,
  UnreadableExamplesError,
} from './errors.js';
import type { Example } from './example.js';

/** The languages in which examples can be written. */
export type ExampleLanguage = 'python' | 'javascript' | 'typescript';

/** How a language writes an example. */
interface Form {
  readonly comment: string;
  /** `f(0) raises ValueError`. */
  readonly throws: RegExp;
  /** Operators that compare two values as a whole. */
  readonly equality: ReadonlySet<string>;
  /** What parses and is no example: lists without brackets are always true, types cannot be evaluated. */
  readonly refused: ReadonlyMap<string, string>;
  readonly help: string;
}

const ecmascript: Form = {
  comment: '//',
  throws: /^(.*\S)\s+throws\s+([\w$.]+)$/,
  equality: new Set(['==', '===']),
  refused: new Map([
    ['sequence_expression', l10n.t('is several expressions')],
    ['assignment_expression', l10n.t('is an assignment: "=" instead of "=="')],
    ...['type_arguments', 'as_expression', 'satisfies_expression', 'non_null_expression', 'type_annotation'].map(
      (type): [string, string] => [type, l10n.t('has types: write it as JavaScript')],
    ),
  ]),
  help: l10n.t(
    'Write one example a line: "f(1) == 2", "f(0) throws RangeError", or any expression that is to be true.',
  ),
};

const forms: Readonly<Record<ExampleLanguage, Form>> = {
  python: {
    comment: '#',
    throws: /^(.*\S)\s+raises\s+([\w.]+)$/,
    equality: new Set(['==']),
    refused: new Map(),
    help: l10n.t(
      'Write one example a line: "f(1) == 2", "f(0) raises ValueError", ">>> f(1)" with its result below, or any expression that is to be true.',
    ),
  },
  javascript: ecmascript,
  typescript: ecmascript,
};

/** Whether lines of examples are understood for VS Code's language identifier. */
export function isExampleLanguage(language: string): language is ExampleLanguage {
  return Object.hasOwn(forms, language);
}

/** Reads the examples of one language. */
export class ExampleReader {
  private readonly form: Form;

  private constructor(
    readonly language: ExampleLanguage,
    private readonly parser: Parser,
  ) {
    this.form = forms[language];
  }

  /**
   * @param language VS Code's identifier
   * @param grammars holds `tree-sitter.wasm` and one `tree-sitter-LANGUAGE.wasm` a language
   * @throws ExamplesUnsupportedError, ExampleGrammarError
   */
  static async load(language: string, grammars: string): Promise<ExampleReader> {
    if (!isExampleLanguage(language)) throw new ExamplesUnsupportedError(language);
    return new ExampleReader(language, await loadParser(language, grammars));
  }

  /** What can be written, as a sentence. */
  get help(): string {
    return this.form.help;
  }

  /**
   * Reads what a person typed. Empty lines and comments are passed over; a doctest ends at an empty line or at the next
   * one.
   *
   * @throws UnreadableExamplesError
   */
  read(text: string): readonly Example[] {
    const examples: Example[] = [];
    const problems: ExampleProblem[] = [];
    const lines = text.split(/\r?\n/);
    for (let at = 0; at < lines.length; at += 1) {
      const line = lines[at]?.trim() ?? '';
      if (line === '' || line.startsWith(this.form.comment)) continue;
      if (this.isDoctest(line)) {
        const end = endOfDoctest(lines, at);
        examples.push({ kind: 'doctest', check: line.slice(3).trim(), session: lines.slice(at, end).join('\n') });
        at = end - 1;
        continue;
      }
      const read = readLine(this.parser, this.form, line);
      if (typeof read === 'string') problems.push({ line: at + 1, reason: read });
      else examples.push(read);
    }
    if (problems.length > 0 || examples.length === 0) throw new UnreadableExamplesError(problems, this.help);
    return examples;
  }

  /** Whether what begins with this line goes on in the next ones, up to an empty one. */
  isDoctest(line: string): boolean {
    return this.language === 'python' && line.trimStart().startsWith('>>>');
  }

  dispose(): void {
    this.parser.delete();
  }
}

async function loadParser(language: ExampleLanguage, folder: string): Promise<Parser> {
  try {
    await Parser.init({ locateFile: (file) => path.join(folder, file) });
    const grammar = await Language.load(await readFile(path.join(folder, `tree-sitter-${language}.wasm`)));
    return new Parser().setLanguage(grammar);
  } catch (cause) {
    throw new ExampleGrammarError(l10n.t('The grammar for {0} in {1} could not be loaded.', language, folder), {
      cause,
    });
  }
}

function endOfDoctest(lines: readonly string[], start: number): number {
  const length = lines.slice(start + 1).findIndex((line) => /^\s*(>>>|$)/.test(line));
  return length === -1 ? lines.length : start + 1 + length;
}

/** @returns what is wrong with the line, where it cannot be read */
function readLine(parser: Parser, form: Form, check: string): Example | string {
  const [, throwing, error] = form.throws.exec(check) ?? [];
  if (throwing !== undefined && error !== undefined && typeof parsed(parser, form, throwing) !== 'string') {
    return { kind: 'throws', check, expression: throwing, error };
  }
  const read = parsed(parser, form, check);
  if (typeof read === 'string') return read;
  const { expression, sides } = read;
  return sides ? { kind: 'equal', check, ...sides } : { kind: 'holds', check, expression };
}

interface ParsedExpression {
  readonly expression: string;
  /** Of a comparison for equality. */
  readonly sides?: { readonly left: string; readonly right: string };
}

/** Parses one expression. In brackets, nothing but an expression is one. */
function parsed(parser: Parser, form: Form, line: string): ParsedExpression | string {
  const expression = line.replace(/;\s*$/, '').replace(/^assert\s+/, '');
  const tree = parser.parse(`(${expression}\n)`);
  if (!tree) throw new TypeError('no tree for an example');
  try {
    const root = tree.rootNode;
    const bracket = root.namedChildren[0]?.namedChildren[0];
    const inside = bracket?.namedChildren.filter((node) => node?.type !== 'comment') ?? [];
    const [node] = inside;
    if (root.hasError || bracket?.type !== 'parenthesized_expression' || inside.length !== 1 || !node) {
      return l10n.t('is not an expression: {0}', line);
    }
    const refused = root.descendantsOfType([...form.refused.keys()])[0];
    if (refused) return `${form.refused.get(refused.type)}: ${line}`;
    return { expression: node.text, ...sidesOf(node, form) };
  } finally {
    tree.delete();
  }
}

function sidesOf(node: Node, { equality }: Form): Pick<ParsedExpression, 'sides'> {
  const [left, operator, right, ...more] = node.children;
  const compares = operator && equality.has(operator.type) && more.length === 0;
  return compares && left && right ? { sides: { left: left.text, right: right.text } } : {};
}
