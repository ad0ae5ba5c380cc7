import { describe, expect, it } from 'vitest';
import { type Exploration, type ExplorationEvent, reduce } from '../../../src/core/exploration.js';
import type { Pace } from '../../../src/explore/pace.js';
import { News } from '../../../src/vscode/news.js';
import { arrived, started, verdict } from '../explore/events.js';

const pace: Pace = { paused: false, preparing: null, tokensPerSecond: null, secondsLeft: null };
const passed = (candidate: number): ExplorationEvent[] => [
  arrived(candidate, `edit ${candidate}`),
  { type: 'picked', seconds: 1, candidate, pool: 1 },
  { type: 'verdict', seconds: 2, candidate, verdict: verdict('pass') },
];
const finished = (reason: 'survivors' | 'exhausted' | 'cancelled'): ExplorationEvent => ({
  type: 'finished',
  seconds: 3,
  ending: { reason },
});

/** What is told while these happen one after another; before an event for which `seen` holds, the panel is shown. */
function toldOf(
  events: readonly ExplorationEvent[],
  {
    before = [],
    seen = () => false,
  }: { before?: ExplorationEvent[]; seen?: (event: ExplorationEvent) => boolean } = {},
): string[] {
  const news = new News();
  let state: Exploration | null = before.reduce<Exploration | null>(reduce, null);
  const told: (string | null)[] = [];
  for (const event of events) {
    state = reduce(state, event);
    told.push(news.of({ kind: 'exploration', state, pace }, seen(event)));
  }
  told.push(news.of({ kind: 'exploration', state: state!, pace: null }, false));
  return told.filter((message) => message !== null);
}

describe('news for a person who does not see the panel', () => {
  it('is one find, whatever else is found, and no end after it', () => {
    expect(toldOf([started, ...passed(0), ...passed(1), finished('survivors')])).toEqual([
      'A candidate for a.js passed.',
    ]);
  });

  it('is the end where nothing was found, and what it failed of', () => {
    expect(toldOf([started, arrived(0, 'x'), finished('exhausted')])).toEqual([
      'Exploring a.js has ended: no candidate passed.',
    ]);
    const failed: ExplorationEvent = {
      type: 'finished',
      seconds: 1,
      ending: { reason: 'failed', error: 'It broke.', nextStep: 'Mend it.' },
    };
    expect(toldOf([started, failed])).toEqual(['Exploring a.js failed: It broke.']);
  });

  it('is nothing that was seen, that a person did, or that a record tells', () => {
    expect(toldOf([started, ...passed(0), finished('survivors')], { seen: () => true })).toEqual([]);
    expect(toldOf([started, finished('exhausted')], { seen: ({ type }) => type === 'finished' })).toEqual([]);
    expect(toldOf([started, finished('cancelled')])).toEqual([]);
    expect(new News().of({ kind: 'exploration', state: reduce(null, started), pace: null }, false)).toBeNull();
  });

  it('counts of an exploration that goes on only what is found now', () => {
    const before = [started, ...passed(0), finished('survivors')];
    const plan = started.type === 'started' ? { ...started.plan, survivors: 2 } : null;
    const resumed = { type: 'resumed', seconds: 3, resumedAt: '', sandbox: 'none', plan: plan! } as const;
    expect(toldOf([resumed, finished('exhausted')], { before })).toEqual([
      'Exploring a.js has ended: no other candidate passed.',
    ]);
    expect(toldOf([resumed, ...passed(1), finished('survivors')], { before })).toEqual([
      'A candidate for a.js passed.',
    ]);
  });
});
