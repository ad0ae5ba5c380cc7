import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Problem } from '../core/domain.js';
import { toError } from '../core/errors.js';
import { permutation } from '../core/permutation.js';
import { RandomStream } from '../core/random.js';
import { readVerifiers, verifiersFor } from '../verify/configuration.js';
import { openVerification, type Verification, type VerificationOptions } from '../verify/verification.js';
import { TooFewProblemsError } from './errors.js';
import type { TrainingProblem } from './roll-out.js';

/** Fewer say nothing about whether it helps. */
const least = 4;

export interface OpenProblems {
  readonly problems: readonly TrainingProblem[];
  /** Those that cannot be verified, and why. */
  readonly leftAside: readonly { readonly id: string; readonly reason: string }[];
  close(): Promise<void>;
}

/** Opens what verifies problems, once for those of one workspace that the same verifiers judge. */
export async function openProblems(
  problems: readonly Problem[],
  options: Omit<VerificationOptions, 'workspace' | 'verifiers' | 'additions'>,
): Promise<OpenProblems> {
  const opened = new Map<string, Verification>();
  const usable: TrainingProblem[] = [];
  const leftAside: { id: string; reason: string }[] = [];
  for (const problem of problems) {
    const id = idOf(problem);
    try {
      const verifiers = verifiersFor((await readVerifiers(problem.workspace)).verifiers, problem);
      const key = JSON.stringify([problem.workspace, verifiers.map(({ name }) => name)]);
      const verification =
        opened.get(key) ?? (await openVerification({ ...options, workspace: problem.workspace, verifiers }));
      opened.set(key, verification);
      usable.push({ id, problem, verify: (candidate, signal) => verification.verify(candidate, signal) });
    } catch (thrown) {
      leftAside.push({ id, reason: toError(thrown).message });
    }
  }
  const close = async () => {
    await Promise.all([...opened.values()].map((verification) => verification.close()));
  };
  return { problems: usable, leftAside, close };
}

/**
 * Leaves some problems out, by which it is found out whether training helps.
 *
 * @param share of all, above 0 and below 1
 * @throws TooFewProblemsError
 */
export function leaveOut<T>(problems: readonly T[], share: number, seed: number) {
  if (problems.length < least) throw new TooFewProblemsError(problems.length, least);
  const order = permutation(problems.length, RandomStream.of(seed)).map((index) => problems[index]!);
  const count = Math.min(problems.length - 1, Math.max(1, Math.round(share * problems.length)));
  return { training: order.slice(count), leftOut: order.slice(0, count) };
}

/** Equal for the same place of the same workspace. */
export function idOf({ workspace, file, name, range }: Problem): string {
  const where = createHash('sha256').update(workspace).digest('hex').slice(0, 6);
  return `${path.basename(workspace)}-${where}/${file}#${name ?? range.start}`;
}
