import { parseArgs } from 'node:util';
import { defaultPlan } from '../core/defaults.js';
import { ExplainedError } from '../core/errors.js';
import type { Plan } from '../core/exploration.js';
import { allSelectors, isSelectorName, selectors } from '../core/selectors/index.js';
import { type DeviceSetting, deviceSettings } from '../protocol/engine.js';
import type { JudgesChoice } from '../standalone/judges.js';
import type { Place } from '../standalone/problem-in-file.js';
import { type SandboxSetting, sandboxSettings } from '../verify/sandbox.js';

/** The command was called in a way it does not know. */
export class UsageError extends ExplainedError {
  readonly nextStep = 'Run with --help to see what is possible.';
}

/** What is to be done: something new, or more of something. */
export type Task = NewExploration | Resumption;

/** What a record tells the beginning of. */
export interface Resumption {
  readonly kind: 'resume';
  readonly record: string;
  /** So many attempts more than it has; null where those planned are enough. */
  readonly more: number | null;
}

/** What a new exploration is to be. */
export interface NewExploration {
  readonly kind: 'explore';
  /** null for the bundled example. */
  readonly place: Place | null;
  readonly plan: Plan;
  readonly workspace: string | null;
  /** Where the record goes; null where nobody cares. */
  readonly json: string | null;
}

/** What a call of the command asks for. */
export interface Arguments {
  readonly task: Task;
  /** A path or a name; null for the embedded one. */
  readonly model: string | null;
  /** An adapter's name, or `none`; null for the one that is used where none is named. */
  readonly adapter: string | null;
  /** Whether its weights are kept exactly as in the file. */
  readonly exact: boolean;
  readonly device: DeviceSetting;
  readonly judges: JudgesChoice;
  readonly sandbox: SandboxSetting;
  /** Most verifiers at once; null for as many as there are cores for. */
  readonly parallel: number | null;
  readonly apply: boolean;
}

/** Past explorations are to be looked at. */
export interface EvaluationOfRecords {
  /** Records, and folders of them; at least one. */
  readonly records: readonly string[];
}

const options = {
  attempts: { type: 'string' },
  survivors: { type: 'string' },
  budget: { type: 'string' },
  seed: { type: 'string' },
  selector: { type: 'string' },
  temperature: { type: 'string' },
  'max-tokens': { type: 'string' },
  model: { type: 'string' },
  adapter: { type: 'string' },
  exact: { type: 'boolean' },
  device: { type: 'string' },
  verifier: { type: 'string', multiple: true },
  command: { type: 'string' },
  example: { type: 'string', multiple: true },
  workspace: { type: 'string' },
  sandbox: { type: 'string' },
  parallel: { type: 'string' },
  apply: { type: 'boolean' },
  json: { type: 'string' },
  resume: { type: 'string' },
  more: { type: 'string' },
  models: { type: 'boolean' },
  evaluate: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The selectors that are there to be compared with, in lines as wide as the others. */
const compared = allSelectors
  .slice(selectors.length)
  .map(({ name }) => name)
  .join(', ')
  .replace(/(.{1,76})(?:\s|$)/g, '                      $1\n')
  .trimEnd();

export const help = `Usage: npm run explore -- [FILE:LINE | FILE:FROM-TO] [options]
       npm run explore -- --resume RECORD.jsonl [options]
       npm run explore -- --evaluate RECORD.jsonl|FOLDER …

Explores the function around LINE, or the lines FROM to TO: a model on this machine writes many
attempts, the most promising ones are tried first against your verifiers, survivors are shown.
Without a file, a bundled example is explored.

  --attempts N        attempts to draw (${defaultPlan.attempts})
  --survivors K       stop when K candidates passed (${defaultPlan.survivors})
  --budget N          verify at most N candidates (no limit)
  --seed N            same seed, same attempts on the same machine (${defaultPlan.seed})
  --selector NAME     ${selectors.map(({ name }) => name).join(', ')} (${defaultPlan.selector}); for comparisons also
${compared}
  --temperature T     of sampling (${defaultPlan.sampling.temperature})
  --max-tokens N      longest attempt (${defaultPlan.maxTokens})
  --model NAME        another model than the embedded one: as --models lists it, or PATH.gguf
  --adapter NAME      with what npm run train made of it; none: the plain model (the one that helps)
  --exact             keep its weights exactly as in the file: slower, and four times the memory
  --device KIND       ${deviceSettings.join(', ')} (auto: the GPU where it is right and faster)
  --models            list the models on this machine, and those that can be fetched
  --verifier NAME     use only this verifier of the workspace; may be repeated
  --command "LINE"    a shell command as the verifier instead; exit code 0 means pass
  --example "LINE"    what must hold instead, as "add(1, 2) == 3"; may be repeated (Python,
                      JavaScript, TypeScript; see docs/verifiers-suggested.md)
  --workspace DIR     the folder that is copied for each candidate (found from FILE)
  --sandbox KIND      ${sandboxSettings.join(', ')} (auto)
  --parallel N        at most N verifiers at once (as many as the model leaves cores)
  --apply             write the first survivor into FILE
  --json OUT.jsonl    where to write the record
  --resume RECORD     go on with an exploration that was cut off; nothing is verified twice. The record
                      says what is explored, so none of FILE, --workspace, --json and the options from
                      --attempts to --max-tokens; how it is done (verifiers, model, device, sandbox,
                      --apply) is said again, and verifiers and model must be what they were
  --more N            with --resume: N attempts more than it has, also where it had come to its end; one
                      more survivor than there are is looked for, and a budget grows by N
  --evaluate          how many verifier runs each selector would have needed in these records
  --help              this text

Verifiers are read from the workspace's .vscode/settings.json, exploreSolutions.verifiers.
Exit code: 0 with a survivor, 1 without, 2 for wrong use or configuration, 130 when interrupted.
`;

/** What a record says already. */
const recorded = [
  'attempts',
  'survivors',
  'budget',
  'seed',
  'selector',
  'temperature',
  'max-tokens',
  'workspace',
  'json',
] as const satisfies readonly (keyof typeof options)[];

/** What the words of a call mean. Throws a `UsageError`. */
export function parseArguments(words: readonly string[]): Arguments | EvaluationOfRecords | 'help' | 'models' {
  const { values, positionals } = split(words);
  if (values.help) return 'help';
  if (values.models) return 'models';
  if (values.evaluate) {
    if (positionals.length === 0) throw new UsageError('--evaluate needs records: RECORD.jsonl, or a folder of them.');
    return { records: positionals };
  }
  const device = deviceSettings.find((choice) => choice === (values.device ?? 'auto'));
  if (!device) throw new UsageError(`--device is one of ${deviceSettings.join(', ')}, not ${values.device}.`);
  const sandbox = sandboxNamed(values.sandbox);
  return {
    task:
      values.resume === undefined
        ? newExploration(values, positionals)
        : resumption(values.resume, values, positionals),
    model: values.model ?? null,
    adapter: values.adapter ?? null,
    exact: values.exact ?? false,
    device,
    judges: judgesNamed(values),
    sandbox,
    parallel: whole('parallel', values.parallel, 1),
    apply: values.apply ?? false,
  };
}

/** @throws UsageError */
export function sandboxNamed(name: string | undefined): SandboxSetting {
  const sandbox = sandboxSettings.find((choice) => choice === (name ?? 'auto'));
  if (!sandbox) throw new UsageError(`--sandbox is one of ${sandboxSettings.join(', ')}, not ${name}.`);
  return sandbox;
}

type Values = ReturnType<typeof split>['values'];

function judgesNamed({ verifier, command, example }: Values): JudgesChoice {
  if (command !== undefined && verifier) {
    throw new UsageError('--command takes the place of configured verifiers; --verifier chooses among them.');
  }
  if (example && (verifier || command !== undefined)) {
    throw new UsageError('--example takes the place of other verifiers; leave out --command and --verifier.');
  }
  if (command !== undefined) return { kind: 'command', line: command };
  return example ? { kind: 'examples', lines: example } : { kind: 'configured', names: verifier ?? [] };
}

function newExploration(values: Values, [first, ...more]: readonly string[]): Task {
  if (values.more !== undefined) throw new UsageError('--more goes with --resume; a new exploration has --attempts.');
  if (more.length > 0) throw new UsageError(`One problem at a time: ${more.join(' ')} is too much.`);
  const selector = values.selector ?? defaultPlan.selector;
  if (!isSelectorName(selector)) throw new UsageError(`There is no selector named ${selector}.`);
  return {
    kind: 'explore',
    place: first === undefined ? null : parsePlace(first),
    plan: {
      attempts: whole('attempts', values.attempts, 1) ?? defaultPlan.attempts,
      survivors: whole('survivors', values.survivors, 1) ?? defaultPlan.survivors,
      budget: whole('budget', values.budget, 1) ?? defaultPlan.budget,
      seed: whole('seed', values.seed, 0) ?? defaultPlan.seed,
      selector,
      sampling: {
        ...defaultPlan.sampling,
        temperature: amount('temperature', values.temperature) ?? defaultPlan.sampling.temperature,
      },
      maxTokens: whole('max-tokens', values['max-tokens'], 1) ?? defaultPlan.maxTokens,
    },
    workspace: values.workspace ?? null,
    json: values.json ?? null,
  };
}

function resumption(record: string, values: Values, positionals: readonly string[]): Task {
  const contradicting = [
    ...positionals,
    ...recorded.filter((name) => values[name] !== undefined).map((name) => `--${name}`),
  ];
  if (contradicting.length > 0) {
    throw new UsageError(`With --resume the record says what is explored: leave out ${contradicting.join(', ')}.`);
  }
  return { kind: 'resume', record, more: whole('more', values.more, 1) };
}

function split(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function parsePlace(text: string): Place {
  const match = /^(?<file>.+):(?<from>\d+)(?:-(?<to>\d+))?$/.exec(text)?.groups;
  if (!match) throw new UsageError(`Say where the problem is as FILE:LINE or FILE:FROM-TO, not ${text}.`);
  const from = Number(match.from);
  const to = match.to === undefined ? null : Number(match.to);
  if (from < 1 || (to !== null && to < from)) throw new UsageError(`There are no lines ${text}.`);
  return { file: match.file!, from, to };
}

/** @throws UsageError */
export function whole(name: string, text: string | undefined, least: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > 2 ** 31 - 1) {
    throw new UsageError(`--${name} is a whole number, at least ${least}; not ${text}.`);
  }
  return value;
}

/** @throws UsageError */
export function amount(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 10))
    throw new UsageError(`--${name} is a number from 0 to 10; not ${text}.`);
  return value;
}
