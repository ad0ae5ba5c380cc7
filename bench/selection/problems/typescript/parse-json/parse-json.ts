export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The value of a JSON text. Anything that is not JSON, by its standard (RFC 8259), throws a SyntaxError. JSON.parse and
 * eval must not be used.
 * Example: parseJson('{"a": [1, true]}') is { a: [1, true] }.
 */
export function parseJson(text: string): Json {
  throw new Error('not implemented');
}
