type Shape =
  | { kind: 'circle'; radius: number }
  | { kind: 'rectangle'; width: number; height: number }
  | { kind: 'triangle'; base: number; height: number };

/**
 * The area of a shape.
 * Example: shapeArea({ kind: 'rectangle', width: 2, height: 3 }) is 6.
 */
export function shapeArea(shape: Shape): number {
  throw new Error('not implemented');
}
