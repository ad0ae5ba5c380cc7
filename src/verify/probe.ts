import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { parseVerifiers, type Verifier, verifiersFor } from './configuration.js';
import { OWN_FOLDER, onlyFile } from './entry.js';
import { isExampleLanguage } from './examples/read.js';
import { ecmascriptProbe } from './probe/ecmascript.js';
import type { ProbedFunction, ProbeLimits } from './probe/probed-function.js';
import { pythonProbe } from './probe/python.js';
import { pythonFor } from './suggest/python.js';
import { viewOnDisk } from './suggest/workspace.js';
import type { CandidateFile, Observation } from './verification.js';

export type { ProbedFunction } from './probe/probed-function.js';

const limits: ProbeLimits = { all: 10, each: 1 };

/** What still runs then is at one input that cannot be ended. */
const SECONDS = 20;

/** The result of an input from which a candidate did not come back. */
export const NO_END = l10n.t('no end within {0} s', limits.each);

/** A program of ours that calls a function of a candidate with many inputs. */
export interface Probe {
  readonly verifier: Verifier;
  /** Has to be written into the copy that it runs in. */
  readonly program: CandidateFile;
  readonly inputs: number;
}

/** What a candidate answered. */
export type Answers =
  /** A result an input, in canonical form; null for those that it did not come to. */
  | { readonly kind: 'answered'; readonly results: readonly (string | null)[] }
  | { readonly kind: 'none'; readonly reason: string };

/** The program that calls a function; null where its language is none in which that can be done. */
export async function probeOf(
  probed: ProbedFunction,
  { workspace, language }: { readonly workspace: string; readonly language: string },
): Promise<Probe | null> {
  if (!isExampleLanguage(language)) return null;
  const isPython = language === 'python';
  const { file, inputs } = probed;
  const program = {
    file: `${OWN_FOLDER}/probe.${isPython ? 'py' : 'mjs'}`,
    text: isPython ? pythonProbe(probed, limits) : ecmascriptProbe(probed, language === 'typescript', limits),
  };
  const entry = {
    name: 'probe',
    command: [isPython ? await pythonFor(viewOnDisk(workspace), file) : 'node', program.file],
    timeoutSeconds: SECONDS,
    files: onlyFile(file),
  };
  const [verifier] = verifiersFor(parseVerifiers([entry]).verifiers, { file, language });
  return { verifier, program, inputs: inputs.length };
}

const answerLine = z.object({ input: z.int().min(0), result: z.string().max(2000) });
const doneLine = z.object({ done: z.literal(true) });
const failureLine = z.object({ failed: z.string() });

/** Reads what a probe wrote. An input that ended the process, or from which it did not come back in time, has that as its result. */
export function readAnswers({ inputs }: Probe, { verdict, written }: Observation): Answers {
  const lines = written.split('\n').map(parsed);
  const results: (string | null)[] = new Array<null>(inputs).fill(null);
  for (const line of lines) {
    const { success, data } = answerLine.safeParse(line);
    if (success && data.input < inputs) results[data.input] = data.result;
  }
  const failure = lines.map((line) => failureLine.safeParse(line)).find(({ success }) => success)?.data;
  const unanswered = results.indexOf(null);
  const isDone = lines.some((line) => doneLine.safeParse(line).success);
  if (unanswered === 0) {
    const why = failure?.failed ?? (verdict.output.trim().slice(-300) || l10n.t('it ended without an answer'));
    return { kind: 'none', reason: why.replace(/\s+/g, ' ').slice(0, 300) };
  }
  if (unanswered > 0 && !isDone)
    results[unanswered] = verdict.outcome === 'timeout' ? NO_END : l10n.t('ends the process');
  return { kind: 'answered', results };
}

function parsed(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
