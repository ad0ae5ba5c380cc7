import { defaultPlan } from '../../src/core/defaults.js';
import type { SamplingOptions } from '../../src/core/domain.js';
import type { SetName } from '../selection/problems/problem.js';

/** A pool for each problem of a set, by one model in one way. */
export interface PoolPlan {
  readonly name: string;
  readonly model: 'embedded' | 'coder';
  readonly set: SetName;
  /** Every so many-th problem of the set. */
  readonly every: number;
  readonly attempts: number;
  readonly sampling: SamplingOptions;
  readonly seed: number;
  readonly maxTokens: number;
  /** What is asked beside the problem, of eight attempts in turn each; of fewer where all would not have their turn. */
  readonly hints: readonly string[];
  /** What the body is made to begin with, in the same way; as the model likes where left out. JavaScript. */
  readonly beginnings?: readonly string[];
  /** Attempts behind the first are drawn on the evidence of why those fail, unless one of them passes. */
  readonly secondWave?: {
    /** The pool, of the same model and problems, whose first attempts are the first wave. */
    readonly after: string;
    readonly firstWave: number;
  };
  /** Whether attempts' features are kept. */
  readonly features: boolean;
}

const plain = {
  every: 1,
  attempts: 64,
  seed: 1,
  sampling: defaultPlan.sampling,
  maxTokens: 256,
  hints: [''],
  features: true,
} as const;
const embedded = { ...plain, model: 'embedded' } as const;
/** Ten times as many parameters: half the attempts take five times as long. */
const coder = { ...plain, model: 'coder', attempts: 32 } as const;
/** What many attempts bring: of fewer problems, and others than those of the same problems' smaller pools. */
const large = { attempts: 256, seed: 2 } as const;
const hot = { ...plain.sampling, temperature: 1.5 };
/** They end late, and their pools are looked at 32 attempts at a time. */
const hotly = { every: 2, attempts: 32, sampling: hot } as const;

/** Pools on which orders are compared, in the order in which they are made. */
export const plans: readonly PoolPlan[] = [
  { ...embedded, name: 'javascript-embedded', set: 'javascript' },
  { ...embedded, name: 'typescript-embedded', set: 'typescript' },
  { ...coder, name: 'javascript-coder', set: 'javascript' },
  { ...coder, name: 'humaneval-coder', set: 'humaneval', every: 4 },
  { ...embedded, name: 'humaneval-embedded', set: 'humaneval' },
  { ...coder, name: 'typescript-coder', set: 'typescript' },
  { ...coder, name: 'game24-coder', set: 'game24' },
  { ...embedded, ...hotly, name: 'javascript-embedded-hot', set: 'javascript' },
  { ...coder, ...hotly, name: 'javascript-coder-hot', set: 'javascript' },
  { ...embedded, ...large, name: 'humaneval-embedded-large', set: 'humaneval', every: 4 },
  { ...embedded, ...large, name: 'javascript-embedded-large', set: 'javascript', every: 2 },
];

/** Large pools are looked at as a whole alone: the smaller ones of the same problems stand for their parts. */
export function isLarge({ attempts }: PoolPlan): boolean {
  return attempts > plain.attempts;
}

/** Hot pools answer a question of their own: whether it helps to differ where attempts are incoherent. */
export function isHot({ sampling }: PoolPlan): boolean {
  return sampling.temperature === hot.temperature;
}

/** So that attempts differ by what they are asked, and not by chance alone; few, as each prompt has to be read. */
const hints = [
  '',
  'Do not take the most obvious approach.',
  'Think of empty input, single elements and other edge cases first.',
  'Write it as simply as you can.',
];

/** So that attempts differ by their algorithm. */
const approaches = [
  '',
  'Use recursion.',
  'Use a loop and no built-in functions.',
  'Split it into small helper functions.',
  'Use a table or a dictionary.',
  'Sort the input first, or scan it once.',
];

/** Each without the space that follows it: tokens begin with theirs. */
const beginnings = ['', 'if', 'const', 'let', 'return', 'for'];

/** Ways to draw, beside the usual one. */
const ways: Readonly<Record<string, Partial<SamplingOptions>>> = {
  'temperature 0.4': { temperature: 0.4 },
  'temperature 0.6': { temperature: 0.6 },
  'temperature 1': { temperature: 1 },
  'temperature 1.2': { temperature: 1.2 },
  'top-p 1': { topP: 1 },
  'temperature 1, min-p 0.1': { temperature: 1, topP: 1, minP: 0.1 },
  'temperature 1.5, min-p 0.1': { temperature: 1.5, topP: 1, minP: 0.1 },
};

/** Pools of JavaScript problems on which ways to draw are compared; `usual` is drawn in the usual way, and is a plan of `plans`. */
export const samplingPlans: readonly { readonly usual: string; readonly way: string; readonly plan: PoolPlan }[] = [
  embedded,
  { ...coder, every: 2 },
].flatMap((base) => {
  const usual = `javascript-${base.model}`;
  const planned = (way: string, changes: Partial<PoolPlan>) => {
    const name = `${usual}-${way.replaceAll(/, | /g, '-')}`;
    return { usual, way, plan: { ...base, name, set: 'javascript' as const, features: false, ...changes } };
  };
  const drawn = Object.entries(ways).map(([way, options]) =>
    planned(way, { sampling: { ...base.sampling, ...options } }),
  );
  return [
    ...drawn,
    planned('four prompts', { hints }),
    planned('six approaches', { hints: approaches }),
    planned('first lines', { beginnings }),
    planned('second wave', { secondWave: { after: usual, firstWave: 16 } }),
  ];
});
