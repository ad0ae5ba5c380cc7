import { svgElement } from './dom.js';

/** What a drawing looks like on the page, as attributes: in a file there is no style sheet. */
const painted = ['fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'vector-effect'];

export interface PictureOptions {
  readonly title: string;
  /** The part of the drawing's coordinates that the picture shows. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** What stands beside the drawing, and not in it. */
  readonly beside: readonly SVGElement[];
}

/** A drawing of the page as an SVG file of its own, in the colours that it has now. */
export function pictureOf(drawing: SVGSVGElement, { title, box, beside }: PictureOptions): string {
  const { x, y, width, height } = box;
  const { color, backgroundColor } = getComputedStyle(drawing.parentElement ?? drawing);
  const background = svgElement('rect', {
    x: `${x}`,
    y: `${y}`,
    width: `${width}`,
    height: `${height}`,
    fill: backgroundColor,
  });
  const name = svgElement('title', {});
  name.textContent = title;
  const picture = svgElement('svg', { viewBox: `${x} ${y} ${width} ${height}`, width: '600', color }, name, background);
  const labels = svgElement('g', { fill: color, 'font-family': 'sans-serif', 'font-size': '28' }, ...beside);
  picture.append(...[...drawing.children].flatMap(asPainted), labels);
  return new XMLSerializer().serializeToString(picture);
}

/** A text of a picture. */
export function label(x: number, y: number, anchor: 'start' | 'end', text: string): SVGElement {
  const made = svgElement('text', { x: `${x}`, y: `${y}`, 'text-anchor': anchor });
  made.textContent = text;
  return made;
}

/** A copy of a shape with what its style sheet says; nothing where it is hidden. */
export function asPainted(shape: Element): Element[] {
  const style = getComputedStyle(shape);
  if (style.display === 'none') return [];
  const copy = shape.cloneNode() as Element;
  copy.removeAttribute('class');
  for (const property of painted) copy.setAttribute(property, style.getPropertyValue(property));
  return [copy];
}
