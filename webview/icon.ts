import { svgElement } from './dom.js';

/** Strokes on a grid of 16 by 16. */
const paths = {
  pass: 'M3 8.5 6.5 12 13 4.5',
  fail: 'M4 4l8 8M12 4l-8 8',
  timeout: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.5V8l2.5 2',
  error: 'M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.4v.4',
  verifying: 'M8 2.5A5.5 5.5 0 1 1 2.5 8',
  compare: 'M3 5.5h10M10.5 3 13 5.5 10.5 8M13 11H3M5.5 8.5 3 11l2.5 2.5',
  waiting: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3',
} as const;

export type IconName = keyof typeof paths;

/** A small drawing in the colour of the text; a word beside it says the same. */
export function icon(name: IconName): SVGElement {
  const path = svgElement('path', { d: paths[name] });
  return svgElement('svg', { class: `icon ${name}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, path);
}
