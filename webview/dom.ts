import { visible } from '../src/core/visible.js';

/** Text is only ever set as text, and nothing in it is invisible: nothing here takes markup. */

type Child = Node | string;

/** Makes an element; strings among its children become text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.map((child) => (typeof child === 'string' ? visible(child) : child)));
  return made;
}

/** Makes an element of a drawing. */
export function svgElement<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...children: SVGElement[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Sets an attribute where it differs. */
export function setAttribute(node: Element, name: string, value: string): void {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** Sets a text where it differs, so that screen readers and selections are not disturbed for nothing. */
export function setText(node: Node, text: string): void {
  const shown = visible(text);
  if (node.textContent !== shown) node.textContent = shown;
}

/** Makes `children` the children of `parent`, in order, touching only what is not in its place yet. */
export function arrange(parent: Element, children: readonly Element[]): void {
  let at = parent.firstElementChild;
  for (const child of children) {
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
  while (at) {
    const next = at.nextElementSibling;
    at.remove();
    at = next;
  }
}

/** Does something to the page without losing the keyboard's place, also where the focused element is moved. */
export function keepingFocus(change: () => void): void {
  const focused = document.activeElement;
  change();
  if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused) focused.focus();
}

/** Does something to the page without moving the row of a list that the pointer is on, as far as the page can be scrolled. */
export function keepingPlace(change: () => void): void {
  const row = document.querySelector('li:hover');
  const before = row?.getBoundingClientRect().top;
  change();
  if (!row?.isConnected || before === undefined) return;
  const after = row.getBoundingClientRect();
  if (after.height > 0) window.scrollBy({ top: after.top - before, behavior: 'instant' });
}
