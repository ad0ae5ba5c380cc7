import { RandomStream } from '../../src/core/random.js';
import type { CandidateTraits } from '../../src/core/selectors/selector.js';

/** Two kinds of pools: like real ones, and the worst case for what is lazy. */
export const kinds = ['clusters', 'isotropic'] as const;
export type Kind = (typeof kinds)[number];

/** Candidates about each of these many centres. */
const clusters = 64;
/** Spread of near-duplicates about their centre, in the centres' own spread. */
const within = 0.2;

/**
 * A pool of `count` candidates with centred features: of a mixture of near-duplicates with a variance that falls as 1/k from
 * one direction to the next, or the same in all directions.
 */
export function poolOf(kind: Kind, count: number, width: number, seed: number): CandidateTraits[] {
  const random = RandomStream.of(seed);
  const direction = (scale: (k: number) => number) =>
    Float64Array.from({ length: width }, (_, k) => scale(k) * random.normal());
  const falling = (k: number) => 1 / Math.sqrt(k + 1);
  const centres = Array.from({ length: clusters }, () => direction(falling));
  const raw = Array.from({ length: count }, () => {
    if (kind === 'isotropic') return direction(() => 1);
    const centre = centres[random.below(clusters)]!;
    return direction((k) => within * falling(k)).map((value, k) => value + centre[k]!);
  });
  const centre = new Float64Array(width);
  for (const row of raw) for (let k = 0; k < width; k++) centre[k]! += row[k]! / count;
  return raw.map((row) => ({
    features: row.map((value, k) => value - centre[k]!),
    attempts: 1 + Math.floor(-Math.log(1 - random.next())),
    meanLogProbability: -random.next(),
    length: 50 + random.below(400),
    behaviour: String(random.below(clusters)),
  }));
}
