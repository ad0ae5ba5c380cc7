import * as vscode from 'vscode';

/** The person wants to see what was asked before. */
export const back = Symbol('back');

/** An answer; `back`, or undefined where the person called it off. */
export type Answer<T> = T | typeof back | undefined;

/** A list of which one is picked, or several. */
export interface ListStep<Item extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly Item[];
  readonly canPickMany: boolean;
}

/** Asks for one of a list, or for several. */
export function askInList<Item extends vscode.QuickPickItem>(step: ListStep<Item>): Promise<Answer<readonly Item[]>> {
  const list = vscode.window.createQuickPick<Item>();
  Object.assign(list, step);
  if (step.canPickMany) list.selectedItems = step.items.filter(({ picked }) => picked);
  else list.activeItems = step.items.filter(({ picked }) => picked);
  return shown(list, (accept) => accept(list.selectedItems));
}

/** A line that is typed. */
export interface LineStep {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  /** What is wrong with it, as a sentence. */
  readonly problemOf: (value: string) => string | undefined;
}

/** Asks for a line; one that is wrong is not taken, and why is said while it is typed. */
export function askLine({ title, prompt, value, problemOf }: LineStep): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  Object.assign(box, { title, prompt, value });
  const explain = () => {
    box.validationMessage = problemOf(box.value) ?? '';
  };
  box.onDidChangeValue(explain);
  return shown(box, (accept) => {
    explain();
    if (!box.validationMessage) accept(box.value);
  });
}

type Input = vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;

/** Shows an input with a way back until it is answered. */
function shown<T>(input: Input, onAccept: (accept: (answer: T) => void) => void): Promise<Answer<T>> {
  input.ignoreFocusOut = true;
  input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<Answer<T>>((resolve) => {
    input.onDidAccept(() => onAccept(resolve));
    input.onDidTriggerButton(() => resolve(back));
    input.onDidHide(() => resolve(undefined));
    input.show();
  }).finally(() => input.dispose());
}
