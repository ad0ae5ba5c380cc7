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

/** Blank lines, comments, and what closes something. */
const skipped = /^(?:$|#(?![\w$]+\s*\()|\/\/|\/?\*|[)\]}]|@)/;

/** A function that is longer is none that a model writes. */
const MOST_LINES = 1000;

/** Patterns take long for lines that no person wrote. */
const MOST_CHARACTERS = 300;

/**
 * The function around lines, told from the lines' indentation: what is offered while a person only moves the cursor
 * must not need a parser. What it finds is offered by its name; a parser decides when it is taken. It may find none
 * where there is one, in code that is not indented as usual.
 *
 * @param to the last of the lines
 * @param lineAt a line's text, counted from 1
 */
export function functionAround(
  language: string,
  { from, to }: { readonly from: number; readonly to: number },
  lineAt: (line: number) => string,
): FunctionHead | undefined {
  const { grammar } = describeLanguage(language);
  if (!grammar) return undefined;
  let indentation = Number.POSITIVE_INFINITY;
  for (let at = from; at >= Math.max(1, from - MOST_LINES); at -= 1) {
    const code = codeOf(lineAt(at));
    if (!code || code.indentation >= indentation) continue;
    indentation = code.indentation;
    for (const head of heads[grammar]) {
      const name = head.exec(code.text)?.[1];
      if (name !== undefined) return endsAfter(indentation) ? { name, line: at } : undefined;
    }
    if (indentation === 0) return undefined;
  }
  return undefined;

  function endsAfter(own: number): boolean {
    for (let at = from + 1; at <= Math.min(to, from + MOST_LINES); at += 1) {
      if ((codeOf(lineAt(at))?.indentation ?? Number.POSITIVE_INFINITY) <= own) return false;
    }
    return true;
  }
}

/** A line's code and how far it is indented; undefined where it says nothing of what it is in. */
function codeOf(line: string): { readonly text: string; readonly indentation: number } | undefined {
  const beginning = line.slice(0, MOST_CHARACTERS);
  const text = beginning.trimStart();
  return skipped.test(text) ? undefined : { text, indentation: beginning.length - text.length };
}
