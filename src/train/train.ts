import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Adapter } from '../core/adapter.js';
import { type DifferenceInterval, differenceOfMeans } from '../core/statistics.js';
import { initialState } from '../core/training/adamw.js';
import { parametersOf } from '../core/training/parameters.js';
import { readCheckpoint, readState, type TrainingState, writeCheckpoint, writeState } from './checkpoint.js';
import type { ComparedAdapters, Examination, TrainingEvent } from './events.js';
import { examine, passRate } from './examine.js';
import { Journal } from './journal.js';
import type { TrainingPlan } from './plan.js';
import type { RollOutMeans, TrainingProblem } from './roll-out.js';
import { trainStep } from './step.js';

export interface TrainOptions {
  /** Where the training's journal and checkpoints are: one that is there is gone on with. */
  readonly folder: string;
  readonly plan: TrainingPlan;
  /** SHA-256 of the model's file. */
  readonly model: string;
  /** At least one. */
  readonly training: readonly TrainingProblem[];
  /** What tells whether it helps; at least one. */
  readonly leftOut: readonly TrainingProblem[];
  /** One that changes nothing. */
  readonly initial: Adapter;
  readonly means: RollOutMeans;
  /** Told of everything since the training began, also by others before. */
  readonly onEvent: (event: TrainingEvent) => void;
}

/** Of fewer left-out problems an interval says nothing. */
export const leastToTell = 8;

/** What came of a training. */
export interface Trained {
  /** Whether all steps were made, or it ended before because it had not become better for long. */
  readonly ending: 'steps' | 'no-better';
  /** The adapter that did best; null where that is the plain model. */
  readonly best: BestAdapter | null;
}

export interface BestAdapter {
  readonly step: number;
  readonly adapter: Adapter;
  /** pass@1 less that of the plain model, with attempts that chose neither. */
  readonly gain: DifferenceInterval;
  /** Whether it may be used without being asked for: all of the interval is above 0, of problems enough to have one. */
  readonly helps: boolean;
}

/**
 * Trains an adapter, step by step. Every step ends in a checkpoint, and nothing that it does depends on anything but the plan,
 * the problems and the checkpoint before it: a training that was cut off goes on as if it had not been.
 *
 * @throws TrainingInUseError, TrainingChangedError, TrainingFolderError, TrainingDivergedError; CancelledError where it
 *   is told to stop
 */
export async function train(options: TrainOptions): Promise<Trained> {
  const { folder, plan, model, training, leftOut } = options;
  await mkdir(folder, { recursive: true });
  const { steps: _, ...rest } = plan;
  const idsOf = (problems: readonly TrainingProblem[]) => problems.map(({ id }) => id);
  const journal = await Journal.open(folder, { plan: rest, model, training: idsOf(training), leftOut: idsOf(leftOut) });
  try {
    return await run(options, journal);
  } finally {
    await journal.close();
  }
}

async function run({ folder, plan, training, leftOut, initial, means, onEvent }: TrainOptions, journal: Journal) {
  const checkpoints = path.join(folder, 'checkpoints');
  const bestFile = path.join(folder, 'best.safetensors');
  const { engine, signal } = means;
  let state: TrainingState = (await readCheckpoint(checkpoints)) ?? {
    step: 0,
    adapter: initial,
    optimizer: initialState(parametersOf(initial)),
  };
  const events = await journal.keep((event) => isBefore(event, state.step));
  for (const event of events) onEvent(event);
  const tell = async (event: TrainingEvent) => {
    await journal.append(event);
    events.push(event);
    onEvent(event);
  };

  const examinations = () => events.filter((event) => event.type === 'examined');
  for (;;) {
    const isDue = state.step % plan.evaluation.every === 0 || state.step === plan.steps;
    if (isDue && examinations().at(-1)?.step !== state.step) {
      await engine.adapt(state.adapter, { signal });
      const problems = await examine(leftOut, plan, examinationSeed(plan, 0), means);
      const examination: Examination = { type: 'examined', step: state.step, problems };
      if (bestOf([...examinations(), examination]) === examination) await writeState(bestFile, state);
      await tell(examination);
    }
    if (state.step >= plan.steps || isNoBetter(examinations(), plan)) break;
    const made = await trainStep(training, plan, state, means);
    // The journal before the checkpoint: a step that is in the one alone is made again.
    await tell({ type: 'step', report: made.report });
    await writeCheckpoint(checkpoints, made.state);
    state = made.state;
  }

  const ending = isNoBetter(examinations(), plan) ? 'no-better' : 'steps';
  const best = await readState(bestFile);
  if (!best || best.step === 0) return { ending, best: null } satisfies Trained;
  let compared = events.find(
    (event): event is ComparedAdapters => event.type === 'compared' && event.step === best.step,
  );
  if (!compared) {
    const examinedWith = async (adapter: Adapter | null) => {
      await engine.adapt(adapter, { signal });
      return examine(leftOut, plan, examinationSeed(plan, 1), means);
    };
    compared = {
      type: 'compared',
      step: best.step,
      plain: await examinedWith(null),
      adapted: await examinedWith(best.adapter),
    };
    await tell(compared);
  }
  const gain = gainOf(compared);
  return {
    ending,
    best: { step: best.step, adapter: best.adapter, gain, helps: leftOut.length >= leastToTell && gain.low > 0 },
  } satisfies Trained;
}

/** pass@1 of the adapter less that of the plain model, over the same problems. */
export function gainOf({ plain, adapted }: ComparedAdapters): DifferenceInterval {
  return differenceOfMeans(
    adapted.map(({ passed, attempts }, index) => [passed / attempts, plain[index]!.passed / plain[index]!.attempts]),
  );
}

/** The best of examinations by pass@1, the first of equal ones. */
function bestOf(examinations: readonly Examination[]): Examination | undefined {
  const [first, ...others] = examinations;
  return (
    first && others.reduce((best, each) => (passRate(each.problems) > passRate(best.problems) ? each : best), first)
  );
}

function isNoBetter(examinations: readonly Examination[], { evaluation }: TrainingPlan): boolean {
  const best = bestOf(examinations);
  return best !== undefined && examinations.length - 1 - examinations.indexOf(best) >= evaluation.patience;
}

/** Whether an event is of the time before a checkpoint's next step. */
function isBefore(event: TrainingEvent, step: number): boolean {
  switch (event.type) {
    case 'step':
      return event.report.step < step;
    case 'examined':
      return event.step <= step;
    case 'compared':
      return true;
  }
}

/** Others than those of steps, and others for the comparison at the end. */
function examinationSeed({ seed }: TrainingPlan, which: 0 | 1): number {
  return (Math.imul(seed, 0x27d4eb2f) + 0x10000 * (which + 1)) | 0;
}
