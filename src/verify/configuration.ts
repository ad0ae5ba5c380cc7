import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import * as z from 'zod';
import { ConfigurationError } from './errors.js';
import { matchesGlob } from './glob.js';

/** The setting's name, in VS Code and in `.vscode/settings.json`. */
export const VERIFIERS_SETTING = 'exploreSolutions.verifiers';

/** What a verifier runs: a program with its arguments, or one line for the system's shell. */
export type VerifierCommand =
  | { readonly kind: 'program'; readonly program: string; readonly args: readonly string[] }
  | { readonly kind: 'shell'; readonly line: string };

/** One configured check. Strings may hold VS Code's variables. */
export interface Verifier {
  readonly name: string;
  readonly command: VerifierCommand;
  /** Where it runs, relative to the workspace. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** A glob over paths relative to the workspace: the verifier checks changes of these files. */
  readonly files: string;
}

const text = z.string().refine((value) => !value.includes('\0'), 'must not contain a NUL character');
const filled = text.refine((value) => value.trim() !== '', 'must not be empty');

const verifierEntry = z
  .strictObject({
    name: filled,
    command: z.array(text, 'must be a list: the program and its arguments').optional(),
    shell: filled.optional(),
    cwd: filled.default('.'),
    env: z.record(z.string().regex(/^[^=\0]+$/, 'is not a name for a variable'), text).default({}),
    timeoutSeconds: z.number().positive().max(86_400).default(30),
    files: filled.default('**'),
  })
  .transform(({ command, shell, ...rest }, context): Verifier => {
    const [program = '', ...args] = command ?? [];
    if (command && shell !== undefined) context.addIssue('has both "command" and "shell"; keep one');
    else if (shell !== undefined) return { ...rest, command: { kind: 'shell', line: shell } };
    else if (!command) context.addIssue('needs "command" (a list: the program and its arguments) or "shell" (a line)');
    else if (program.trim() !== '') return { ...rest, command: { kind: 'program', program, args } };
    else context.addIssue({ code: 'custom', path: ['command', 0], message: 'must name a program' });
    return z.NEVER;
  });

const verifierList = z.array(verifierEntry).superRefine((verifiers, context) => {
  for (const [index, { name }] of verifiers.entries()) {
    if (verifiers.findIndex((other) => other.name === name) < index) {
      context.addIssue({ code: 'custom', path: [index, 'name'], message: `"${name}" is the name of another verifier` });
    }
  }
});

/**
 * Checks the setting's value, as VS Code or a settings file gives it; `undefined` is an empty list.
 *
 * @throws ConfigurationError naming every place that is wrong
 */
export function parseVerifiers(value: unknown): readonly Verifier[] {
  const parsed = verifierList.safeParse(value ?? []);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    parsed.error.issues.map((issue) => ({ place: placeOf(issue.path), reason: issue.message })),
  );
}

function placeOf(keys: readonly PropertyKey[]): string {
  return VERIFIERS_SETTING + keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
}

/**
 * Reads the verifiers from a workspace folder's `.vscode/settings.json`; without that file or setting there are none.
 *
 * @throws ConfigurationError where the file cannot be read or is wrong
 */
export async function readVerifiers(workspace: string): Promise<readonly Verifier[]> {
  const file = path.join(workspace, '.vscode', 'settings.json');
  const read = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '{}';
    throw new ConfigurationError([{ place: file, reason: `could not be read: ${error.message}` }]);
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
        return { place, reason: `is not JSON: ${printParseErrorCode(error)}` };
      }),
    );
  }
  const found = z.object({ [VERIFIERS_SETTING]: z.unknown() }).safeParse(settings ?? {});
  return parseVerifiers(found.success ? found.data[VERIFIERS_SETTING] : undefined);
}

/** The verifiers that check a change of this file (relative to the workspace, with forward slashes), in order. */
export function verifiersFor(verifiers: readonly Verifier[], file: string): readonly Verifier[] {
  return verifiers.filter(({ files }) => matchesGlob(file, files));
}
