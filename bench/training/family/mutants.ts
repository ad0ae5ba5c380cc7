/** Slips that a programmer makes: what is written for what. */
const slips: readonly (readonly [RegExp, string])[] = [
  [/ > /, ' >= '],
  [/ >= /, ' > '],
  [/ < /, ' <= '],
  [/ <= /, ' < '],
  [/ === /, ' !== '],
  [/ !== /, ' === '],
  [/ \+ /, ' - '],
  [/ - /, ' + '],
  [/ \* /, ' + '],
  [/ && /, ' || '],
  [/ \|\| /, ' && '],
  [/ %/, ' /'],
  [/% 2 !== 0/, '% 2 === 1'],
  [/Math\.max/, 'Math.min'],
  [/Math\.min/, 'Math.max'],
  [/\.every\(/, '.some('],
  [/\.some\(/, '.every('],
  [/\.sort\([^()]*\([^()]*\)[^()]*\)/, '.sort()'],
  [/\.reverse\(\)/, ''],
  [/\.toLowerCase\(\)/, ''],
  [/\.toUpperCase\(\)/, ''],
  [/\breplaceAll\(/, 'replace('],
  [/\/g, /, '/, '],
  [/\?\? null\b/, ''],
  [/\? ([^:?]*) : ([^;]*)/, '? $2 : $1'],
];

/** Each of a body's integers one more; the minus sign of a negative one stays. */
const integers = /\b\d+\b/g;

/**
 * Wrong versions of a function's body, each with one slip. Some do the same as the body after all.
 *
 * @param body without `while`, which might never end with a slip
 */
export function mutantsOf(body: string): string[] {
  const slipped = slips.flatMap(([right, wrong]) => {
    const every = new RegExp(right, 'g');
    return [...body.matchAll(every)].map(
      ({ index, 0: found }) => body.slice(0, index) + found.replace(right, wrong) + body.slice(index + found.length),
    );
  });
  const counted = [...body.matchAll(integers)].map(
    ({ index, 0: found }) => body.slice(0, index) + (Number(found) + 1) + body.slice(index + found.length),
  );
  return [...slipped, ...counted].filter((mutant) => mutant !== body);
}
