import { firstFailure } from '../core/checks.js';
import type { Candidate, Exploration } from '../core/exploration.js';
import { nearest } from '../core/neighbours.js';
import { selectorNamed } from '../core/selectors/index.js';
import type { CandidateDetails } from '../protocol/panel.js';
import { changeOf } from './change.js';
import { candidateName } from './snapshot.js';

/** Most characters of a verifier's output that the panel shows: its end, where results stand. */
const shownOutput = 8000;

const shownNeighbours = 3;

/** What the panel shows of a candidate that is open. */
export function detailsOf(state: Exploration, candidate: Candidate): CandidateDetails {
  const { lines, more } = changeOf(state.problem.source, candidate.edits);
  return {
    why: whyOf(state, candidate),
    change: [...lines],
    moreLines: more,
    evidence: evidenceOf(candidate),
    neighbours: neighboursOf(state, candidate).map((each) => ({ id: each.id, name: candidateName(each) })),
  };
}

/** The ids of the candidates in whose name, code or evidence, as far as it is shown, a text occurs, in any case of letters. */
export function findCandidates(state: Exploration, text: string): number[] {
  const wanted = text.toLowerCase();
  const has = (value: string) => value.toLowerCase().includes(wanted);
  const matches = (candidate: Candidate) => {
    if (has(candidateName(candidate)) || candidate.edits.some((edit) => has(edit.text))) return true;
    const evidence = evidenceOf(candidate);
    if (!evidence) return false;
    const { verifier, output, firstFailure } = evidence;
    return has(verifier) || has(output) || Object.values(firstFailure ?? {}).some((each) => each !== null && has(each));
  };
  return [...state.candidates.values()].filter(matches).map(({ id }) => id);
}

/** The candidates whose hidden states are most like this one's. */
export function neighboursOf({ candidates }: Exploration, candidate: Candidate, count = shownNeighbours): Candidate[] {
  const all = [...candidates.values()];
  const rows = all.map(({ attempts }) => attempts[0]!.representation);
  return nearest(rows, all.indexOf(candidate), count).map((row) => all[row]!);
}

function whyOf({ plan }: Exploration, { progress }: Candidate): string | null {
  if (progress.kind === 'waiting') return null;
  return selectorNamed(plan.selector).choice(progress.pick, progress.pool);
}

function evidenceOf({ progress }: Candidate): CandidateDetails['evidence'] {
  if (progress.kind !== 'verified') return null;
  const { verifier, output, checks } = progress.verdict;
  return { verifier, output: output.slice(-shownOutput), firstFailure: firstFailure(checks) };
}
