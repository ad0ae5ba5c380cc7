import type { Problem } from '../core/domain.js';
import type { Installation } from '../explore/installation.js';
import { parseVerifiers, readVerifiers, type VerifiersInOrder, verifiersFor } from '../verify/configuration.js';
import type { ConfigurationProblem } from '../verify/errors.js';
import { verifiedByExamples } from '../verify/examples.js';
import type { Judges } from '../verify/verification.js';
import { NothingConfiguredError, VerifierNameError } from './errors.js';
import { suggestionLines } from './suggestions.js';

/** What is to decide on candidates. */
export type JudgesChoice =
  /** Those of the workspace's settings; of these the named ones, where any is named. */
  | { readonly kind: 'configured'; readonly names: readonly string[] }
  /** A line for the system's shell. */
  | { readonly kind: 'command'; readonly line: string }
  /** Lines that must hold. */
  | { readonly kind: 'examples'; readonly lines: readonly string[] };

/**
 * Finds what decides on candidates.
 *
 * @param onLeftOut told of entries in the settings that cannot be used
 * @throws VerifierNameError, NothingConfiguredError, NoVerifierError, ConfigurationError; what `verifiedByExamples` throws
 */
export async function judgesOf(
  choice: JudgesChoice,
  problem: Problem,
  { grammars }: Installation,
  onLeftOut: (problem: ConfigurationProblem) => void,
): Promise<Judges> {
  switch (choice.kind) {
    case 'configured':
      return { verifiers: await configured(choice.names, problem, onLeftOut) };
    case 'command': {
      const { verifiers } = parseVerifiers([{ name: choice.line, shell: choice.line }]);
      return { verifiers: verifiersFor(verifiers, problem) };
    }
    case 'examples':
      return verifiedByExamples(problem, choice.lines.join('\n'), grammars);
  }
}

async function configured(
  names: readonly string[],
  problem: Problem,
  onLeftOut: (problem: ConfigurationProblem) => void,
): Promise<VerifiersInOrder> {
  const { verifiers, problems } = await readVerifiers(problem.workspace);
  for (const each of problems) onLeftOut(each);
  const unknown = names.filter((name) => !verifiers.some((verifier) => verifier.name === name));
  if (unknown.length > 0) {
    const known = verifiers.map(({ name }) => name).join(', ') || 'none';
    throw new VerifierNameError(
      `There is no verifier named ${unknown.join(', ')} in ${problem.workspace}; configured: ${known}.`,
    );
  }
  if (verifiers.length === 0) {
    const suggested = await suggestionLines(problem);
    throw new NothingConfiguredError(`No verifier is configured in ${problem.workspace}.${suggested}`);
  }
  const chosen = names.length > 0 ? verifiers.filter(({ name }) => names.includes(name)) : verifiers;
  return verifiersFor(chosen, problem);
}
