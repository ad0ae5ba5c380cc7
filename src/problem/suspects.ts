import type { Problem } from '../core/domain.js';
import { describeLanguage } from './languages.js';
import type { FunctionSite, Outline } from './outline.js';
import type { CodeParser } from './parser.js';

/** A file of code that a test may have found to be wrong. */
export interface SuspectFile extends Pick<Problem, 'workspace' | 'file' | 'language' | 'source'> {
  /** Lines, from 1, that the failing test ran through, the likeliest first. */
  readonly lines: readonly number[];
}

/**
 * The functions that may be what makes a test fail, the likeliest first: those that it ran through when it failed, as
 * its output says; then those that its text names; where there are neither, all of them.
 */
export function suspects(files: readonly SuspectFile[], test: string, parser: CodeParser): readonly Problem[] {
  const outlined = files.flatMap((file) => {
    const { grammar } = describeLanguage(file.language);
    return grammar ? [{ file, outline: parser.outline(grammar, file.source) }] : [];
  });
  const ranThrough = outlined.flatMap(({ file, outline }) =>
    file.lines.flatMap((line) => innermost(outline, line).map((site) => problemOf(file, site))),
  );
  const all = outlined.flatMap(({ file, outline }) => outline.functions.map((site) => problemOf(file, site)));
  const words = new Set(test.match(/[\p{L}\p{N}_$]+/gu));
  const likely = distinct([...ranThrough, ...all.filter(({ name }) => name !== undefined && words.has(name))]);
  return likely.length > 0 ? likely : all;
}

function innermost({ text, functions }: Outline, line: number): readonly FunctionSite[] {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const end = start + (lines[line - 1]?.length ?? 0);
  const around = functions.filter((site) => site.start <= end && start <= site.end);
  return around.sort((a, b) => a.end - a.start - (b.end - b.start)).slice(0, 1);
}

function problemOf({ workspace, file, language, source }: SuspectFile, { name, start, end }: FunctionSite): Problem {
  return { workspace, file, language, source, range: { start, end }, name };
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.range.start} ${problem.file}`, problem])).values()];
}
