import { RandomStream } from '../../../src/core/random.js';
import type { FamilyProblem, Level } from './family.js';

/** What is learned on, and what is never seen meanwhile; both in the order of the family. */
export interface FamilySplit {
  readonly training: readonly FamilyProblem[];
  readonly leftOut: readonly FamilyProblem[];
}

/** 100 in all. */
const shares: Readonly<Record<Level, number>> = { 1: 34, 2: 33, 3: 33 };

/**
 * Leaves 100 problems out, in equal shares of the levels. Of each share half, rounded up, are whole operations, of which
 * nothing is in training. Each of the others has an operation of its own that is in training with other constants, so that
 * what it tells is how well a model learned an operation, not whether it can write a new one; `operation` tells which is which.
 *
 * @param problems a whole family
 * @param seed of what is left out, any integer
 */
export function splitFamily(problems: readonly FamilyProblem[], seed: number): FamilySplit {
  const streams = RandomStream.streams(seed);
  const out = new Set(
    ([1, 2, 3] as const).flatMap((level) => {
      const ofLevel = problems.filter((problem) => problem.level === level);
      return leftOutOf(ofLevel, shares[level], streams.next().value);
    }),
  );
  return {
    training: problems.filter((problem) => !out.has(problem)),
    leftOut: problems.filter((problem) => out.has(problem)),
  };
}

function leftOutOf(problems: readonly FamilyProblem[], share: number, random: RandomStream): FamilyProblem[] {
  const operations = shuffled([...new Set(problems.map(({ operation }) => operation))], random);
  const whole: FamilyProblem[] = [];
  const partly: FamilyProblem[] = [];
  for (const operation of operations) {
    const same = problems.filter((problem) => problem.operation === operation);
    if (whole.length + same.length <= Math.ceil(share / 2)) whole.push(...same);
    else if (same.length > 1 && partly.length < Math.floor(share / 2)) partly.push(same[random.below(same.length)]!);
  }
  if (whole.length + partly.length < share) throw new RangeError('too few operations that have several problems');
  return [...whole, ...partly];
}

/** Fisher and Yates. */
function shuffled<T>(all: readonly T[], random: RandomStream): T[] {
  const order = [...all];
  for (let last = order.length - 1; last > 0; last--) {
    const at = random.below(last + 1);
    [order[last], order[at]] = [order[at]!, order[last]!];
  }
  return order;
}
