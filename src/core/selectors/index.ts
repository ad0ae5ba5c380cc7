import { random } from './random.js';
import { repexp } from './repexp.js';
import type { Selector } from './selector.js';

/** All selectors, the default first. */
export const selectors = [repexp, random] as const satisfies readonly Selector[];

export type SelectorName = (typeof selectors)[number]['name'];

/** Whether there is a selector of that name. */
export function isSelectorName(name: string): name is SelectorName {
  return selectors.some((selector) => selector.name === name);
}

const byName = { repexp, random } as const satisfies Record<SelectorName, Selector>;

export function selectorNamed(name: SelectorName): Selector {
  return byName[name];
}
