import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Installation } from '../explore/installation.js';
import { type CatalogueEntry, catalogue } from '../model/catalogue.js';
import { describeModelFile } from '../model/describe.js';
import { download } from '../model/download/download.js';
import { downloadPath, fileOfEntry } from '../model/local/catalogued.js';
import { findModelFiles, listModels } from '../model/local/index.js';
import { type Machine, thisMachine } from '../model/local/machine.js';
import { fetchQuestion, type ModelAction, type ModelOption, offerOf, optionOf } from './model-choices.js';
import { reached } from './walkthrough.js';

/** A line of the list; separators have no action. */
interface Item extends vscode.QuickPickItem {
  readonly action?: ModelAction;
}

/** Lets the person choose among the models on this machine and those that can be fetched; keeps the choice. */
export async function chooseModel({ embeddedModel }: Installation): Promise<void> {
  const machine = thisMachine(embeddedModel);
  const chosen = await vscode.window.showQuickPick(itemsOf(machine), {
    title: l10n.t('Explore Solutions: Choose Model'),
    placeHolder: l10n.t('A model on this machine, or one to fetch'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen?.action) await act(chosen.action, machine);
}

async function itemsOf(machine: Machine): Promise<Item[]> {
  const [files, models] = await Promise.all([findModelFiles(machine), listModels(machine)]);
  const current = vscode.workspace.getConfiguration('exploreSolutions').get<string>('modelPath')?.trim() || null;
  const offers = catalogue.filter((entry) => !fileOfEntry(entry, files, machine)).map(offerOf);
  const browse: ModelOption = {
    label: `$(folder-opened) ${l10n.t('Browse…')}`,
    description: '',
    action: { kind: 'browse' },
  };
  return [
    separator(l10n.t('On this machine')),
    ...models.map((model) => optionOf(model, current)),
    browse,
    ...(offers.length > 0 ? [separator(l10n.t('Can be fetched')), ...offers] : []),
  ];
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

async function act(action: ModelAction, machine: Machine): Promise<void> {
  switch (action.kind) {
    case 'use':
      return use(action.path);
    case 'explain':
      throw action.problem;
    case 'fetch':
      return fetchAndUse(action.entry, machine);
    case 'browse':
      return browse();
  }
}

/** From the next exploration on, this model is used. */
async function use(modelPath: string | null): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('exploreSolutions');
  await configuration.update('modelPath', modelPath ?? undefined, vscode.ConfigurationTarget.Global);
  reached('modelChosen');
  vscode.window.setStatusBarMessage(l10n.t('The next exploration uses the chosen model.'), 8000);
}

async function fetchAndUse(entry: CatalogueEntry, machine: Machine): Promise<void> {
  const detail = fetchQuestion(entry);
  const fetchIt = l10n.t('Fetch');
  const question = l10n.t('Fetch {0}', entry.name);
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, fetchIt);
  if (answer !== fetchIt) return;
  const target = downloadPath(entry, machine);
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: l10n.t('Fetching {0}', entry.name), cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      let shown = 0;
      await download(entry, target, {
        fetch, // VS Code has taught it the proxies and certificates of its settings
        signal: cancel.signal,
        onProgress: ({ stage, done, bytes }) => {
          const percent = stage === 'check' ? 100 : Math.floor((100 * done) / bytes);
          progress.report({
            increment: percent - shown,
            message: stage === 'check' ? l10n.t('checking') : l10n.t('{0} %', percent),
          });
          shown = percent;
        },
      });
    },
  );
  await use(target);
}

async function browse(): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({
      filters: { [l10n.t('GGUF models')]: ['gguf'] },
      openLabel: l10n.t('Use'),
    })) ?? [];
  if (!file) return;
  const { problem } = await describeModelFile(file.fsPath);
  if (problem) throw problem;
  await use(file.fsPath);
}
