import { argumentsCode, type Call } from './calls.js';
import type { Literal } from './literals.js';

/** Calls of which variations are made. */
const MOST_CALLS = 12;

/**
 * Other arguments that make sense where these do: one argument of a call changed at a time, to what people forget (empty,
 * one, negative, reversed, …). The same for the same calls, each once, as code; the calls themselves are not among them.
 */
export function variations(calls: readonly Call[], most: number): string[] {
  const known = new Set(calls.map(argumentsCode));
  const some = distinct(calls).slice(0, MOST_CALLS);
  const columns = some.flatMap((call) =>
    call.map(({ name, value }, place) =>
      [...changes(value), ...nothings(calls, place)].map((changed) =>
        argumentsCode(call.with(place, { name, value: changed })),
      ),
    ),
  );
  const found = new Set<string>();
  const longest = Math.max(0, ...columns.map(({ length }) => length));
  // By turns, so that every argument has its share.
  for (let row = 0; row < longest; row++) {
    for (const column of columns) {
      const code = column[row];
      if (code !== undefined && !known.has(code)) found.add(code);
    }
  }
  return [...found].slice(0, most);
}

function distinct(calls: readonly Call[]): Call[] {
  return [...new Map(calls.map((call) => [argumentsCode(call), call])).values()];
}

/** Nothing is given only where some call gives it. */
function nothings(calls: readonly Call[], place: number): Literal[] {
  return calls.flatMap((call) => call[place]?.value ?? []).filter(({ kind }) => kind === 'nothing');
}

/** The smallest first: differences are told by the shortest input. */
function changes(literal: Literal): Literal[] {
  switch (literal.kind) {
    case 'number':
      return numbers(literal.text).map((text) => ({ kind: 'number', text }));
    case 'string':
      return strings(literal.value).map((value) => ({ kind: 'string', value }));
    case 'list':
      return lists(literal.items).map((items) => ({ ...literal, items }));
    default:
      return [];
  }
}

function numbers(text: string): string[] {
  const value = Number(text.replace(/[\s_]/g, ''));
  if (!Number.isFinite(value)) return [];
  const others = [0, 1, -1, -value, 2 * value, ...(Number.isInteger(value) ? [] : [value / 4]), 10_000];
  // Without a negative zero, which is written as 0.
  return others.map((other) => `${other}`);
}

function strings(value: string): string[] {
  const characters = [...value];
  const [first = 'a'] = characters;
  const reversed = [...characters].reverse().join('');
  return ['', first, ' ', reversed, value.toUpperCase(), ` ${value} `, `${value}é`, `${value} ${value}`, 'ß'];
}

function lists(items: readonly Literal[]): (readonly Literal[])[] {
  const [first] = items;
  if (!first) return [];
  const withFirst = changes(first).map((changed) => items.with(0, changed));
  return [[], [first], [...items, first], [first, first], [...items].reverse(), ...withFirst];
}
