import type { Behaviour, CodeForm } from '../core/comparison.js';
import { type Exploration, survivors } from '../core/exploration.js';

/** A sentence in parts: text, and candidates by their ids. */
export type Sentence = readonly (string | { readonly candidate: number })[];

/** How the survivors differ, in sentences; none where there is nothing to compare. */
export function differencesOf(state: Exploration): readonly Sentence[] {
  const { comparison } = state;
  if (!comparison) return [];
  const left = survivors(state).length - comparison.forms.length;
  return [
    ...behaviourSentences(comparison.behaviour),
    ...formSentences(comparison.forms),
    ...(left > 0 ? [[`${left} more ${left === 1 ? 'was' : 'were'} not compared.`]] : []),
  ];
}

/** A sentence as text. */
export function spoken(sentence: Sentence, nameOf: (candidate: number) => string): string {
  return sentence.map((part) => (typeof part === 'string' ? part : nameOf(part.candidate))).join('');
}

function behaviourSentences(behaviour: Behaviour): Sentence[] {
  if (behaviour.kind === 'unknown') {
    return [[`Whether the survivors behave the same is not known, because ${behaviour.reason}.`]];
  }
  const { inputs, alike, others, apart } = behaviour;
  const on = `on ${count(inputs, 'further input')}`;
  const first = alike[0];
  const isAll = others.length + apart.length === 0;
  const most: Sentence[] =
    alike.length > 1
      ? [
          isAll
            ? [`All ${alike.length} survivors behave the same ${on}.`]
            : [...listed(alike), ` behave the same ${on}.`],
        ]
      : others.length > 0
        ? [[`No two survivors behave the same ${on}.`]]
        : [];
  return [
    ...most,
    ...others.map(
      ({ candidates, distinction: { input, result, ofMost } }): Sentence => [
        ...listed(candidates),
        candidates.length === 1 ? ' differs: ' : ' differ: ',
        `${input} gives ${result}, `,
        ...(alike.length > 1 || first === undefined ? ['theirs '] : ['that of ', { candidate: first }, ' ']),
        `${ofMost}.`,
      ],
    ),
    ...apart.map(({ candidate, reason }): Sentence => [{ candidate }, ` ${reason}.`]),
  ];
}

function listed(candidates: readonly number[]): Sentence {
  return candidates.flatMap((candidate, at) => [
    ...(at === 0 ? [] : [at === candidates.length - 1 ? ' and ' : ', ']),
    { candidate },
  ]);
}

/** Only what tells one from the others is said, and of those of which the same is to be said, once. */
function formSentences(forms: readonly CodeForm[]): Sentence[] {
  const bySaid = new Map<string, { readonly said: Sentence; readonly candidates: number[] }>();
  for (const form of forms) {
    const said = formWords(form, forms);
    const same = bySaid.get(JSON.stringify(said));
    if (same) same.candidates.push(form.candidate);
    else if (said.length > 0) bySaid.set(JSON.stringify(said), { said, candidates: [form.candidate] });
  }
  return [...bySaid.values()].map(({ said, candidates }) => [...listed(candidates), ': ', ...said, '.']);
}

function formWords(form: CodeForm, forms: readonly CodeForm[]): Sentence {
  const parts: Sentence[] = [
    ...[...lineWords(form, forms), ...importWords(form, forms), ...structureWords(form, forms)].map((words) => [words]),
    ...(form.renames === null ? [] : [['the code of ', { candidate: form.renames }, ' with other names']]),
  ];
  return parts.flatMap((part, at) => [...(at === 0 ? [] : ['; ']), ...part]);
}

function lineWords({ candidate, lines }: CodeForm, forms: readonly CodeForm[]): string[] {
  const others = forms.filter((other) => other.candidate !== candidate);
  return others.every((other) => other.lines > lines) ? [`shortest (${count(lines, 'line')})`] : [];
}

function importWords({ imports }: CodeForm, forms: readonly CodeForm[]): string[] {
  const own = imports.filter((module) => !forms.every((other) => other.imports.includes(module)));
  return own.length === 0 ? [] : [`imports ${own.join(', ')}`];
}

function structureWords({ structure }: CodeForm, forms: readonly CodeForm[]): string[] {
  if (!structure) return [];
  const all = forms.flatMap((form) => form.structure ?? []);
  const loops = structure.loops === 0 && all.some((other) => other.loops > 0) ? ['no loop'] : [];
  const branches = all.map((other) => other.branches);
  const [least, most] = [Math.min(...branches), Math.max(...branches)];
  const isFewest = structure.branches === least && most > least;
  return isFewest ? [...loops, `${count(least, 'branch', 'branches')} against ${upTo(branches, most)}`] : loops;
}

function upTo(branches: readonly number[], most: number): string {
  return new Set(branches).size > 2 ? `up to ${most}` : `${most}`;
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n === 0 ? 'no' : n} ${n === 1 ? one : many}`;
}
