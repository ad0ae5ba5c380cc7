export function memoize<A extends unknown[], R>(
  compute: (...args: A) => R,
  keyOf?: (...args: A) => unknown,
): (...args: A) => R {
  const answers = new Map<unknown, R>();
  return (...args) => {
    const key = keyOf ? keyOf(...args) : args[0];
    if (!answers.has(key)) answers.set(key, compute(...args));
    return answers.get(key) as R;
  };
}
