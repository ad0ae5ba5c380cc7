import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { and } from '../../core/language.js';
import { asGlob, type EntryReport, onlyFile, type VerifierEntry } from '../entry.js';
import type { WorkspaceView } from './workspace.js';

/** A verifier that the workspace seems to have. */
export interface Suggestion {
  readonly entry: VerifierEntry;
  /** Why it is suggested, as one sentence for a person. */
  readonly reason: string;
}

/** Why the tests in these files are suggested, one at least. */
export function namedAfterFile(tests: readonly string[]): string {
  return tests.length === 1
    ? l10n.t('{0} is named after the file.', and(tests))
    : l10n.t('{0} are named after the file.', and(tests));
}

/** What verifiers are wanted for. */
export interface Wanted {
  readonly workspace: WorkspaceView;
  /** Relative to the workspace, with forward slashes. */
  readonly file: string;
  /** The selected function's name, where there is one. */
  readonly name: string | undefined;
}

/** Looks for one ecosystem's verifiers; the narrowest comes first. Nothing is run to find out. */
export type Detector = (wanted: Wanted) => Promise<readonly Suggestion[]>;

/** Where a suggested verifier runs and what it is about. */
export interface Place {
  /** The folder it runs in, relative to the workspace; `.` is the workspace itself. */
  readonly folder: string;
  readonly files: string;
}

/** All files of these kinds (`*.py`) in a folder and below. */
export function everyFile(folder: string, kinds: string): Place {
  return { folder, files: folder === '.' ? `**/${kinds}` : `${asGlob(folder)}/**/${kinds}` };
}

/** One file alone, checked from this folder. */
export function oneFile(folder: string, file: string): Place {
  return { folder, files: onlyFile(file) };
}

/** What a suggested verifier runs, where, and how its result is read. */
export interface Run {
  readonly command: readonly string[];
  readonly place: Place;
  readonly seconds: number;
  readonly env?: Readonly<Record<string, string>>;
  /** `undefined` where only the exit code can be relied on. */
  readonly report: EntryReport | undefined;
}

/** Puts an entry together; what says nothing is left out, as is the folder where it is the workspace. */
export function entryOf(name: string, { command, place, seconds, env = {}, report }: Run): VerifierEntry {
  return {
    name,
    command,
    ...(place.folder === '.' ? {} : { cwd: place.folder }),
    ...(Object.keys(env).length === 0 ? {} : { env }),
    timeoutSeconds: seconds,
    files: place.files,
    ...(report && { report }),
  };
}

/** Paths as a program that runs in this folder finds them. */
export function seenFrom(folder: string, paths: readonly string[]): readonly string[] {
  return paths.map((target) => path.posix.relative(folder, target));
}
