import type { TextRange } from '../core/domain.js';
import type { Dialect } from './dialect.js';
import { type Indentation, indentAt, indentUnit, reindent } from './indentation.js';
import type { FunctionSite, Outline } from './outline.js';

/** A function of the attempt as it goes into the file, and the parts of the attempt that were kept for it. */
export interface Composed {
  readonly text: string;
  readonly kept: readonly TextRange[];
}

/**
 * Puts an attempt's body under the file's own signature. Small models drop types, decorators, `export` and
 * docstrings that must stay; what an attempt changes on purpose (parameters, defaults, decorators, `async`) is kept.
 */
export function composeFunction(
  file: Outline,
  target: FunctionSite,
  attempt: Outline,
  answer: FunctionSite,
  dialect: Dialect,
): Composed {
  const to = indentationAt(file, target.start, dialect);
  const from = indentationAt(attempt, answer.start, dialect);
  const move = (range: TextRange) => moved(attempt, range, from, to);

  const lead = { start: answer.start, end: answer.core };
  const decorated = attempt.text.slice(lead.start, lead.end).includes('@');
  const before = decorated ? `${move(lead).trimEnd()}\n${to.base}` : file.text.slice(target.start, target.core);

  const sameParameters = sameAs(target, answer);
  const parameters = sameParameters
    ? file.text.slice(target.parameters.start, target.parameters.end)
    : withReceiver(target, answer, parenthesised(move(answer.parameters)));
  const becomesAsync = answer.isAsync && !target.isAsync;
  const head =
    file.text.slice(target.core, target.asyncAt) +
    (becomesAsync ? 'async ' : '') +
    file.text.slice(target.asyncAt, target.parameters.start) +
    parameters +
    file.text.slice(target.parameters.end, target.body.start);

  const bodyFrom = target.docstring && answer.docstring ? answer.docstring.end : answer.body.start;
  const body = { start: bodyFrom, end: answer.body.end };
  const kept = [body, ...(decorated ? [lead] : []), ...(sameParameters ? [] : [answer.parameters])];
  return { text: before + head + bodyFor(file, target, answer, move(body), to), kept };
}

/** A range of an outline's text, moved from the indentation it has to another. */
export function moved(outline: Outline, range: TextRange, from: Indentation, to: Indentation): string {
  const frozen = outline.multilineStrings.map(({ start, end }) => ({
    start: start - range.start,
    end: end - range.start,
  }));
  return reindent(outline.text.slice(range.start, range.end), from, to, frozen);
}

export function indentationAt(outline: Outline, offset: number, dialect: Dialect): Indentation {
  return { base: indentAt(outline.text, offset), unit: indentUnit(outline.text, dialect.indentation) };
}

/** The body in the form that the target's signature needs. */
function bodyFor(file: Outline, target: FunctionSite, answer: FunctionSite, body: string, to: Indentation): string {
  const tail = file.text.slice(target.body.end, target.end);
  const inside = `\n${to.base}${to.unit}`;
  if (target.body.form === 'suite') {
    const docstring = target.docstring ? file.text.slice(target.body.start, target.docstring.end) : '';
    const lines = /^[ \t]*(#[^\n]*)?\n/.test(body) ? body : inside + body.trim();
    return docstring + lines.trimEnd();
  }
  const isArrow = file.text.slice(target.parameters.end, target.body.start).trimEnd().endsWith('=>');
  if (answer.body.form === 'block' || isArrow) return body + tail;
  return `{${inside}return ${body};\n${to.base}}${tail}`;
}

const receiver = /^(self|cls)$/;

function sameAs(target: FunctionSite, answer: FunctionSite): boolean {
  const plain = ({ parameters: { names, defaults } }: FunctionSite) =>
    names.map((name, index) => ({ name, value: defaults[index] ?? null })).filter(({ name }) => !receiver.test(name));
  const [expected, given] = [plain(target), plain(answer)];
  return (
    expected.length === given.length &&
    given.every(({ name, value }, index) => {
      const other = expected[index];
      return name === other?.name && (value === null || value === other.value);
    })
  );
}

function parenthesised(parameters: string): string {
  return parameters.startsWith('(') ? parameters : `(${parameters})`;
}

/** A method answered as a bare function may lack `self`. */
function withReceiver(target: FunctionSite, answer: FunctionSite, parameters: string): string {
  const [first] = target.parameters.names;
  if (!first || !receiver.test(first) || receiver.test(answer.parameters.names[0] ?? '')) return parameters;
  return answer.parameters.names.length === 0 ? `(${first})` : `(${first}, ${parameters.slice(1)}`;
}
