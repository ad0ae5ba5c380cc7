import * as vscode from 'vscode';

/**
 * Whether code that is applied is formatted: not by default, so that what was verified is what is applied, letter by
 * letter. A formatter that runs at saving gets it anyway; and VS Code lets no extension ask for the default formatter of
 * a language, where it has several.
 */
export function isFormatted(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('exploreSolutions', document).get('formatOnApply') === true;
}

/**
 * Has the document's formatter, where it has one, go over the ranges of an edit that was just made and whose undo step
 * is still open; one undo takes back both. A formatter that fails, or is too late, leaves the text as it is.
 */
export async function formatRanges(editor: vscode.TextEditor, ranges: readonly vscode.Range[]): Promise<void> {
  const { document } = editor;
  const { version } = document;
  try {
    const edits = disjoint((await Promise.all(ranges.map((range) => formattingOf(editor, range)))).flat());
    if (document.version !== version || edits.length === 0) return;
    await editor.edit(
      (builder) => {
        for (const { range, newText } of edits) builder.replace(range, newText);
      },
      { undoStopBefore: false, undoStopAfter: true },
    );
  } catch {
    // The formatter is another extension's: the candidate is applied without it.
  }
}

async function formattingOf(
  { document, options: { tabSize, insertSpaces } }: vscode.TextEditor,
  range: vscode.Range,
): Promise<readonly vscode.TextEdit[]> {
  const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
    'vscode.executeFormatRangeProvider',
    document.uri,
    range,
    { tabSize, insertSpaces },
  );
  // Some formatters do more than they are asked for.
  return (edits ?? []).filter((edit) => range.contains(edit.range));
}

/** What formatters say of neighbouring ranges may overlap; the first counts. */
function disjoint(edits: readonly vscode.TextEdit[]): vscode.TextEdit[] {
  const kept: vscode.TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.range.start.compareTo(b.range.start))) {
    const last = kept.at(-1);
    if (!last || last.range.end.isBefore(edit.range.start)) kept.push(edit);
  }
  return kept;
}
