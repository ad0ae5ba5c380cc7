import type { Findings } from './findings.js';

type FoundCandidate = Findings['survivors'][number];

/** What an exploration found, in words for a language model or a person. */
export function findingsText(findings: Findings): string {
  const { survivors, differences, nearMisses, notes, record } = findings;
  const blocks = [
    summary(findings),
    ...survivors.map((candidate, index) => block(`Survivor ${index + 1}`, candidate)),
    ...(differences.length > 0 ? [['Differences between survivors:', ...differences].join('\n')] : []),
    ...nearMisses.map((candidate, index) => block(`Near miss ${index + 1}`, candidate)),
    ...notes.map((note) => `Note: ${note}`),
    `Nothing was written to the workspace: a diff above has to be applied. Record: ${record}`,
  ];
  return harmless(blocks.join('\n\n'));
}

const endings: Readonly<Record<Findings['ending'], string>> = {
  survivors: 'Enough candidates passed.',
  budget: 'The budget of verifier runs is spent.',
  exhausted: 'All attempts are used.',
  cancelled: 'It was stopped.',
  failed: 'It failed.',
};

function summary({ ending, survivors, file, function: name, model, attempts, distinct, verified, seconds }: Findings) {
  const found = survivors.length === 1 ? '1 survivor' : `${survivors.length} survivors`;
  const where = name === null ? file : `${name} in ${file}`;
  const advice =
    survivors.length === 0 && ending === 'exhausted'
      ? ' More attempts or a larger model may help; so may a verifier with a report that counts checks.'
      : '';
  return (
    `${endings[ending]} ${found} for ${where}: ${verified} of ${distinct} different candidates verified, ` +
    `from ${attemptsOf(attempts)} by ${model ?? 'a model that was not loaded'}, in ${seconds.toFixed(1)} s.${advice}`
  );
}

function block(heading: string, { id, attempts, verdict, diff }: FoundCandidate): string {
  const said = attemptsOf(attempts);
  const checks = verdict.checks ? `, ${verdict.checks.passed} of ${verdict.checks.total} checks passed` : '';
  const result = `${verdict.outcome} by "${verdict.verifier}"${checks}, ${verdict.seconds.toFixed(1)} s`;
  return [`${heading} (candidate ${id + 1}, said by ${said}): ${result}`, ...reasons(verdict), diff.trimEnd()].join(
    '\n',
  );
}

/** Why it did not pass: the first check that failed, else the end of what the verifier wrote. */
function reasons({ outcome, firstFailure, output }: FoundCandidate['verdict']): string[] {
  if (outcome === 'pass') return [];
  if (!firstFailure) return output === '' ? [] : [`Output: ${output}`];
  const { name, message, expected, actual } = firstFailure;
  const compared = expected === null && actual === null ? message : `expected ${expected}, actual ${actual}`;
  return [`First failing check: ${name}${compared === null ? '' : `: ${compared}`}`];
}

/** Candidates and verifiers wrote parts of it; whoever shows it in a terminal shows text and nothing else. */
function harmless(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '\uFFFD');
}

/** "1 attempt", "2 attempts": in English, for a terminal and for models. */
export function attemptsOf(count: number): string {
  return count === 1 ? '1 attempt' : `${count} attempts`;
}
