import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import * as z from 'zod';
import type { Problem } from '../core/domain.js';
import { ConfigurationError, type ConfigurationProblem, NoVerifierError } from './errors.js';
import { matchesGlob } from './glob.js';
import { DEFAULT_LIMITS } from './limits.js';
import type { Report } from './reports/index.js';
import { patternProblem } from './reports/regex.js';
import { valueProblem } from './value-problem.js';

/** The setting's name, in VS Code and in `.vscode/settings.json`. */
export const VERIFIERS_SETTING = 'exploreSolutions.verifiers';

/** What a verifier runs: a program with its arguments, or one line for the system's shell. */
export type VerifierCommand =
  | { readonly kind: 'program'; readonly program: string; readonly args: readonly string[] }
  | { readonly kind: 'shell'; readonly line: string };

/** What a verifier looks at, the cheap and certain first; a candidate goes no further than the first it does not pass. */
export const stages = ['syntax', 'static', 'test'] as const;
export type Stage = (typeof stages)[number];

/** One configured check. Strings may hold VS Code's variables. */
export interface Verifier {
  readonly name: string;
  readonly stage: Stage;
  readonly command: VerifierCommand;
  /** Where it runs, relative to the workspace. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Most memory and most processes at a time, of all that it starts together. */
  readonly memoryMegabytes: number;
  readonly processes: number;
  /** Whether it reaches the network, and servers of this machine, where a sandbox would keep it from them. */
  readonly network: boolean;
  /** A glob over paths relative to the workspace: the verifier checks changes of these files. */
  readonly files: string;
  /** It checks changes of files in these languages only (VS Code's identifiers); null for all. */
  readonly languages: readonly string[] | null;
  readonly report: Report;
}

/** Those that check a change of one file, in the order in which they run: the stages', then the configured one. */
export type VerifiersInOrder = readonly [Verifier, ...Verifier[]];

/** A setting's verifiers, and what was wrong with those entries that are left out. */
export interface Configuration {
  readonly verifiers: readonly Verifier[];
  readonly problems: readonly ConfigurationProblem[];
}

const text = z.string().refine((value) => !value.includes('\0'), l10n.t('must not contain a NUL character'));
const filled = text.refine((value) => value.trim() !== '', l10n.t('must not be empty'));

const report = z.union(
  [
    z.enum(['exitCode', 'tap', 'json']),
    z.strictObject({ format: z.literal('junit'), file: filled }),
    z.strictObject({ format: z.literal('regex'), pattern: text }),
  ],
  l10n.t('must be "exitCode", "tap", "json", { "format": "junit", "file": … } or { "format": "regex", "pattern": … }'),
);

const verifierEntry = z
  .strictObject({
    name: filled,
    stage: z.enum(stages).default('test'),
    command: z.array(text, l10n.t('must be a list: the program and its arguments')).optional(),
    shell: filled.optional(),
    cwd: filled.default('.'),
    env: z.record(z.string().regex(/^[^=\0]+$/, l10n.t('is not a name for a variable')), text).default({}),
    timeoutSeconds: z.number().positive().max(86_400).default(30),
    memoryMegabytes: z.int().min(16).max(1_048_576).default(DEFAULT_LIMITS.memoryMegabytes),
    processes: z.int().min(1).max(65_536).default(DEFAULT_LIMITS.processes),
    network: z.boolean().default(false),
    files: filled.default('**'),
    languages: z.array(filled).min(1).optional(),
    report: report.default('exitCode'),
    checks: z.int().min(1).optional(),
  })
  .transform(({ command, shell, languages = null, report, checks, ...rest }, context): Verifier => {
    const run = commandOf(command, shell, context);
    const read = reportOf(report, checks, context);
    return run && read ? { ...rest, command: run, languages, report: read } : z.NEVER;
  });

function commandOf(
  command: readonly string[] | undefined,
  shell: string | undefined,
  context: z.RefinementCtx,
): VerifierCommand | undefined {
  const [program = '', ...args] = command ?? [];
  if (command && shell !== undefined) context.addIssue(l10n.t('has both "command" and "shell"; keep one'));
  else if (shell !== undefined) return { kind: 'shell', line: shell };
  else if (!command)
    context.addIssue(l10n.t('needs "command" (a list: the program and its arguments) or "shell" (a line)'));
  else if (program.trim() !== '') return { kind: 'program', program, args };
  else context.addIssue({ code: 'custom', path: ['command', 0], message: l10n.t('must name a program') });
  return undefined;
}

function reportOf(
  written: z.infer<typeof report>,
  checks: number | undefined,
  context: z.RefinementCtx,
): Report | undefined {
  if (written === 'exitCode') {
    if (checks === undefined) return { format: 'exitCode' };
    const message = l10n.t('needs a "report" to count them in: an exit code has no number of checks');
    context.addIssue({ code: 'custom', path: ['checks'], message });
    return undefined;
  }
  const format = typeof written === 'string' ? { format: written } : written;
  const problem = format.format === 'regex' ? patternProblem(format.pattern) : undefined;
  if (problem === undefined) return { ...format, checks: checks ?? 1 };
  context.addIssue({ code: 'custom', path: ['report', 'pattern'], message: problem });
  return undefined;
}

/**
 * Checks the setting's value, as VS Code or a settings file gives it; `undefined` is an empty list. Entries that are
 * wrong are left out and named, each with its place.
 *
 * @throws ConfigurationError where nothing of it can be used
 */
export function parseVerifiers(value: unknown): Configuration {
  const verifiers: Verifier[] = [];
  const problems: ConfigurationProblem[] = [];
  const complain = (error: z.ZodError, ...place: readonly PropertyKey[]) =>
    problems.push(
      ...error.issues.map(({ path, message }) => ({ place: placeOf([...place, ...path]), reason: message })),
    );

  const list = z.array(z.unknown()).safeParse(value ?? [], { error: valueProblem });
  if (!list.success) complain(list.error);
  for (const [index, item] of (list.data ?? []).entries()) {
    const entry = verifierEntry.safeParse(item, { error: valueProblem });
    if (!entry.success) complain(entry.error, index);
    else if (!verifiers.some(({ name }) => name === entry.data.name)) verifiers.push(entry.data);
    else {
      const reason = l10n.t('"{0}" is the name of another verifier', entry.data.name);
      problems.push({ place: placeOf([index, 'name']), reason });
    }
  }
  if (verifiers.length === 0 && problems.length > 0) throw new ConfigurationError(problems);
  return { verifiers, problems };
}

function placeOf(keys: readonly PropertyKey[]): string {
  return VERIFIERS_SETTING + keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
}

/**
 * Reads the verifiers from a workspace folder's `.vscode/settings.json`; without that file or setting there are none.
 *
 * @throws ConfigurationError where the file cannot be read, is not JSON, or nothing of the setting can be used
 */
export async function readVerifiers(workspace: string): Promise<Configuration> {
  const file = path.join(workspace, '.vscode', 'settings.json');
  const read = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '{}';
    throw new ConfigurationError([{ place: file, reason: l10n.t('could not be read: {0}', error.message) }]);
  });
  const source = read.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const settings: unknown = parse(source, errors, {
    allowTrailingComma: true,
    allowEmptyContent: true,
  });
  if (errors.length > 0) {
    throw new ConfigurationError(
      errors.map(({ error, offset }) => {
        const before = source.slice(0, offset).split('\n');
        const place = `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
        return { place, reason: l10n.t('is not JSON: {0}', printParseErrorCode(error)) };
      }),
    );
  }
  const found = z.object({ [VERIFIERS_SETTING]: z.unknown() }).safeParse(settings ?? {});
  return parseVerifiers(found.success ? found.data[VERIFIERS_SETTING] : undefined);
}

/**
 * The verifiers that check a change of this problem's file.
 *
 * @throws NoVerifierError
 */
export function verifiersFor(
  verifiers: readonly Verifier[],
  { file, language }: Pick<Problem, 'file' | 'language'>,
): VerifiersInOrder {
  const applies = ({ files, languages }: Verifier) =>
    matchesGlob(file, files) && (languages === null || languages.includes(language));
  const [first, ...others] = stages.flatMap((stage) =>
    verifiers.filter((each) => each.stage === stage && applies(each)),
  );
  if (!first) throw new NoVerifierError(file, language);
  return [first, ...others];
}
