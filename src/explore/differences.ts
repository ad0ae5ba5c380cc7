import * as l10n from '@vscode/l10n';
import type { Behaviour, CodeForm } from '../core/comparison.js';
import { type Exploration, survivors } from '../core/exploration.js';
import { and } from '../core/language.js';

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
    ...(left > 0
      ? [[left === 1 ? l10n.t('1 more was not compared.') : l10n.t('{0} more were not compared.', left)]]
      : []),
  ];
}

/** A sentence as text. */
export function spoken(sentence: Sentence, nameOf: (candidate: number) => string): string {
  return sentence.map((part) => (typeof part === 'string' ? part : nameOf(part.candidate))).join('');
}

function behaviourSentences(behaviour: Behaviour): Sentence[] {
  if (behaviour.kind === 'unknown') {
    return [[l10n.t('Whether the survivors behave the same is not known, because {0}.', behaviour.reason)]];
  }
  const { inputs, alike, others, apart } = behaviour;
  const first = alike[0];
  const isAll = others.length + apart.length === 0;
  const most: Sentence[] =
    alike.length > 1
      ? [
          isAll
            ? [
                inputs === 1
                  ? l10n.t('All {0} survivors behave the same on 1 further input.', alike.length)
                  : l10n.t('All {0} survivors behave the same on {1} further inputs.', alike.length, inputs),
              ]
            : filled(
                inputs === 1
                  ? l10n.t('{0} behave the same on 1 further input.')
                  : l10n.t('{0} behave the same on {1} further inputs.'),
                listed(alike),
                [`${inputs}`],
              ),
        ]
      : others.length > 0
        ? [
            [
              inputs === 1
                ? l10n.t('No two survivors behave the same on 1 further input.')
                : l10n.t('No two survivors behave the same on {0} further inputs.', inputs),
            ],
          ]
        : [];
  return [
    ...most,
    ...others.map(
      ({ candidates, distinction: { input, result, ofMost } }): Sentence =>
        filled(
          differs(candidates.length, alike.length > 1 || first === undefined),
          listed(candidates),
          [input],
          [result],
          [ofMost],
          first === undefined ? [] : [{ candidate: first }],
        ),
    ),
    ...apart.map(({ candidate, reason }): Sentence => [{ candidate }, ` ${reason}.`]),
  ];
}

/** What some give, and what most of the others do, or the one that is compared with. */
function differs(candidates: number, fromMost: boolean): string {
  if (fromMost) {
    return candidates === 1
      ? l10n.t('{0} differs: {1} gives {2}, theirs {3}.')
      : l10n.t('{0} differ: {1} gives {2}, theirs {3}.');
  }
  return candidates === 1
    ? l10n.t('{0} differs: {1} gives {2}, that of {4} {3}.')
    : l10n.t('{0} differ: {1} gives {2}, that of {4} {3}.');
}

/** A text with parts of sentences in its places. */
function filled(text: string, ...values: readonly Sentence[]): Sentence {
  return text.split(/(\{\d\})/).flatMap((part) => {
    const place = /^\{(\d)\}$/.exec(part)?.[1];
    return place === undefined ? (part === '' ? [] : [part]) : (values[Number(place)] ?? []);
  });
}

function listed(candidates: readonly number[]): Sentence {
  return filled(and(candidates.map((_, at) => `{${at}}`)), ...candidates.map((candidate) => [{ candidate }]));
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
    ...(form.renames === null
      ? []
      : [filled(l10n.t('the code of {0} with other names'), [{ candidate: form.renames }])]),
  ];
  return parts.flatMap((part, at) => [...(at === 0 ? [] : ['; ']), ...part]);
}

function lineWords({ candidate, lines }: CodeForm, forms: readonly CodeForm[]): string[] {
  const others = forms.filter((other) => other.candidate !== candidate);
  return others.every((other) => other.lines > lines)
    ? [lines === 1 ? l10n.t('shortest (1 line)') : l10n.t('shortest ({0} lines)', lines)]
    : [];
}

function importWords({ imports }: CodeForm, forms: readonly CodeForm[]): string[] {
  const own = imports.filter((module) => !forms.every((other) => other.imports.includes(module)));
  return own.length === 0 ? [] : [l10n.t('imports {0}', own.join(', '))];
}

function structureWords({ structure }: CodeForm, forms: readonly CodeForm[]): string[] {
  if (!structure) return [];
  const all = forms.flatMap((form) => form.structure ?? []);
  const loops = structure.loops === 0 && all.some((other) => other.loops > 0) ? [l10n.t('no loop')] : [];
  const branches = all.map((other) => other.branches);
  const [least, most] = [Math.min(...branches), Math.max(...branches)];
  const isFewest = structure.branches === least && most > least;
  return isFewest ? [...loops, branchWords(least, most, new Set(branches).size > 2)] : loops;
}

/** @param upTo whether there are others between the two */
function branchWords(least: number, most: number, upTo: boolean): string {
  if (least === 0) {
    return upTo ? l10n.t('no branches against up to {0}', most) : l10n.t('no branches against {0}', most);
  }
  if (least === 1) return upTo ? l10n.t('1 branch against up to {0}', most) : l10n.t('1 branch against {0}', most);
  return upTo ? l10n.t('{0} branches against up to {1}', least, most) : l10n.t('{0} branches against {1}', least, most);
}
