import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { applyEdits, type Problem } from '../core/domain.js';
import { type Candidate, candidateOf, type Exploration } from '../core/exploration.js';
import { inLine } from './plain-text.js';
import { candidateName } from './snapshot.js';

/** The scheme of documents that exist only in explorations. */
export const scheme = 'explore-solutions';

const original = 'original';

/** The file that a problem is in. */
export function fileOf({ workspace, file }: Problem): vscode.Uri {
  return vscode.Uri.file(path.join(workspace, file));
}

/** A file as it was when the exploration began, or as a candidate would make it; its name tells its language. */
function documentUri({ id, problem }: Exploration, version: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${id}/${version}/${problem.file}` });
}

/** Gives VS Code the texts of these documents. */
export function contentProvider(find: (id: string) => Exploration | null): vscode.TextDocumentContentProvider {
  return {
    provideTextDocumentContent: (uri) => {
      const [, id = '', version = ''] = uri.path.split('/');
      const exploration = find(id);
      if (!exploration) return null;
      const { source } = exploration.problem;
      return version === original ? source : applyEdits(source, candidateOf(exploration, Number(version)).edits);
    },
  };
}

/** Opens VS Code's own diff editor: the file as it was beside what the candidate would make of it. */
export async function openDiff(exploration: Exploration, candidate: Candidate): Promise<void> {
  const title = `${fileName(exploration)} ↔ ${candidateName(candidate)}`;
  await diff(documentUri(exploration, original), documentUri(exploration, `${candidate.id}`), title);
}

/** Opens the diff editor with what one candidate would make of the file beside what another would. */
export async function openComparison(exploration: Exploration, one: Candidate, other: Candidate): Promise<void> {
  const title = `${fileName(exploration)}: ${candidateName(one)} ↔ ${candidateName(other)}`;
  await diff(documentUri(exploration, `${one.id}`), documentUri(exploration, `${other.id}`), title);
}

/**
 * Opens the diff editor with what a candidate would make of the file beside the user's file as it is now. That can be
 * edited there, and the diff's arrows take over what the candidate has.
 */
export async function openSideBySide(exploration: Exploration, candidate: Candidate): Promise<void> {
  const title = l10n.t('{0} ↔ {1} (now)', candidateName(candidate), fileName(exploration));
  await diff(documentUri(exploration, `${candidate.id}`), fileOf(exploration.problem), title);
}

async function diff(before: vscode.Uri, after: vscode.Uri, title: string): Promise<void> {
  const options: vscode.TextDocumentShowOptions = { preview: true };
  await vscode.commands.executeCommand('vscode.diff', before, after, title, options);
}

function fileName({ problem }: Exploration): string {
  return inLine(path.posix.basename(problem.file));
}
