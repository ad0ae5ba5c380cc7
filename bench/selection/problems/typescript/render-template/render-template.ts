export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

/**
 * A template filled in. {{a.b}} is a value by its path ('.' alone is the item of the innermost `each`), as text;
 * nothing where it is missing or null. {{#if a}}…{{else}}…{{/if}} shows one of two parts ({{else}} may be left out):
 * what is missing, null, false, 0, '' or an empty list counts as false. {{#each a}}…{{/each}} repeats its part for the
 * items of a list; a path is looked for in the item first and, where its first name is not there, further outside.
 * A block that is not closed, or closed by another, throws a SyntaxError.
 * Example: renderTemplate('Hi {{name}}!', { name: 'Ada' }) is 'Hi Ada!'.
 */
export function renderTemplate(template: string, data: { [name: string]: Value }): string {
  throw new Error('not implemented');
}
