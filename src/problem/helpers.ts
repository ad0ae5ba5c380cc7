import type { TextEdit, TextRange } from '../core/domain.js';
import { indentationAt, moved } from './compose.js';
import type { Dialect } from './dialect.js';
import { type FunctionSite, leadingCommentStart, namesUsed, type Outline } from './outline.js';

/** Definitions that come along with a function, where they go, and the parts of the attempt they are. */
export interface Helpers {
  readonly edits: readonly TextEdit[];
  readonly kept: readonly TextRange[];
}

/**
 * The definitions of an attempt that the kept code needs and the file lacks: functions, classes and constants go in
 * front of the function (or its class), further methods in front of the method.
 */
export function neededHelpers(
  file: Outline,
  target: FunctionSite,
  attempt: Outline,
  answer: FunctionSite,
  kept: readonly TextRange[],
  dialect: Dialect,
): Helpers {
  const known = new Set(
    file.statements.flatMap(({ names, imports }) => [...names, ...imports.map((one) => one.local)]),
  );
  const siblings = new Set(
    file.functions.filter(({ owner }) => owner?.start === target.owner?.start).map((one) => one.name),
  );
  const definitions = attempt.statements
    .filter(({ kind, start, end }) => kind === 'definition' && !(start <= answer.start && answer.end <= end))
    .filter(({ names }) => !names.includes(target.name) && !names.some((name) => known.has(name)));
  const methods = target.owner
    ? attempt.functions.filter(
        ({ name, owner, start }) =>
          start !== answer.start &&
          !siblings.has(name) &&
          (owner ? owner.start === answer.owner?.start : definitions.some((one) => one.start === start)),
      )
    : [];

  const chosen = new Map<number, TextRange>();
  const ofClass = new Set<number>();
  const pending = [...kept];
  for (let range = pending.pop(); range; range = pending.pop()) {
    const used = namesUsed(attempt, [range]);
    const called = definitions.filter(({ names }) => names.some((name) => used.has(name)));
    const members = methods.filter(({ name }) => used.has(`.${name}`));
    for (const one of members) ofClass.add(one.start);
    for (const one of [...called, ...members]) {
      if (chosen.has(one.start)) continue;
      chosen.set(one.start, { start: one.start, end: one.end });
      pending.push(one);
    }
  }

  const all = [...chosen.values()].sort((a, b) => a.start - b.start);
  const place = (ranges: TextRange[], offset: number, blankLines: number): TextEdit[] => {
    if (ranges.length === 0) return [];
    const at = leadingCommentStart(file, offset);
    const to = indentationAt(file, at, dialect);
    const text = ranges.map((range) => {
      const whole = { start: leadingCommentStart(attempt, range.start), end: range.end };
      return `${moved(attempt, whole, indentationAt(attempt, range.start, dialect), to)}${'\n'.repeat(blankLines + 1)}${to.base}`;
    });
    return [{ range: { start: at, end: at }, text: text.join('') }];
  };
  const topLevel = indentationAt(file, target.anchor, dialect).base === '';
  return {
    edits: [
      ...place(
        all.filter(({ start }) => !ofClass.has(start)),
        target.anchor,
        topLevel ? dialect.blankLines : 1,
      ),
      ...place(
        all.filter(({ start }) => ofClass.has(start)),
        target.start,
        1,
      ),
    ],
    kept: all,
  };
}
