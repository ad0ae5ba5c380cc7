/** 95 % of a normal distribution lie within this many standard deviations. */
const z = 1.959964;

/** Wilson's 95 % interval of a proportion (Wilson 1927), given `successes` of at least one trial; both in [0, 1]. */
export function proportionInterval(successes: number, trials: number): readonly [low: number, high: number] {
  if (!(trials >= 1 && successes >= 0 && successes <= trials)) throw new RangeError(`${successes} of ${trials}`);
  const share = successes / trials;
  const shrink = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
