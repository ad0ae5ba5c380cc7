/**
 * The parameters of a query string, with or without its '?', as an object of texts. A name that comes several times
 * gets a list of its values; one without '=' gets ''. Names and values are decoded (%20 and + are spaces).
 * Example: parseQuery('?a=1&b=x%20y&a=2') is { a: ['1', '2'], b: 'x y' }.
 */
export function parseQuery(query) {
  throw new Error('not implemented');
}
