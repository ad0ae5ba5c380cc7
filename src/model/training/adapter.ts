import type { Adapter, Module } from '../../core/adapter.js';
import type { RandomStream } from '../../core/random.js';
import type { Architecture } from '../architectures/architecture.js';
import { type LayerProjection, layerProjections } from '../graph/forms.js';
import { headOrder } from '../graph/rotary.js';
import { projectionSources } from '../graph/weight-reader.js';
import type { LayerAdapters, LowRank } from './group.js';

/** A layer's modules that are adapted, by the projections that they are parts of, in the order of their rows. */
const modulesOf = {
  attentionInput: ['query', 'key', 'value'],
  attentionOutput: ['output'],
  feedForwardInput: ['gate', 'up'],
  feedForwardOutput: ['down'],
} as const satisfies Readonly<Record<LayerProjection, readonly string[]>>;

/** One that changes nothing yet, as PEFT begins: B is 0, A uniform within 1 / sqrt(columns). */
export function initialAdapter(architecture: Architecture, rank: number, random: RandomStream): Adapter {
  return {
    rank,
    layers: architecture.layers.map((_, layer) =>
      byModule(architecture, layer, ({ rows, columns }) => {
        const bound = 1 / Math.sqrt(columns);
        return {
          a: Float32Array.from({ length: rank * columns }, () => bound * (2 * random.next() - 1)),
          b: new Float32Array(rows * rank),
        };
      }),
    ),
  };
}

/** One of zeros, which changes nothing. */
export function withoutChange(architecture: Architecture, rank = 1): Adapter {
  const layers = architecture.layers.map((_, layer) =>
    byModule(architecture, layer, ({ rows, columns }) => ({
      a: new Float32Array(rank * columns),
      b: new Float32Array(rows * rank),
    })),
  );
  return { rank, layers };
}

/** A layer's modules: their sizes, and whether the model's file has them as rows of one matrix. */
export function moduleSizes(
  architecture: Architecture,
  layer: number,
): Readonly<Record<Module, { readonly rows: number; readonly columns: number; readonly isFused: boolean }>> {
  return byModule(architecture, layer, ({ rows, columns, isFused }) => ({ rows, columns, isFused }));
}

/** As graphs take it: the modules of a projection side by side, each with columns of `down` and rows of `up` of its own. */
export function joinModules(architecture: Architecture, { rank, layers }: Adapter): LayerAdapters {
  return layers.map((own, layer) => {
    const joined = {} as Record<LayerProjection, LowRank>;
    for (const projection of layerProjections) {
      const places = placesOf(architecture, layer, projection);
      const [columns, rows] = [places[0]!.columns, places.reduce((sum, place) => sum + place.rows, 0)];
      const whole = {
        rank: rank * places.length,
        down: new Float32Array(columns * rank * places.length),
        up: new Float32Array(rank * places.length * rows),
      };
      for (const place of places) {
        const { a, b } = own[place.module];
        forEachPlace(place, rank, whole.rank, rows, {
          a: (index, at) => {
            whole.down[at] = a[index]!;
          },
          b: (index, at) => {
            whole.up[at] = b[index]!;
          },
        });
      }
      joined[projection] = whole;
    }
    return joined;
  });
}

/** The other way round, for derivatives: those by what lies between the modules are left out. */
export function splitModules(architecture: Architecture, rank: number, layers: LayerAdapters): Adapter {
  return {
    rank,
    layers: layers.map((own, layer) =>
      byModule(architecture, layer, (place) => {
        const { down, up, rank: whole } = own[place.projection];
        const [a, b] = [new Float32Array(rank * place.columns), new Float32Array(place.rows * rank)];
        forEachPlace(place, rank, whole, up.length / whole, {
          a: (index, at) => {
            a[index] = down[at]!;
          },
          b: (index, at) => {
            b[index] = up[at]!;
          },
        });
        return { a, b };
      }),
    ),
  };
}

/** Where a module is in its projection. */
interface Place {
  readonly module: Module;
  readonly projection: LayerProjection;
  /** Among the projection's modules. */
  readonly index: number;
  readonly firstRow: number;
  readonly rows: number;
  readonly columns: number;
  /** Where the graph has the rows of each head in another order than PEFT: for each of its rows, that of PEFT. */
  readonly order: readonly number[] | undefined;
  readonly isFused: boolean;
}

function placesOf(architecture: Architecture, layer: number, projection: LayerProjection): Place[] {
  const { parts, columns } = projectionSources(architecture, architecture.layers[layer]!)[projection];
  // The models that PEFT adapts turn halves, whatever the file does.
  const turned = headOrder({ ...architecture, rotaryRows: 'halves' });
  let firstRow = 0;
  return modulesOf[projection].map((module, index): Place => {
    const { rows, order: isTurned, source } = parts[index]!;
    firstRow += rows;
    const order = isTurned && turned;
    return { module, projection, index, firstRow: firstRow - rows, rows, columns, order, isFused: 'fused' in source };
  });
}

function byModule<Result>(
  architecture: Architecture,
  layer: number,
  make: (place: Place) => Result,
): Record<Module, Result> {
  const made = layerProjections
    .flatMap((projection) => placesOf(architecture, layer, projection))
    .map((place) => [place.module, make(place)] as const);
  return Object.fromEntries(made) as Record<Module, Result>;
}

/** Each number of a module's A and B, with its place in `down` [columns, whole] and `up` [whole, allRows]. */
function forEachPlace(
  { index, firstRow, rows, columns, order }: Place,
  rank: number,
  whole: number,
  allRows: number,
  visit: Readonly<Record<'a' | 'b', (index: number, at: number) => void>>,
): void {
  for (let component = 0; component < rank; component++) {
    const own = index * rank + component;
    for (let column = 0; column < columns; column++) visit.a(component * columns + column, column * whole + own);
    for (let row = 0; row < rows; row++) {
      const ofPeft = order ? row - (row % order.length) + order[row % order.length]! : row;
      visit.b(ofPeft * rank + component, own * allRows + firstRow + row);
    }
  }
}
