import type { Adapter } from '../core/adapter.js';
import { project, sparseProjection } from '../core/projection.js';
import { RandomStream } from '../core/random.js';
import { meanOf } from '../core/statistics.js';
import { adamW } from '../core/training/adamw.js';
import { parametersOf, sumOf, withParameters } from '../core/training/parameters.js';
import { problemsOfStep } from '../core/training/problem-order.js';
import { type Advantages, advantagesOf, rewardArms } from '../core/training/rewards.js';
import type { TrainingState } from './checkpoint.js';
import { TrainingDivergedError } from './errors.js';
import type { StepReport } from './events.js';
import type { TrainingPlan } from './plan.js';
import { type RolledOut, type RollOutMeans, rollOut, type TrainingProblem } from './roll-out.js';

/** Features longer than that are projected, by another projection each step (METHOD.md section 6). */
const featureLength = 512;

interface Lesson extends RolledOut {
  readonly advantages: Advantages;
}

/**
 * One step of GRPO (Shao et al. 2024, arXiv 2402.03300): groups are drawn with the adapter as it is, each attempt is worth its
 * advantage over its group, and the adapter makes one step against the loss's gradient. As attempts are drawn by the
 * very adapter that is differentiated, each ratio is 1.
 *
 * @throws TrainingDivergedError
 */
export async function trainStep(
  problems: readonly TrainingProblem[],
  plan: TrainingPlan,
  state: TrainingState,
  means: RollOutMeans,
): Promise<{ readonly state: TrainingState; readonly report: StepReport }> {
  const { engine, signal } = means;
  const seconds = { sample: 0, verify: 0, encode: 0, forward: 0, backward: 0 };
  const chosen = problemsOfStep(
    { problems: problems.length, perStep: plan.groupsPerStep, seed: plan.seed },
    positionOf(state.step, plan.groupsPerStep, problems.length),
  ).problems;

  await engine.adapt(state.adapter, { signal });
  const lessons: Lesson[] = [];
  for (const [place, index] of chosen.entries()) {
    const rolledOut = await rollOut(problems[index]!, plan, seedOf(plan.seed, state.step, place), means);
    const drawn = performance.now();
    lessons.push({ ...rolledOut, advantages: await advantagesFor(rolledOut, plan, state.step, means) });
    seconds.sample += rolledOut.seconds.sample;
    seconds.verify += rolledOut.seconds.verify;
    seconds.encode += (performance.now() - drawn) / 1000;
  }

  const teaching = lessons.filter(({ advantages }) => advantages.values.some((value) => value !== 0));
  const tokens = sum(teaching.flatMap(({ attempts }) => attempts.map(tokensOf)));
  const gradients: Adapter[] = [];
  const entropies: number[] = [];
  let loss = 0;
  for (const { prompt, attempts, advantages } of teaching) {
    const found = await engine.differentiate(
      {
        adapter: state.adapter,
        prompt,
        attempts: attempts.map((attempt, index) => ({
          tokens: [...attempt.tokens],
          ended: attempt.finishReason === 'end',
          advantage: advantages.values[index]!,
        })),
        drawn: null,
        clip: plan.clip,
        divergenceWeight: plan.divergenceWeight,
        tokens,
      },
      { signal },
    );
    gradients.push(found.gradient);
    entropies.push(...found.entropies.flatMap((values) => [...values]));
    loss += found.loss;
    seconds.forward += found.forwardSeconds;
    seconds.backward += found.backwardSeconds;
  }

  const rewards = lessons.flatMap((lesson) => lesson.rewards);
  const spreads = lessons.flatMap(({ advantages }) => (advantages.spread === null ? [] : [advantages.spread]));
  const [first, ...others] = gradients;
  const parameters = parametersOf(state.adapter);
  const moved = first
    ? adamW(parameters, parametersOf(sumOf([first, ...others])), state.optimizer, plan.optimizer)
    : { parameters, state: state.optimizer, gradientNorm: 0 };
  if (!Number.isFinite(moved.gradientNorm)) throw new TrainingDivergedError(state.step);
  return {
    state: {
      step: state.step + 1,
      adapter: withParameters(state.adapter, moved.parameters),
      optimizer: moved.state,
    },
    report: {
      step: state.step,
      reward: meanOf(rewards),
      passed: meanOf(rewards.map((reward) => (reward === 1 ? 1 : 0))),
      distinct: sum(lessons.map(({ candidates }) => candidates)) / rewards.length,
      taught: teaching.length,
      spread: spreads.length > 0 ? meanOf(spreads) : null,
      loss,
      entropy: entropies.length > 0 ? meanOf(entropies) : null,
      gradientNorm: moved.gradientNorm,
      tokens,
      seconds,
    },
  };
}

async function advantagesFor(
  { prompt, attempts, rewards }: RolledOut,
  plan: TrainingPlan,
  step: number,
  { engine, signal }: RollOutMeans,
): Promise<Advantages> {
  // Where none is right the bonus is left out, and features need not be known.
  const arm = rewards.every((reward) => reward < 1) ? rewardArms.grpo : rewardArms[plan.arm];
  const of = (features: readonly Float64Array[]) =>
    advantagesOf(
      attempts.map(({ meanLogProbability }, index) => ({
        reward: rewards[index]!,
        meanLogProbability,
        features: features[index]!,
      })),
      arm,
    );
  if (arm.kind !== 'bonus') return of(attempts.map(() => new Float64Array()));
  const representations = await engine.encode(
    { prompt, attempts: attempts.map(({ tokens, finishReason }) => ({ tokens: [...tokens], finishReason })) },
    { signal },
  );
  const width = representations[0]!.length;
  const projection = sparseProjection(width, featureLength, RandomStream.of(seedOf(plan.seed, step, -1)));
  return of(
    representations.map((each) => (width > featureLength ? project(projection, each) : Float64Array.from(each))),
  );
}

function positionOf(step: number, perStep: number, problems: number) {
  const taken = step * perStep;
  return { epoch: Math.floor(taken / problems), index: taken % problems };
}

/** Another one for each group of each step. */
function seedOf(seed: number, step: number, place: number): number {
  return (Math.imul(seed, 0x9e3779b1) + Math.imul(step, 0x85ebca6b) + Math.imul(place, 0xc2b2ae35)) | 0;
}

/** With its end token, where it has one. */
function tokensOf({ tokens, finishReason }: RolledOut['attempts'][number]): number {
  return tokens.length + (finishReason === 'end' ? 1 : 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
