import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Problem } from '../core/domain.js';
import type { Exploration } from '../core/exploration.js';
import type { Installation } from '../explore/installation.js';
import { verifiersHash } from '../explore/verifiers-hash.js';
import { type Configuration, parseVerifiers, type Verifier, verifiersFor } from '../verify/configuration.js';
import { ConfigurationError, type ConfigurationProblem, NoVerifierError } from '../verify/errors.js';
import { ExampleReader, verifiedByExamples } from '../verify/examples.js';
import { suggestVerifiers, viewOnDisk } from '../verify/suggest/index.js';
import type { Judges } from '../verify/verification.js';
import { askExamples } from './ask-examples.js';
import { folderLabel } from './folders.js';
import { showLeftOut } from './notices.js';
import { inLine } from './plain-text.js';
import type { RememberedExamples } from './remembered-examples.js';

/** Finds out what decides on candidates; undefined where the person called it off. */
export type VerifierChoice = (problem: Problem) => Promise<Judges | undefined>;

/**
 * What the settings say, as they are in force for the problem's file; entries that cannot be used are named.
 *
 * @throws ConfigurationError, NoVerifierError
 */
export const configuredVerifiers: VerifierChoice = verifiersNamed([]);

/**
 * Of what the settings say only those of these names; where none is left of them, all.
 *
 * @throws ConfigurationError, NoVerifierError
 */
export function verifiersNamed(names: readonly string[]): VerifierChoice {
  return async (problem) => {
    const { verifiers, problems } = readConfiguration(problem);
    if (problems.length > 0) void showLeftOut(problems);
    const applicable = verifiersFor(verifiers, problem);
    const [first, ...others] = applicable.filter(({ name }) => names.includes(name));
    return { verifiers: first ? [first, ...others] : applicable };
  };
}

/**
 * The configured verifiers that check changes of a file; empty where none does.
 *
 * @throws ConfigurationError
 */
export function applicableVerifiers(problem: SourceFile): readonly Verifier[] {
  try {
    return verifiersFor(readConfiguration(problem).verifiers, problem);
  } catch (error) {
    if (error instanceof NoVerifierError) return [];
    throw error;
  }
}

type SourceFile = Pick<Problem, 'workspace' | 'file' | 'language'>;

function readConfiguration({ workspace, file }: SourceFile): Configuration {
  const uri = vscode.Uri.file(path.join(workspace, file));
  const label = folderLabel(workspace);
  const placed = (problems: readonly ConfigurationProblem[]) =>
    problems.map(({ place, reason }) => ({ place: label === null ? place : `${label}: ${place}`, reason }));
  try {
    const { verifiers, problems } = parseVerifiers(
      vscode.workspace.getConfiguration('exploreSolutions', uri).get('verifiers'),
    );
    return { verifiers, problems: placed(problems) };
  } catch (error) {
    throw error instanceof ConfigurationError ? new ConfigurationError(placed(error.problems)) : error;
  }
}

/**
 * Examples that the person types for the problem, instead of what is configured.
 *
 * @throws ExamplesUnsupportedError, ExampleGrammarError
 */
export function typedExamples({ grammars }: Installation, remembered: RememberedExamples): VerifierChoice {
  return async (problem) => {
    const reader = await ExampleReader.load(problem.language, grammars);
    try {
      const title = l10n.t('Explore with Examples: {0}', inLine(problem.name ?? path.posix.basename(problem.file)));
      const examples = await askExamples(reader, title, remembered.of(problem));
      if (!examples) return undefined;
      await remembered.keep(problem, examples);
      // A doctest ends at an empty line.
      return await verifiedByExamples(problem, examples.join('\n\n'), grammars);
    } finally {
      reader.dispose();
    }
  };
}

/**
 * What decided on an exploration: the examples that the person typed for it, what failed where a failing test was to be
 * fixed, or of what is configured those that it had.
 *
 * @throws what `configuredVerifiers` and `typedExamples` throw
 */
export function verifiersOf(
  { verifiersHash: before, verifiers: names }: Exploration,
  { grammars }: Installation,
  remembered: RememberedExamples,
): VerifierChoice {
  return async (problem) => {
    const wasIt = (judges: Judges | null) => judges !== null && verifiersHash(judges) === before;
    const examples = remembered.of(problem);
    if (examples.length > 0) {
      const judges = await verifiedByExamples(problem, examples.join('\n\n'), grammars);
      if (wasIt(judges)) return judges;
    }
    const suggested = await withSuggested(problem, names);
    return suggested && wasIt(suggested) ? suggested : verifiersNamed(names)(problem);
  };
}

/** The configured ones and one that is suggested, as *Fix Failing Test* runs them; null where these names are others. */
async function withSuggested(problem: SourceFile, names: readonly string[]): Promise<Judges | null> {
  const configured = applicableVerifiers(problem);
  const suggested = (await suggestedVerifiers(problem)).find(({ name }) => name === names.at(-1));
  const [first, ...others] = suggested ? [...configured, suggested] : [];
  return first ? { verifiers: [first, ...others] } : null;
}

/** What the workspace seems to have and is not configured, narrow ones first. */
export async function suggestedVerifiers(problem: SourceFile): Promise<readonly Verifier[]> {
  const configured = applicableVerifiers(problem);
  const suggestions = await suggestVerifiers(viewOnDisk(problem.workspace), problem.file);
  const { verifiers } = parseVerifiers(suggestions.map(({ entry }) => entry));
  return verifiers.filter(({ name }) => !configured.some((each) => each.name === name));
}
