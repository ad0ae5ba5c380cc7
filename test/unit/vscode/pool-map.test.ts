import { describe, expect, it } from 'vitest';
import { type Exploration, type ExplorationEvent, reduce } from '../../../src/core/exploration.js';
import { mapOf } from '../../../src/vscode/pool-map.js';
import { attempt, started } from '../explore/events.js';

/** An exploration whose attempts have these representations; every third has no usable code. */
function explorationOf(id: string, ...representations: number[][]): Exploration {
  const first = reduce(null, { ...started, id } as ExplorationEvent);
  return representations.reduce(
    (state, representation, index) =>
      reduce(state, {
        type: 'attempt',
        seconds: index,
        attempt: attempt(index, representation),
        interpretation:
          index % 3 === 2
            ? { kind: 'unusable', reason: 'no code' }
            : { kind: 'edit', key: `${index}`, edits: [{ range: { start: 0, end: 3 }, text: `${index}` }] },
      }),
    first,
  );
}

const ended = (state: Exploration) => reduce(state, { type: 'finished', seconds: 9, ending: { reason: 'exhausted' } });

/** Corners of a rectangle, longer along the first axis. */
const corners = [
  [4, 2, 1],
  [4, -2, 1],
  [-4, 2, 1],
  [-4, -2, 1],
];

describe('the map', () => {
  it('is the plane in which the pool spreads, all attempts on it, in one scale', () => {
    expect(mapOf(explorationOf('plane', ...corners))).toEqual([
      { attempt: 0, candidate: 0, x: 940, y: 720 },
      { attempt: 1, candidate: 1, x: 940, y: 280 },
      { attempt: 2, candidate: null, x: 60, y: 720 },
      { attempt: 3, candidate: 3, x: 60, y: 280 },
    ]);
  });

  it('puts equal attempts in the middle, and has no points without attempts', () => {
    expect(mapOf(explorationOf('equal', [1, 1], [1, 1]))).toMatchObject([
      { x: 500, y: 500 },
      { x: 500, y: 500 },
    ]);
    expect(mapOf(explorationOf('none'))).toEqual([]);
  });

  it('stands still while attempts arrive, until there are twice as many or it ends', () => {
    const before = mapOf(explorationOf('grows', ...corners));
    const far = [0, 100, 1];
    const grown = explorationOf('grows', ...corners, far);
    expect(mapOf(grown).slice(0, 4)).toEqual(before);
    expect(mapOf(grown)[4]).toMatchObject({ y: 1000 });
    const atEnd = mapOf(ended(grown));
    expect(atEnd.slice(0, 4)).not.toEqual(before);
    // Now along the first component.
    expect(atEnd[4]).toMatchObject({ x: 940 });
    expect(mapOf(ended(grown))).toEqual(atEnd);
    const twice = explorationOf('grows', ...corners, far, far, far, far);
    expect(mapOf(twice)[4]).not.toMatchObject({ y: 1000 });
  });

  it('is of the exploration that is drawn', () => {
    const here = mapOf(explorationOf('here', ...corners));
    const there = mapOf(explorationOf('there', [1], [2], [3], [4]));
    expect(there.map(({ x, y }) => [x, y])).toEqual([60, 353, 647, 940].map((x) => [x, 500]));
    expect(mapOf(explorationOf('here', ...corners))).toEqual(here);
  });
});
