import { allSelectors } from '../../src/core/selectors/index.js';
import { type Cases, type Runs, randomRuns, runsOf } from './measure.js';

/** An order of verifying, and what it needs. */
export interface Order {
  readonly name: string;
  /** By pool. */
  readonly runs: ReadonlyMap<string, Runs>;
}

export function orderOf(name: string, cases: readonly Cases[], runs: (cases: Cases) => Runs): Order {
  return { name, runs: new Map(cases.map((each) => [each.pool, runs(each)])) };
}

/** Every order on every pool; random order of all attempts first. */
export function ordersOf(cases: readonly Cases[]): readonly [Order, ...Order[]] {
  return [
    orderOf('random, every attempt', cases, (each) => randomRuns(each, 'attempts')),
    orderOf('random, every candidate once', cases, (each) => randomRuns(each, 'candidates')),
    ...allSelectors
      .filter(({ name }) => name !== 'random')
      .map((selector) => orderOf(selector.name, cases, (each) => runsOf(selector, each))),
  ];
}
