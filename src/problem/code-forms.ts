import type { CodeForm } from '../core/comparison.js';
import { applyEdits, type Problem, rangesAfter, type TextEdit } from '../core/domain.js';
import { describeLanguage } from './languages.js';
import type { CodeParser } from './parser.js';

interface Edited {
  readonly id: number;
  readonly edits: readonly TextEdit[];
}

/** What the code of some candidates looks like. */
export function codeForms(problem: Problem, candidates: readonly Edited[], parser: CodeParser): readonly CodeForm[] {
  const { grammar } = describeLanguage(problem.language);
  if (!grammar) return candidates.map(plainForm);
  const importsOf = (text: string) =>
    new Set(parser.outline(grammar, text).statements.flatMap(({ imports }) => imports.map(({ module }) => module)));
  const before = importsOf(problem.source);
  const firstOf = new Map<string, number>();
  return candidates.map(({ id, edits }): CodeForm => {
    const text = applyEdits(problem.source, edits);
    const { lines, loops, branches, skeleton } = parser.form(grammar, text, rangesAfter(edits));
    const renames = firstOf.get(skeleton) ?? null;
    if (renames === null) firstOf.set(skeleton, id);
    const imports = [...importsOf(text)].filter((module) => !before.has(module));
    return { candidate: id, lines, imports, structure: { loops, branches }, renames };
  });
}

function plainForm({ id, edits }: Edited): CodeForm {
  const lines = edits.flatMap(({ text }) => text.split('\n')).filter((line) => line.trim() !== '').length;
  return { candidate: id, lines, imports: [], structure: null, renames: null };
}
