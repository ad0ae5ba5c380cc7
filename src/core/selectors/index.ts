import { random } from './random.js';
import { repexp } from './repexp.js';
import type { Selector } from './selector.js';

/** All selectors, the default first. */
export const selectors: readonly [Selector, ...Selector[]] = [repexp, random];

/** The selector of that name, if there is one. */
export function selectorNamed(name: string): Selector | undefined {
  return selectors.find((selector) => selector.name === name);
}
