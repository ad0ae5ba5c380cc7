import * as l10n from '@vscode/l10n';
import { type CodeForm, type Comparison, groupByBehaviour } from '../core/comparison.js';
import { applyEdits, type Problem } from '../core/domain.js';
import { toError } from '../core/errors.js';
import { type Candidate, type Exploration, survivors } from '../core/exploration.js';
import { codeForms } from '../problem/code-forms.js';
import type { CodeParser } from '../problem/parser.js';
import { type Answers, NO_END, type Probe, probeOf, readAnswers } from '../verify/probe.js';
import type { Judges, Verification } from '../verify/verification.js';
import { inputsFor } from './probe-inputs.js';

/** Survivors that are compared, those that most attempts said; each costs two runs. */
const MOST_SURVIVORS = 24;

/** For which a person is kept waiting. */
const MOST_SECONDS = 60;

/** Characters of an input that are shown. */
const SHOWN_INPUT = 200;

export interface ComparingMeans extends Judges {
  readonly verification: Verification;
  readonly parser: CodeParser;
}

/**
 * How the survivors differ: in what they do on inputs that nobody had asked them about, and in what their code looks
 * like. null where there are fewer than two, or when it is stopped.
 */
export async function compareSurvivors(
  state: Exploration,
  means: ComparingMeans,
  signal: AbortSignal,
): Promise<Comparison | null> {
  const compared = survivors(state).slice(0, MOST_SURVIVORS);
  if (compared.length < 2 || signal.aborted) return null;
  const forms: readonly CodeForm[] = codeForms(state.problem, compared, means.parser);
  const late = AbortSignal.timeout(MOST_SECONDS * 1000);
  try {
    return { behaviour: await behaviourOf(state.problem, compared, means, AbortSignal.any([signal, late])), forms };
  } catch (thrown) {
    if (signal.aborted) return null;
    if (late.aborted) {
      return { behaviour: { kind: 'unknown', reason: l10n.t('it takes longer than {0} s', MOST_SECONDS) }, forms };
    }
    // What was found stands, whatever becomes of this.
    return {
      behaviour: { kind: 'unknown', reason: l10n.t('it failed: {0}', toError(thrown).message).slice(0, 500) },
      forms,
    };
  }
}

async function behaviourOf(
  problem: Problem,
  compared: readonly Candidate[],
  means: ComparingMeans,
  signal: AbortSignal,
): Promise<Comparison['behaviour']> {
  const found = await inputsFor(problem, means);
  if (found.kind === 'none') return { kind: 'unknown', reason: found.reason };
  const { name, inputs } = found;
  const probe = await probeOf({ file: problem.file, name, inputs }, problem);
  if (!probe) return { kind: 'unknown', reason: l10n.t('functions of this language cannot be called') };
  const runs = await Promise.all(
    compared.map(async (candidate) => ({
      candidate: candidate.id,
      answers: await answersTwice(problem, candidate, probe, means.verification, signal),
    })),
  );
  const calls = inputs.map((input) => shortened(`${name}(${input})`));
  const judged = runs.map(({ candidate, answers }) => ({ candidate, told: settled(answers, calls) }));
  return groupByBehaviour(
    calls,
    judged.flatMap(({ candidate, told }) => (typeof told === 'string' ? [] : [{ candidate, results: told }])),
    judged.flatMap(({ candidate, told }) => (typeof told === 'string' ? [{ candidate, reason: told }] : [])),
  );
}

type Twice = readonly [Answers, Answers];

async function answersTwice(
  { file, source }: Problem,
  { edits }: Candidate,
  probe: Probe,
  verification: Verification,
  signal: AbortSignal,
): Promise<Twice> {
  const candidate = { file, text: applyEdits(source, edits) };
  const answers = async () => readAnswers(probe, await verification.observe(candidate, probe, signal));
  return Promise.all([answers(), answers()]);
}

/** Results that both runs gave, or why there are none: what chance or time decides is no difference to another candidate. */
function settled([first, second]: Twice, calls: readonly string[]): readonly (string | null)[] | string {
  if (first.kind === 'none') return l10n.t('could not be run: {0}', first.reason);
  if (second.kind === 'none') return l10n.t('could not be run: {0}', second.reason);
  const results: (string | null)[] = [];
  for (const [at, call] of calls.entries()) {
    const [a = null, b = null] = [first.results[at], second.results[at]];
    // Just in time is a matter of how busy the machine is.
    const isKnown = a !== null && b !== null && (a === NO_END) === (b === NO_END);
    if (isKnown && a !== b) return l10n.t('does not always do the same: {0} gives {1}, then {2}', call, a, b);
    results.push(isKnown ? a : null);
  }
  return results;
}

function shortened(input: string): string {
  return input.length <= SHOWN_INPUT ? input : `${input.slice(0, SHOWN_INPUT - 1)}…`;
}
