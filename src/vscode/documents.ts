import path from 'node:path';
import * as vscode from 'vscode';
import { applyEdits } from '../core/domain.js';
import { type Candidate, candidateOf, type Exploration } from '../core/exploration.js';
import { candidateName } from './snapshot.js';

/** The scheme of documents that exist only in explorations. */
export const scheme = 'explore-solutions';

const original = 'original';

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
  await diff(exploration, original, `${candidate.id}`, `${fileName(exploration)} ↔ ${candidateName(candidate)}`);
}

/** Opens the diff editor with what one candidate would make of the file beside what another would. */
export async function openComparison(exploration: Exploration, one: Candidate, other: Candidate): Promise<void> {
  const title = `${fileName(exploration)}: ${candidateName(one)} ↔ ${candidateName(other)}`;
  await diff(exploration, `${one.id}`, `${other.id}`, title);
}

async function diff(exploration: Exploration, before: string, after: string, title: string): Promise<void> {
  await vscode.commands.executeCommand(
    'vscode.diff',
    documentUri(exploration, before),
    documentUri(exploration, after),
    title,
    { preview: true } satisfies vscode.TextDocumentShowOptions,
  );
}

function fileName({ problem }: Exploration): string {
  return path.posix.basename(problem.file);
}
