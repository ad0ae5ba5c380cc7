export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export function parseJson(text: string): Json {
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(at < text.length ? `unexpected ${text[at]} at ${at}` : 'unexpected end');
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const skip = () => take(/[ \t\n\r]*/y);
  const expect = (sign: string) => {
    skip();
    if (text[at] !== sign) fail();
    at++;
  };
  const next = () => {
    skip();
    return text[at];
  };
  function items(end: string, item: () => void) {
    at++;
    if (next() !== end) {
      item();
      while (next() === ',') {
        at++;
        item();
      }
    }
    expect(end);
  }
  function string(): string {
    if (next() !== '"') fail();
    at++;
    let result = '';
    for (;;) {
      result += take(/[ !#-[\]-\uffff]*/y) ?? '';
      if (text[at] === '"') break;
      const escaped = take(/\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y) ?? fail();
      result +=
        escaped[1] === 'u'
          ? String.fromCharCode(Number.parseInt(escaped.slice(2), 16))
          : (escapes[escaped.charAt(1)] ?? escaped.charAt(1));
    }
    at++;
    return result;
  }
  function value(): Json {
    const sign = next();
    if (sign === '"') return string();
    if (sign === '[') {
      const list: Json[] = [];
      items(']', () => list.push(value()));
      return list;
    }
    if (sign === '{') {
      const object: { [key: string]: Json } = {};
      items('}', () => {
        const key = string();
        expect(':');
        Object.defineProperty(object, key, { value: value(), enumerable: true, writable: true, configurable: true });
      });
      return object;
    }
    const word = take(/true|false|null/y);
    if (word) return word === 'null' ? null : word === 'true';
    return Number(take(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y) ?? fail());
  }
  const result = value();
  skip();
  return at < text.length ? fail() : result;
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
