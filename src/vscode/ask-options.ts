import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type * as z from 'zod';
import { selectors } from '../core/selectors/index.js';
import type { Installation } from '../explore/installation.js';
import { listModels } from '../model/local/index.js';
import { thisMachine } from '../model/local/machine.js';
import { valueProblem } from '../verify/value-problem.js';
import { optionOf } from './model-choices.js';
import { type Options, withOptions } from './options.js';
import { inList } from './plain-text.js';
import { type Settings, settingSchemas } from './settings.js';
import { type Answer, askInList, askLine, back } from './steps.js';

/** What options are chosen for. */
export interface Question {
  readonly title: string;
  readonly settings: Settings;
  /** The names of the configured verifiers that apply. */
  readonly verifiers: readonly string[];
  /** Whether examples can be typed instead. */
  readonly takesExamples: boolean;
  readonly installation: Installation;
}

/** One thing that can be chosen. */
interface Option {
  readonly label: string;
  /** What is in force, in a few words. */
  readonly shown: (options: Options, question: Question) => string;
  /** Asks for another value. */
  readonly ask: (options: Options, question: Question) => Promise<Answer<Options>>;
}

/**
 * Lets the person look at the options, with those in force, and change them one by one. Undefined where the person
 * called it off.
 *
 * @param before what the list begins with
 */
export async function askOptions(question: Question, before: Options): Promise<Options | undefined> {
  let options = before;
  for (;;) {
    const chosen = await askWhichOption(question, options);
    if (chosen === 'explore' || chosen === undefined) return chosen && options;
    if (chosen === 'reset') options = {};
    else {
      const changed = await chosen.ask(options, question);
      if (changed === undefined) return undefined;
      if (changed !== back) options = { ...options, ...changed };
    }
  }
}

type Action = 'explore' | 'reset' | Option;

async function askWhichOption(question: Question, options: Options): Promise<Action | undefined> {
  const item = (label: string, description: string, action: Action) => ({ label, description, action });
  const items = [
    item(`$(play) ${l10n.t('Explore')}`, l10n.t('with these options'), 'explore'),
    ...allOptions.map((option) => item(option.label, inList(option.shown(options, question)), option)),
    ...(Object.keys(options).length > 0
      ? [item(`$(discard) ${l10n.t('Reset')}`, l10n.t('to what the settings say'), 'reset')]
      : []),
  ];
  const placeHolder = l10n.t('Explore, or choose what to change for this exploration only');
  const chosen = await vscode.window.showQuickPick(items, { title: question.title, placeHolder, ignoreFocusOut: true });
  return chosen?.action;
}

const allOptions: readonly Option[] = [
  numberOption(
    l10n.t('Attempts'),
    l10n.t('How many attempts the model writes at most.'),
    'attempts',
    ({ plan }) => plan.attempts,
  ),
  numberOption(
    l10n.t('Survivors'),
    l10n.t('Stop when this many have passed.'),
    'survivors',
    ({ plan }) => plan.survivors,
  ),
  numberOption(
    l10n.t('Temperature'),
    l10n.t('Higher values make attempts differ more; 0 makes them all the same.'),
    'temperature',
    ({ plan }) => plan.sampling.temperature,
  ),
  {
    label: l10n.t('Selector'),
    shown: (options, { settings }) => withOptions(settings, options).plan.selector,
    ask: async (options, { title, settings }) => {
      const current = withOptions(settings, options).plan.selector;
      const items = selectors.map(({ name, description }) => ({
        label: name,
        detail: description,
        picked: name === current,
        name,
      }));
      const placeholder = l10n.t('Which candidate is verified next?');
      const answer = await askInList({ title, placeholder, items, canPickMany: false });
      return answered(answer, ([first]) => (first ? { selector: first.name } : {}));
    },
  },
  numberOption(l10n.t('Seed'), l10n.t('Another seed gives other attempts.'), 'seed', ({ plan }) => plan.seed),
  {
    label: l10n.t('Model'),
    shown: (options, { settings, installation }) =>
      path.basename(withOptions(settings, options).modelPath ?? installation.embeddedModel),
    ask: askModel,
  },
  {
    label: l10n.t('Verifiers'),
    shown: ({ verifiers }, question) => {
      if (verifiers === 'examples') return l10n.t('examples');
      return (verifiers ?? question.verifiers).join(', ') || l10n.t('none configured');
    },
    ask: askVerifiers,
  },
];

function numberOption(
  label: string,
  prompt: string,
  key: 'attempts' | 'survivors' | 'temperature' | 'seed',
  valueIn: (settings: Settings) => number,
): Option {
  const shown: Option['shown'] = (options, { settings }) => String(valueIn(withOptions(settings, options)));
  return {
    label,
    shown,
    ask: async (options, question) => {
      const answer = await askLine({
        title: question.title,
        prompt: [label, prompt].join(': '),
        value: shown(options, question),
        problemOf: (value) => problemOf(label, value, settingSchemas[key]),
      });
      return answered(answer, (value) => ({ [key]: Number(value) }));
    },
  };
}

/** What the setting's own schema says of a typed number. */
function problemOf(label: string, value: string, schema: z.ZodType): string | undefined {
  if (value.trim() === '') return l10n.t('Type a number.');
  const problem = schema.safeParse(Number(value), { error: valueProblem }).error?.issues[0];
  return problem && `${label}: ${problem.message}`;
}

async function askModel(options: Options, { title, settings, installation }: Question): Promise<Answer<Options>> {
  const current = withOptions(settings, options).modelPath;
  const models = await listModels(thisMachine(installation.embeddedModel));
  const items = models.flatMap((model) => {
    const { action, label, description, detail } = optionOf(model, current);
    return action.kind === 'use' ? [{ label, description, ...(detail && { detail }), path: action.path }] : [];
  });
  const placeholder = l10n.t('A model on this machine; "Choose Model" can fetch others');
  const answer = await askInList({ title, placeholder, items, canPickMany: false });
  return answered(answer, ([first]) => (first ? { modelPath: first.path } : {}));
}

async function askVerifiers({ verifiers }: Options, question: Question): Promise<Answer<Options>> {
  const { title, takesExamples } = question;
  const examples = { label: `$(edit) ${l10n.t('Examples…')}`, description: l10n.t('typed next, instead of verifiers') };
  const named = question.verifiers.map((name) => ({
    label: inList(name),
    name,
    picked: verifiers === undefined || (verifiers !== 'examples' && verifiers.includes(name)),
  }));
  const items = [...named, ...(takesExamples ? [{ ...examples, name: null, picked: verifiers === 'examples' }] : [])];
  const answer = await askInList({ title, placeholder: l10n.t('Which of these decide?'), items, canPickMany: true });
  return answered(answer, (picked): Options => {
    const names = picked.flatMap(({ name }) => name ?? []);
    if (names.length < picked.length) return { verifiers: 'examples' };
    return names.length > 0 ? { verifiers: names } : {};
  });
}

function answered<T extends string | readonly vscode.QuickPickItem[]>(
  answer: Answer<T>,
  use: (answer: T) => Options,
): Answer<Options> {
  if (answer === undefined) return undefined;
  return answer === back ? back : use(answer);
}
