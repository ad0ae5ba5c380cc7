/**
 * A copy of a value of objects and arrays with another value at a path such as 'a.list[0].b'. What is not on the path
 * is shared, not copied, and the value given is not changed. Where something on the path is missing, it is made: an
 * array before an index, an object before a name.
 * Example: setIn({ a: { b: 1 } }, 'a.b', 2) is { a: { b: 2 } }.
 */
export function setIn(value, path, replacement) {
  throw new Error('not implemented');
}
