import { describeLanguage, type Grammar } from './languages.js';

/** The line on which a function begins. */
export interface FunctionHead {
  readonly name: string;
  /** One-based. */
  readonly line: number;
}

const ecmascript: readonly RegExp[] = [
  /^(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b\s*\*?\s*([\w$]+)/,
  /^(?:export\s+)?(?:const|let|var)\s+([\w$]+)\b.*=\s*(?:async\s*)?(?:function\b|[\w$]+\s*=>|[(<].*=>|\($)/,
  /^[\w$.]+\.([\w$]+)\s*=\s*(?:async\s*)?(?:function\b|\(.*=>|[\w$]+\s*=>)/,
  /^([\w$]+)\s*:\s*(?:async\s*)?(?:function\b|\(.*=>|[\w$]+\s*=>)/,
  /^(?:(?:public|private|protected|static|override|async|get|set)\s+)*\*?\s*(?!(?:if|for|while|switch|catch|with|function|return)\b)(#?[\w$]+)\s*(?:<[^(]*>)?\([^()]*\)\s*(?::[^={]+)?\{\s*(?:\}|$|\/\/|.*\}\s*$)/,
];

const heads: Readonly<Record<Grammar, readonly RegExp[]>> = {
  python: [/^(?:async\s+)?def\s+(\w+)/],
  javascript: ecmascript,
  typescript: ecmascript,
  tsx: ecmascript,
};

/** Lines that say nothing of what they are in: blank ones, comments, and what closes something. */
const skipped = /^(?:$|#(?![\w$]+\s*\()|\/\/|\/?\*|[)\]}]|@)/;

/** A function that is longer is none that a model writes. */
const MOST_LINES = 1000;

/**
 * The function around a line, told from the lines' indentation: what is offered while a person only moves the cursor
 * must not need a parser. What it finds is offered by its name; a parser decides when it is taken. It may find none
 * where there is one, in code that is not indented as usual.
 *
 * @param lineAt a line's text, counted from 1
 */
export function functionAround(
  language: string,
  line: number,
  lineAt: (line: number) => string,
): FunctionHead | undefined {
  const { grammar } = describeLanguage(language);
  if (!grammar) return undefined;
  let indentation = Number.POSITIVE_INFINITY;
  for (let at = line; at >= Math.max(1, line - MOST_LINES); at -= 1) {
    const text = lineAt(at);
    const code = text.trimStart();
    if (skipped.test(code)) continue;
    const own = text.length - code.length;
    if (own >= indentation) continue;
    indentation = own;
    for (const head of heads[grammar]) {
      const name = head.exec(code)?.[1];
      if (name !== undefined) return { name, line: at };
    }
    if (own === 0) return undefined;
  }
  return undefined;
}
