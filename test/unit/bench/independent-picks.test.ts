import { describe, expect, it } from 'vitest';
import { readFeatures, readStored } from '../../../bench/pools/stored.js';
import { casesOf } from '../../../bench/selection/cases.js';
import expected from '../../../bench/selection/independent-picks.json' with { type: 'json' };
import { RandomStream } from '../../../src/core/random.js';
import { repexp } from '../../../src/core/selectors/repexp.js';

/** As they were worked out with NumPy by bench/selection/independent.py, in two ways. */
describe.each(Object.entries(expected))('RepExp on the pools %s', (pool, picks) => {
  const { problems } = readStored(pool);
  const features = readFeatures(pool, 'projected');

  it.each(Object.entries(picks))('picks what an independent implementation picks: %s', (id, order) => {
    const problem = problems.find((one) => one.id === id)!;
    const [whole] = casesOf(problem, features.get(id)!, problem.attempts.length);
    const selection = repexp.begin(whole!.candidates, RandomStream.of(1));
    const picked = order.slice(0, 1);
    selection.take(picked[0]!);
    while (picked.length < order.length) {
      const row = selection.propose();
      selection.take(row);
      picked.push(row);
    }
    expect(picked).toEqual(order);
  });
});
