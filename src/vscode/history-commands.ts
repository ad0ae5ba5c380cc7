import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Exploration, isResumable, moreAttempts } from '../core/exploration.js';
import type { HistoryEntry } from '../explore/history.js';
import type { Installation } from '../explore/installation.js';
import { markdownReport } from '../explore/markdown-report.js';
import { readPast } from '../explore/past.js';
import { RecordError, readEvents, readExploration } from '../explore/record.js';
import type { CodeParser } from '../problem/parser.js';
import { WorkspaceNotTrustedError } from '../verify/errors.js';
import { verifiersOf } from './choose-verifiers.js';
import type { CurrentExploration } from './current-exploration.js';
import { fileOf } from './documents.js';
import { ExplorationRunningError, NoRecordError, OutsideWorkspaceError } from './errors.js';
import { descriptionOf, labelOf } from './history-words.js';
import { inLine, inList } from './plain-text.js';
import type { RememberedExamples } from './remembered-examples.js';
import { readSettings } from './settings.js';
import { settleUnsaved } from './unsaved.js';

/** The exploration that a command is called for, by an item of the tree or the panel; from the palette there is none. */
export type Asked = Pick<HistoryEntry, 'id'> | undefined;

/** What is done with explorations that were recorded. */
export class HistoryCommands {
  constructor(
    private readonly installation: Installation,
    private readonly current: CurrentExploration,
    private readonly loadParser: () => Promise<CodeParser>,
    private readonly remembered: RememberedExamples,
  ) {}

  /** @throws NoRecordError, ExplorationRunningError, RecordError */
  async showLast(): Promise<void> {
    if (!this.current.running)
      this.current.open((await this.entries(l10n.t('There is no exploration to show.'), isTold))[0]!.id);
    await showPanel();
  }

  /** @throws NoRecordError, ExplorationRunningError, RecordError */
  async open(asked: Asked): Promise<void> {
    const id = await this.idOf(
      asked,
      l10n.t('Explore Solutions: Open Exploration'),
      l10n.t('There is no exploration to open.'),
      isTold,
    );
    if (id === undefined) return;
    this.current.open(id);
    await showPanel();
  }

  /**
   * Goes on with an exploration that did not come to its end. Returns what came of it; undefined where the person
   * called it off.
   *
   * @throws WorkspaceNotTrustedError, NoRecordError, ExplorationRunningError, OutsideWorkspaceError; what `readPast`,
   * `readSettings`, the choice of verifiers and `resume` throw
   */
  resume(asked: Asked): Promise<Exploration | undefined> {
    return this.goOn(() =>
      this.idOf(
        asked,
        l10n.t('Explore Solutions: Resume Exploration'),
        l10n.t('There is no exploration to go on with.'),
        canGoOn,
      ),
    );
  }

  /**
   * Goes on with more attempts, whether or not it had come to its end; from the palette, with what is shown.
   *
   * @throws the same as `resume`
   */
  exploreMore(asked: Asked): Promise<Exploration | undefined> {
    const { shown } = this.current;
    const wanted = asked ?? (shown.kind === 'exploration' ? shown.state : undefined);
    return this.goOn(
      () =>
        this.idOf(
          wanted,
          l10n.t('Explore Solutions: Explore {0} More', moreAttempts),
          l10n.t('There is no exploration to go on with.'),
          isTold,
        ),
      moreAttempts,
    );
  }

  private async goOn(choose: () => Promise<string | undefined>, more?: number): Promise<Exploration | undefined> {
    if (!vscode.workspace.isTrusted)
      throw new WorkspaceNotTrustedError(vscode.workspace.name ?? l10n.t('This workspace'));
    if (this.current.running) throw new ExplorationRunningError();
    const id = await choose();
    if (id === undefined) return undefined;
    const past = await readPast(readEvents(this.current.recordOf(id)), {
      sourceOf: async (problem) => (await vscode.workspace.openTextDocument(fileOf(problem))).getText(),
      more,
    });
    const { problem } = past.state;
    const file = fileOf(problem);
    // A record names its folder, but only what is open here, and trusted, is run.
    if (!vscode.workspace.getWorkspaceFolder(file)) throw new OutsideWorkspaceError(problem.file);
    const settings = readSettings(file);
    const chosen = await verifiersOf(past.state, this.installation, this.remembered)(problem);
    if (!chosen || !(await settleUnsaved(await vscode.workspace.openTextDocument(file)))) return undefined;
    await showPanel();
    return this.current.resume(past, chosen, settings, await this.loadParser());
  }

  /**
   * Gives an exploration a name; an empty one takes it back.
   *
   * @throws NoRecordError, ExplorationRunningError, RecordError
   */
  async rename(asked: Asked): Promise<void> {
    const id = await this.idOf(
      asked,
      l10n.t('Explore Solutions: Rename Exploration'),
      l10n.t('There is no exploration to rename.'),
      isTold,
    );
    if (id === undefined) return;
    if (this.current.isRunning(id)) throw new ExplorationRunningError();
    const entry = await this.entry(id);
    const title = await vscode.window.showInputBox({
      title: l10n.t('Explore Solutions: Rename {0}', inLine(labelOf(entry))),
      prompt: l10n.t('What this exploration is called in the list. Empty: what was explored.'),
      value: labelOf(entry),
    });
    if (title !== undefined) await this.current.rename(id, title);
  }

  /** @throws NoRecordError, ExplorationRunningError */
  async delete(asked: Asked): Promise<void> {
    const id = await this.idOf(
      asked,
      l10n.t('Explore Solutions: Delete Exploration'),
      l10n.t('There is no exploration to delete.'),
      () => true,
    );
    if (id === undefined) return;
    if (this.current.isRunning(id)) throw new ExplorationRunningError();
    const entry = await this.entry(id);
    const remove = l10n.t('Delete');
    const removed = l10n.t('Its record is removed from the disk.');
    const answer = await vscode.window.showWarningMessage(
      l10n.t('Delete the exploration {0}?', inLine(labelOf(entry))),
      { modal: true, detail: `${inLine(descriptionOf(entry, false, Date.now()))}\n${removed}` },
      remove,
    );
    if (answer === remove) await this.current.remove(id);
  }

  /**
   * Writes an exploration to a file that the person names: a report, or the record where its name ends in `.jsonl`.
   *
   * @throws NoRecordError, RecordError
   */
  async export(asked: Asked): Promise<void> {
    const id = await this.idOf(
      asked,
      l10n.t('Explore Solutions: Export Exploration'),
      l10n.t('There is no exploration to export.'),
      isTold,
    );
    if (id === undefined) return;
    const record = this.current.recordOf(id);
    const state = readExploration(record);
    if (!state) throw new RecordError(l10n.t('The record holds no exploration yet.'));
    const { name = path.posix.parse(state.problem.file).name, workspace } = state.problem;
    const target = await vscode.window.showSaveDialog({
      title: l10n.t('Export Exploration: a report (.md), or the record (.jsonl)'),
      defaultUri: vscode.Uri.file(path.join(workspace, `exploration-${name.replace(/[^\w.-]+/g, '-')}.md`)),
      filters: { [l10n.t('Markdown report')]: ['md'], [l10n.t('JSON lines')]: ['jsonl'] },
    });
    if (!target) return;
    if (target.path.endsWith('.jsonl')) {
      await vscode.workspace.fs.copy(vscode.Uri.file(record), target, { overwrite: true });
    } else {
      await vscode.workspace.fs.writeFile(target, Buffer.from(markdownReport(state)));
      await vscode.window.showTextDocument(target);
    }
  }

  private async idOf(
    asked: Asked,
    title: string,
    none: string,
    fits: (entry: HistoryEntry) => boolean,
  ): Promise<string | undefined> {
    if (asked) return asked.id;
    const items = (await this.entries(none, fits)).map((entry) => ({
      label: inList(labelOf(entry)),
      description: inList(descriptionOf(entry, this.current.isRunning(entry.id), Date.now())),
      id: entry.id,
    }));
    const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
    return picked?.id;
  }

  private async entry(id: string): Promise<HistoryEntry> {
    const entry = (await this.current.history.list()).find((each) => each.id === id);
    if (!entry) throw new NoRecordError(l10n.t('There is no such exploration any more.'));
    return entry;
  }

  /**
   * Those that fit, at least one.
   *
   * @param none what is said where there is none
   */
  private async entries(none: string, fits: (entry: HistoryEntry) => boolean): Promise<HistoryEntry[]> {
    const fitting = (await this.current.history.list()).filter(fits);
    if (fitting.length === 0) throw new NoRecordError(none);
    return fitting;
  }
}

function isTold({ digest }: HistoryEntry): boolean {
  return digest.kind === 'exploration';
}

function canGoOn({ digest }: HistoryEntry): boolean {
  return digest.kind === 'exploration' && isResumable(digest);
}

async function showPanel(): Promise<void> {
  await vscode.commands.executeCommand('exploreSolutions.panel.focus', { preserveFocus: true });
}
