import * as l10n from '@vscode/l10n';
import type { Problem } from '../core/domain.js';
import type { Call } from '../problem/calls.js';
import { describeLanguage, type Grammar, languageOf } from '../problem/languages.js';
import { contains } from '../problem/outline.js';
import type { CodeParser } from '../problem/parser.js';
import { variations } from '../problem/variations.js';
import { testsThatMention } from '../verify/suggest/tested.js';
import { viewOnDisk, type WorkspaceView } from '../verify/suggest/workspace.js';
import type { Judges } from '../verify/verification.js';

const MOST_INPUTS = 60;

/** What a problem's function can be called with, beyond what is known to work. */
export type ProbeInputs =
  | {
      readonly kind: 'some';
      /** The function's name. */
      readonly name: string;
      /** Arguments as code, without the brackets. */
      readonly inputs: readonly string[];
    }
  /** `reason` reads on from "because ". */
  | { readonly kind: 'none'; readonly reason: string };

/** Finds calls of the function in the person's examples, its own doctests and the workspace's tests, and varies them. */
export async function inputsFor(
  problem: Problem,
  means: Judges & { readonly parser: CodeParser },
): Promise<ProbeInputs> {
  const { parser } = means;
  const { workspace, file, language, source, range, name } = problem;
  const { grammar } = describeLanguage(language);
  if (!grammar) return none(l10n.t('functions of this language cannot be called'));
  if (name === undefined) return none(l10n.t('lines were selected, not a function'));
  const { functions, statements } = parser.outline(grammar, source);
  const site = functions.find((one) => one.name === name && contains(range, one));
  if (!site) return none(l10n.t('{0} is not found in the file', name));
  if (site.owner) return none(l10n.t('{0} is a method of the class {1}', name, site.owner.name));
  const isReachable = statements.some((one) => one.names.includes(name) && contains(one, site));
  if (!isReachable) return none(l10n.t('{0} is not at the top level of the file', name));
  const texts = [
    ...linesOfExamples(means.examples ?? '').map((text) => ({ text, grammar })),
    ...linesOfDoctests(source).map((text) => ({ text, grammar })),
    ...(await testTexts(viewOnDisk(workspace), file, name, means)),
  ];
  const calls: Call[] = texts.flatMap((one) => parser.calls(one.grammar, one.text, name));
  if (calls.length === 0)
    return none(l10n.t('no example and no test calls {0} with values that stand in the call', name));
  const inputs = variations(calls, MOST_INPUTS);
  return inputs.length === 0
    ? none(l10n.t('what {0} is called with cannot be varied', name))
    : { kind: 'some', name, inputs };
}

const none = (reason: string): ProbeInputs => ({ kind: 'none', reason });

/** Each line by itself, without what is no code. */
function linesOfExamples(text: string): string[] {
  return text.split('\n').map((line) => line.replace(/^\s*>>> /, '').replace(/\s(raises|throws)\s+[\w.$]+\s*$/, ''));
}

function linesOfDoctests(source: string): string[] {
  return [...source.matchAll(/^\s*>>> (.*)$/gm)].map(([, line = '']) => line);
}

interface Code {
  readonly text: string;
  readonly grammar: Grammar;
}

/** Tests, by their names or because a verifier's command names them. */
async function testTexts(view: WorkspaceView, file: string, name: string, { verifiers }: Judges): Promise<Code[]> {
  const words = verifiers.flatMap(({ command }) =>
    command.kind === 'program' ? command.args : command.line.split(/[\s"']+/),
  );
  const commanded = await Promise.all(
    [...new Set(words)].map(async (word) => ({ file: word, text: await readRelative(view, word) })),
  );
  const all = [...commanded, ...(await testsThatMention(view, file, name))];
  return all.flatMap(({ file: test, text }) => {
    const { grammar } = describeLanguage(languageOf(test));
    return grammar && text !== undefined ? [{ text, grammar }] : [];
  });
}

async function readRelative(view: WorkspaceView, word: string): Promise<string | undefined> {
  const isCode = describeLanguage(languageOf(word)).grammar !== null;
  const isInside = !/^([\\/]|\w:)|\.\.|\$\{/.test(word);
  return isCode && isInside ? view.read(word) : undefined;
}
