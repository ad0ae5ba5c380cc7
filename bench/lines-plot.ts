import { draw } from './draw.js';

/** A point of a line. */
export interface LinePoint {
  readonly line: string;
  /** Which of the charts it is in, side by side. */
  readonly panel: string;
  readonly x: number;
  readonly y: number;
}

export interface LinesOptions {
  readonly x: string;
  /** null where panels say it. */
  readonly y: string | null;
  /** Whether x counts in powers of two. */
  readonly logarithmic: boolean;
}

/** Draws lines as an SVG file, a chart a panel, each with its own scale. */
export function drawLines(
  points: readonly LinePoint[],
  { x, y, logarithmic }: LinesOptions,
  file: string,
): Promise<void> {
  const scale = logarithmic ? ({ type: 'log', base: 2 } as const) : undefined;
  return draw(
    {
      background: 'white',
      data: { values: [...points] },
      facet: { field: 'panel', type: 'nominal', title: null, sort: null },
      columns: 2,
      resolve: { scale: { y: 'independent' } },
      spec: {
        width: 260,
        height: 180,
        mark: { type: 'line', point: logarithmic },
        encoding: {
          x: { field: 'x', type: 'quantitative', title: x, ...(scale && { scale }) },
          y: { field: 'y', type: 'quantitative', title: y, scale: { zero: false } },
          color: { field: 'line', type: 'nominal', title: null, sort: null },
        },
      },
    },
    file,
  );
}
