import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type ExampleReader, UnreadableExamplesError } from '../verify/examples.js';
import { inList, inMessage } from './plain-text.js';

/**
 * Asks for examples, each of them one line or a doctest's few; those typed before are offered first. What is wrong with
 * a line is said while it is typed. Undefined where the person called it off.
 */
export async function askExamples(
  reader: ExampleReader,
  title: string,
  before: readonly string[],
): Promise<readonly string[] | undefined> {
  const kept = before.length === 0 ? before : await askWhichOf(before, title);
  return kept && askForMore(reader, title, kept);
}

async function askWhichOf(before: readonly string[], title: string): Promise<readonly string[] | undefined> {
  const items = before.map((example) => ({ label: inList(example.replaceAll('\n', ' ⏎ ')), picked: true, example }));
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('Typed before. Which of them count? More can be typed next.'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ example }) => example);
}

async function askForMore(
  reader: ExampleReader,
  title: string,
  kept: readonly string[],
): Promise<readonly string[] | undefined> {
  const examples = [...kept];
  for (;;) {
    const example = await askExample(reader, title, examples.length);
    if (example === undefined) return undefined;
    if (example === '') return examples.length > 0 ? examples : undefined;
    examples.push(example);
  }
}

/** One example; empty where there are no more, undefined where the person called it off. */
async function askExample(reader: ExampleReader, title: string, typed: number): Promise<string | undefined> {
  const first = await vscode.window.showInputBox({
    title,
    prompt: typed === 0 ? reader.help : promptAfter(typed),
    placeHolder: 'f(1) == 2',
    // The code that the examples are about can be looked at meanwhile.
    ignoreFocusOut: true,
    validateInput: (line) => problemOf(line, reader),
  });
  return first !== undefined && reader.isDoctest(first) ? askWhatIsPrinted(first, title) : first?.trim();
}

function promptAfter(typed: number): string {
  return typed === 1
    ? l10n.t('1 example. Type one more, or leave it empty to explore.')
    : l10n.t('{0} examples. Type one more, or leave it empty to explore.', typed);
}

/** The rest of a doctest: what is printed, and perhaps more that is run. */
async function askWhatIsPrinted(first: string, title: string): Promise<string | undefined> {
  const prompt = l10n.t(
    'What {0} prints, or the next lines of the session. Leave it empty where that is all.',
    inMessage(first),
  );
  const lines = [first];
  for (;;) {
    const line = await vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true });
    if (line === undefined) return undefined;
    if (line.trim() === '') return lines.join('\n');
    lines.push(line);
  }
}

/** What is wrong with a line, as a sentence and what to do. */
function problemOf(line: string, reader: ExampleReader): string | undefined {
  if (line.trim() === '') return undefined;
  try {
    reader.read(line);
    return undefined;
  } catch (error) {
    if (!(error instanceof UnreadableExamplesError)) throw error;
    const [problem] = error.problems;
    return `${problem ? l10n.t('This {0}.', problem.reason) : error.message} ${error.nextStep}`;
  }
}
