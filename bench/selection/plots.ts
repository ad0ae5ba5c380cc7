import { draw } from '../draw.js';

export interface RatioRow {
  readonly selector: string;
  readonly pool: string;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** Runs relative to random order, a row a selector and a column a pool. */
export function drawRatios(rows: readonly RatioRow[], file: string): Promise<void> {
  const x = {
    type: 'quantitative' as const,
    scale: { type: 'log' as const, domain: [0.2, 4], clamp: true },
    axis: { title: null, values: [0.25, 0.5, 1, 2, 4] },
  };
  const y = { field: 'selector', type: 'nominal', sort: null, title: null, axis: { labelLimit: 260 } } as const;
  return draw(
    {
      background: 'white',
      data: { values: [...rows] },
      facet: { column: { field: 'pool', title: null, sort: null } },
      spec: {
        width: 130,
        layer: [
          { mark: { type: 'rule', color: '#888' }, encoding: { x: { datum: 1, ...x } } },
          { mark: { type: 'rule', strokeWidth: 2 }, encoding: { y, x: { field: 'low', ...x }, x2: { field: 'high' } } },
          { mark: { type: 'point', filled: true, size: 50 }, encoding: { y, x: { field: 'ratio', ...x } } },
        ],
      },
    },
    file,
  );
}

export interface SolvedRow {
  readonly selector: string;
  readonly pool: string;
  readonly k: number;
  /** Share of the problems solved within k runs. */
  readonly solved: number;
}

/** Problems solved within so many verifier runs. */
export function drawSolved(rows: readonly SolvedRow[], file: string): Promise<void> {
  return draw(
    {
      background: 'white',
      data: { values: [...rows] },
      facet: { field: 'pool', type: 'nominal', title: null, sort: null },
      columns: 3,
      spec: {
        width: 220,
        height: 160,
        mark: { type: 'line', interpolate: 'step-after' },
        encoding: {
          x: { field: 'k', type: 'quantitative', scale: { type: 'log', base: 2 }, title: 'verifier runs' },
          y: { field: 'solved', type: 'quantitative', title: 'solved', axis: { format: '%' } },
          color: { field: 'selector', type: 'nominal', title: null, sort: null },
        },
      },
    },
    file,
  );
}
