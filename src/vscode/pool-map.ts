import type { Attempt } from '../core/domain.js';
import type { Exploration } from '../core/exploration.js';
import { coordinates, principalPlane } from '../core/principal-components.js';
import { type MapPoint, mapSide } from '../protocol/panel.js';

/** Points that were there when the plane was worked out leave this part of the square free, for those that come. */
const margin = 0.06;

/** Most attempts that the plane is worked out from: more take longer and hardly turn it. */
const mostFitted = 256;

interface Arrival {
  readonly attempt: Attempt;
  readonly candidate: number | null;
}

type Place = Pick<MapPoint, 'x' | 'y'>;

/** A plane that was worked out, and the attempts that were placed on it. */
interface Fit {
  readonly exploration: string;
  /** How many attempts it was worked out from. */
  readonly attempts: number;
  place(attempt: Attempt): Place;
}

/** The latest; snapshots are drawn many times a second. */
let latest: Fit | null = null;

/**
 * The attempts on the plane of their representations' two principal components, in the same scale both ways. Points
 * stand still: the plane is worked out again only when there are twice as many attempts, and at the end. In between, an
 * attempt that lies outside is put at the edge.
 */
export function mapOf(state: Exploration): MapPoint[] {
  const arrivals = arrivalsOf(state);
  if (arrivals.length === 0) return [];
  if (!latest || !holds(latest, state, arrivals.length)) latest = fitTo(state.id, arrivals);
  const { place } = latest;
  return arrivals.map(({ attempt, candidate }) => ({ attempt: attempt.index, candidate, ...place(attempt) }));
}

function arrivalsOf({ candidates, unusable }: Exploration): Arrival[] {
  const usable = [...candidates.values()].flatMap(({ id, attempts }) =>
    attempts.map((attempt) => ({ attempt, candidate: id })),
  );
  const all: Arrival[] = [...usable, ...unusable.map(({ attempt }) => ({ attempt, candidate: null }))];
  return all.sort((a, b) => a.attempt.index - b.attempt.index);
}

function holds({ exploration, attempts }: Fit, { id, ending }: Exploration, now: number): boolean {
  if (exploration !== id || now < attempts) return false;
  return ending === null ? now < 2 * attempts : now === attempts;
}

function fitTo(exploration: string, arrivals: readonly Arrival[]): Fit {
  const rows = arrivals.map(({ attempt }) => attempt.representation);
  const plane = principalPlane(spread(rows, mostFitted));
  const farthest = rows.flatMap((row) => coordinates(plane, row)).reduce((most, c) => Math.max(most, Math.abs(c)), 0);
  const scale = farthest === 0 ? 0 : (0.5 - margin) / farthest;
  const inSquare = (coordinate: number) => Math.round(mapSide * Math.min(1, Math.max(0, 0.5 + scale * coordinate)));
  const places = new WeakMap<Attempt, Place>();
  return {
    exploration,
    attempts: arrivals.length,
    place: (attempt) => {
      const known = places.get(attempt);
      if (known) return known;
      const [x, y] = coordinates(plane, attempt.representation);
      const place = { x: inSquare(x), y: inSquare(y) };
      places.set(attempt, place);
      return place;
    },
  };
}

/** At most so many of them, evenly spread over their order. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, index) => all[Math.floor((index * all.length) / most)]!);
}
