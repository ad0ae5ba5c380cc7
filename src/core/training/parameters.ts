import { type Adapter, modules } from '../adapter.js';

/** An adapter's arrays in a fixed order, as an optimiser takes them. */
export function parametersOf({ layers }: Adapter): Float32Array[] {
  return layers.flatMap((own) => modules.flatMap((module) => [own[module].a, own[module].b]));
}

/** The other way round: arrays in that order as an adapter of a rank and so many layers. */
export function withParameters(
  { rank, layers }: { readonly rank: number; readonly layers: { readonly length: number } },
  arrays: readonly Float32Array[],
): Adapter {
  let next = 0;
  const take = () => {
    const array = arrays[next++];
    if (!array) throw new RangeError('there are fewer arrays than the adapter has');
    return array;
  };
  return {
    rank,
    layers: Array.from(
      layers,
      () =>
        Object.fromEntries(modules.map((module) => [module, { a: take(), b: take() }])) as Adapter['layers'][number],
    ),
  };
}

/** The sum of adapters of the same shape. */
export function sumOf(adapters: readonly [Adapter, ...Adapter[]]): Adapter {
  const [first, ...others] = adapters;
  const sum = parametersOf(first).map((array) => array.slice());
  for (const other of others) {
    for (const [index, array] of parametersOf(other).entries()) {
      const target = sum[index]!;
      for (let place = 0; place < array.length; place++) target[place]! += array[place]!;
    }
  }
  return withParameters(first, sum);
}
