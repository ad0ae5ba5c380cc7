import { writeFileSync } from 'node:fs';
import type { TopLevelSpec } from 'vega-lite';

/** Draws a chart as an SVG file, without a browser. */
export async function draw(spec: TopLevelSpec, file: string): Promise<void> {
  // They wait for a canvas while they are loaded, which no CommonJS module can.
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  writeFileSync(file, `${await view.toSVG()}\n`);
}
