import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Problem } from '../core/domain.js';
import {
  type Candidate,
  EventOrderError,
  type Exploration,
  type ExplorationEvent,
  isResumable,
  type Plan,
  planWithMore,
  reduce,
} from '../core/exploration.js';
import { rewardOf } from '../core/selectors/reward.js';
import { indicesBelow } from '../protocol/engine.js';
import { ExplorationFinishedError, ProblemChangedError } from './errors.js';
import { arrivedOf, Picks } from './picks.js';
import { RecordError } from './record.js';

/** An exploration as its record tells it, with what it needs to go on. */
export interface Past {
  readonly state: Exploration;
  readonly picks: Picks;
  /** How many events its record had. */
  readonly events: number;
  /** SHA-256 of the model's file; null where none was loaded yet. */
  readonly modelHash: string | null;
  /** What is to be asked of it from now on; null where that is what was asked before. */
  readonly raised: Plan | null;
}

/** How it is to go on. */
export interface Onwards {
  /** The file's text as it is now. */
  readonly sourceOf?: (problem: Problem) => Promise<string>;
  /** So many attempts more than it has; with them, one that had come to its end goes on too. */
  readonly more?: number | undefined;
}

/**
 * What an exploration goes on from.
 *
 * @param events of its record, in order
 * @throws RecordError where they tell none, ExplorationFinishedError, ProblemChangedError
 */
export async function readPast(
  events: readonly ExplorationEvent[],
  { sourceOf = onDisk, more }: Onwards = {},
): Promise<Past> {
  const past = replay(events);
  if (more === undefined && !isResumable(past.state)) throw new ExplorationFinishedError();
  const { problem } = past.state;
  const source = await sourceOf(problem).catch((cause) => {
    throw new ProblemChangedError(problem, { cause });
  });
  if (source !== problem.source) throw new ProblemChangedError(problem);
  return { ...past, events: events.length, raised: more === undefined ? null : planWithMore(past.state, more) };
}

function onDisk({ workspace, file }: Problem): Promise<string> {
  return readFile(path.join(workspace, file), 'utf8');
}

/** Candidates that were picked and have no verdict, in the order of their picks. */
export function beingVerified({ candidates }: Exploration): Candidate[] {
  return [...candidates.values()]
    .flatMap((candidate) =>
      candidate.progress.kind === 'verifying' ? [{ candidate, pick: candidate.progress.pick }] : [],
    )
    .sort((a, b) => a.pick - b.pick)
    .map(({ candidate }) => candidate);
}

/** The indices of attempts that are still to be drawn. */
export function missingAttempts({ plan, candidates, unusable }: Exploration): number[] {
  const drawn = [
    ...[...candidates.values()].flatMap(({ attempts }) => attempts),
    ...unusable.map(({ attempt }) => attempt),
  ];
  const known = new Set(drawn.map(({ index }) => index));
  return indicesBelow(plan.attempts).filter((index) => !known.has(index));
}

/** Picks are made again, and not only counted: so the selector's random numbers go on where they were. */
function replay([first, ...others]: readonly ExplorationEvent[]): Omit<Past, 'events' | 'raised'> {
  if (first?.type !== 'started') throw new RecordError(l10n.t('The record holds no exploration yet.'));
  let state = reduce(null, first);
  let modelHash: string | null = null;
  const picks = new Picks(state.plan);
  for (const event of others) {
    state = followed(state, event);
    if (event.type === 'model') modelHash ??= event.hash;
    if (event.type === 'attempt') picks.take(arrivedOf(event, state));
    if (event.type === 'verdict') picks.learn(event.candidate, rewardOf(event.verdict));
    if (event.type === 'picked') {
      // Whether attempts were to follow does not matter: one that was picked had what it was chosen among.
      const again = picks.next(true);
      if (typeof again === 'string' || again.candidate !== event.candidate) {
        throw new RecordError(
          l10n.t('The record picked candidate {0}, which this version would not.', event.candidate),
        );
      }
    }
  }
  return { state, picks, modelHash };
}

function followed(state: Exploration, event: ExplorationEvent): Exploration {
  try {
    return reduce(state, event);
  } catch (cause) {
    if (!(cause instanceof EventOrderError)) throw cause;
    throw new RecordError(l10n.t('The record’s events do not follow on each other: {0}.', cause.message), { cause });
  }
}
