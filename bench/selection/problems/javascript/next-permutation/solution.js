export function nextPermutation(numbers) {
  let pivot = numbers.length - 2;
  while (pivot >= 0 && numbers[pivot] >= numbers[pivot + 1]) pivot--;
  if (pivot < 0) return null;
  const next = [...numbers];
  const larger = next.findLastIndex((number) => number > next[pivot]);
  [next[pivot], next[larger]] = [next[larger], next[pivot]];
  return [...next.slice(0, pivot + 1), ...next.slice(pivot + 1).reverse()];
}
