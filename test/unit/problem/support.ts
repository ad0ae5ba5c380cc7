import path from 'node:path';
import { applyEdits, type Interpretation, type Problem, type Prompt } from '../../../src/core/domain.js';
import { interpret } from '../../../src/problem/interpret.js';
import { CodeParser } from '../../../src/problem/parser.js';
import { type Selection, selectProblem } from '../../../src/problem/select.js';

export const grammarFolder = path.resolve('node_modules/@vscode/tree-sitter-wasm/wasm');

let loading: Promise<CodeParser> | undefined;
export function loadParser(): Promise<CodeParser> {
  loading ??= CodeParser.load(grammarFolder);
  return loading;
}

const files: Readonly<Record<string, string>> = {
  python: 'shop/code.py',
  javascript: 'lib/code.js',
  typescript: 'lib/code.ts',
  typescriptreact: 'lib/code.tsx',
  go: 'code.go',
};

/** The problem at the line that holds `marker`, or at a selection. */
export function problemAt(parser: CodeParser, language: string, source: string, where: string | Selection): Problem {
  const line = typeof where === 'string' ? source.slice(0, source.indexOf(where)).split('\n').length : 0;
  const selection = typeof where === 'string' ? ({ kind: 'line', line } as const) : where;
  return selectProblem({ workspace: '/w', file: files[language] ?? 'code', language, source, selection }, parser);
}

/** An answer from its first character, as models give it when no beginning was given to them. */
export const open: Prompt = { messages: [], answerPrefix: '', stopStrings: [] };

/** The file after an attempt, or the reason why there is none. */
export function outcome(problem: Problem, text: string, parser: CodeParser, prompt: Prompt = open): string {
  const result = interpret(problem, prompt, text, parser);
  return result.kind === 'edit' ? applyEdits(problem.source, result.edits) : `UNUSABLE ${result.reason}`;
}

export function keyOf(interpretation: Interpretation): string {
  if (interpretation.kind !== 'edit') throw new Error(interpretation.reason);
  return interpretation.key;
}
