import { describe, expect, it } from 'vitest';
import type { Checks } from '../../../src/core/domain.js';
import { candidateOf, type Exploration, type ExplorationEvent, reduce } from '../../../src/core/exploration.js';
import type { SelectorName } from '../../../src/core/selectors/index.js';
import { hostContract } from '../../../src/protocol/panel.js';
import { detailsOf, findCandidates } from '../../../src/vscode/candidate-details.js';
import { arrived, attempt, started, verdict } from '../explore/events.js';

function explorationOf(...events: ExplorationEvent[]): Exploration {
  return events.reduce(reduce, reduce(null, started));
}

const picked = (candidate: number, pool = 8): ExplorationEvent => ({ type: 'picked', seconds: 1, candidate, pool });
const judged = (candidate: number, output: string, checks?: Checks): ExplorationEvent => ({
  type: 'verdict',
  seconds: 2,
  candidate,
  verdict: { ...verdict('fail'), output, ...(checks && { checks }) },
});
const details = (state: Exploration, id: number) => detailsOf(state, candidateOf(state, id));

describe('what there is to read of a candidate', () => {
  it('says why it was picked when it was, as its selector chooses', () => {
    const events = [arrived(0, 'code 0'), arrived(1, 'code 1'), arrived(2, 'code 2'), picked(0), picked(1, 10)];
    const reasons = (selector: SelectorName) => {
      if (started.type !== 'started') throw new Error('not the first event');
      const first = { ...started, plan: { ...started.plan, selector } };
      const state = events.reduce(reduce, reduce(null, first));
      return [0, 1, 2].map((id) => details(state, id).why);
    };
    expect(reasons('repexp')).toEqual([
      'a random one of the first 8 attempts',
      'the most different from those picked before, of the first 10 attempts',
      null,
    ]);
    expect(reasons('random')[1]).toBe('a random one of the first 10 attempts');
    expect(reasons('likeliest')[1]).toBe('the likeliest of the first 10 attempts');
  });

  it('has the change as lines of a diff', () => {
    const source = 'one\ntwo\nthree\nfour\n';
    const range = { start: source.indexOf('three'), end: source.indexOf('four') };
    const first = {
      ...started,
      problem: { workspace: '/w', file: 'a.js', language: 'javascript', source, range },
    } as ExplorationEvent;
    const state = reduce(reduce(null, first), {
      type: 'attempt',
      seconds: 1,
      attempt: attempt(0),
      interpretation: { kind: 'edit', key: 'k', edits: [{ range, text: 'THREE\n' }] },
    });
    expect(details(state, 0)).toMatchObject({
      change: [
        { kind: 'same', text: 'two' },
        { kind: 'removed', text: 'three' },
        { kind: 'added', text: 'THREE' },
        { kind: 'same', text: 'four' },
      ],
      moreLines: 0,
    });
  });

  it('bounds long changes and long output, and says how much is missing', () => {
    const state = explorationOf(
      arrived(0, Array.from({ length: 100 }, (_, line) => `line ${line}`).join('\n')),
      arrived(1, 'x'.repeat(100_000)),
      picked(0),
      judged(0, `${'o'.repeat(1e6)}the end`),
    );
    const long = details(state, 0);
    expect(long.change).toHaveLength(40);
    // One line removed, a hundred added.
    expect(long.moreLines).toBe(61);
    expect(long.evidence?.output).toMatch(/^o{7993}the end$/);
    expect(details(state, 1).change.at(-1)?.text.length).toBeLessThan(500);
  });

  it('bounds a line of 10 MB, in the code and in the output', () => {
    const line = 'x'.repeat(1e7);
    const told = details(explorationOf(arrived(0, line), picked(0), judged(0, line)), 0);
    expect(JSON.stringify(told).length).toBeLessThan(10_000);
  });

  it('has the first check that failed', () => {
    const failures = [
      { name: 'carries', expected: '11', actual: '10' },
      { name: 'other', message: 'no' },
    ];
    const state = explorationOf(arrived(0, 'code'), picked(0), judged(0, 'out', { passed: 3, total: 5, failures }));
    expect(details(state, 0).evidence).toEqual({
      verifier: 'tests',
      output: 'out',
      firstFailure: { name: 'carries', message: null, expected: '11', actual: '10' },
    });
  });

  it('names the candidates whose hidden states are most alike, seen from the middle of all', () => {
    const at = (index: number, x: number, y: number): ExplorationEvent => {
      const event = arrived(index, `code ${index}`);
      if (event.type !== 'attempt') throw new Error('no attempt');
      return { ...event, attempt: attempt(index, [100 + x, 100 + y]) };
    };
    const state = explorationOf(at(0, 3, 0), at(1, -3, 0), at(2, 2, 1), at(3, 0, -3), at(4, -2, 2));
    expect(details(state, 0).neighbours.map(({ name }) => name)).toEqual(['Candidate 3', 'Candidate 4', 'Candidate 5']);
  });

  it('is what the panel accepts, after a journey as JSON', () => {
    const told = details(explorationOf(arrived(0, 'code'), arrived(1, 'other'), picked(0), judged(0, 'out')), 0);
    expect(hostContract.details.result.parse(JSON.parse(JSON.stringify(told)))).toEqual(told);
  });
});

describe('candidates in which a text occurs', () => {
  const failures = [{ name: 'carries', message: 'Eleven is missing' }];
  const state = explorationOf(
    arrived(0, 'return a.Reduce(add)'),
    arrived(1, 'return 0'),
    arrived(2, 'return 1'),
    picked(1),
    judged(1, 'TypeError', { passed: 0, total: 1, failures }),
  );

  it.each([
    ['code, in any case of letters', 'reduce', [0]],
    ['the output', 'typeerror', [1]],
    ['the failed check', 'eleven', [1]],
    ['the name', 'Candidate 3', [2]],
    ['all code', 'return', [0, 1, 2]],
    ['nothing', 'nowhere', []],
  ])('are found by %s', (_, text, ids) => {
    expect(findCandidates(state, text)).toEqual(ids);
  });
});
