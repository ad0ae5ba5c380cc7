import { selectors } from '../../src/core/selectors/index.js';
import { type Cases, randomRuns, runsOf, runsWhileWriting } from './measure.js';
import { orderOf } from './orders.js';
import { ratiosTable } from './ratios.js';

/**
 * What is left of an order where picks are made while the model writes, as an exploration does: among few attempts at
 * first (`src/explore/pool.ts`). That of all attempts beside it.
 */
export function whileWritingTable(cases: readonly Cases[]): string {
  const random = orderOf('random, every attempt', cases, (each) => randomRuns(each, 'attempts'));
  const orders = selectors.flatMap((selector) => [
    orderOf(`${selector.name}, among all`, cases, (each) => runsOf(selector, each)),
    orderOf(`${selector.name}, while the model writes`, cases, (each) => runsWhileWriting(selector.name, each)),
  ]);
  const published = orders.find(({ name }) => name.startsWith('repexp,'))!;
  return ratiosTable(cases, orders, random, published);
}
