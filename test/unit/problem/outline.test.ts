import { beforeAll, describe, expect, it } from 'vitest';
import { type Grammar, grammars } from '../../../src/problem/languages.js';
import type { CodeParser } from '../../../src/problem/parser.js';
import { loadParser } from './support.js';

let parser: CodeParser;
beforeAll(async () => {
  parser = await loadParser();
});

const samples: Readonly<Record<Grammar, string>> = {
  python: `"""Doc."""
from a.b import c as d, e
import os.path as p, sys
@dec(1)
async def f(self, x: int = 3, *args, y, **kw) -> int:
    """D."""
    def g(): return f"{x!r} a"
    x, (y, z) = lambda a=1: a, (1, 2)
    return [i for i in x if i]
class A(B, metaclass=C):
    @property
    def m(self): ...
type X = int
match x:
    case [1, *r]: pass
`,
  javascript: `#!/usr/bin/env node
'use strict';
const { a, b: c, ...r } = require('m'), q = require("n");
import d, * as e from 'x'; import f, { g as h } from "y";
export default class A extends B { static #x = 1; async *m({ a }, [b] = [], ...r) { return \`\${a} b\`; } get z() { return /a b/g; } f = async (x) => x; }
exports.k = function* (x) { yield x?.y ?? 1; };
export const l = async x => { for (const y of x) await y; }, n = 1;
const o = { p() {}, q: (x) => x, ['r']: function s() {}, ...t };
`,
  typescript: `import type { A } from './a'; import { type B, C as D } from "./b"; import e = require('e');
@Dec() export abstract class F<T> extends G<T> implements H { constructor(private readonly x: number, y?: string) { super(); } @In() m<U>(this: F<T>, a: U = 1 as U): asserts a is U { throw new Error('not implemented'); } abstract n(): void; o = (x: T): T => x; }
export function p(x: string): string; export function p(x: any) { return x satisfies Q; }
enum E { A = 1 } namespace N { export const z = <T,>(x: T) => x; } declare module 'm' { } type R = { [K in keyof T]?: T[K] };
`,
  tsx: 'export const A = ({ b }: { b: string }) => { return <div className="x" {...y}>a {b} <C.D /> </div>; };\n',
};

describe.each(grammars)('an outline of %s', (grammar) => {
  const text = samples[grammar];
  it('finds no error in a whole text', () => {
    expect(parser.outline(grammar, text).errors).toEqual([]);
  });
  it('can be made of any beginning and any end of a text, as models leave them', () => {
    for (let at = 0; at <= text.length; at += 7) {
      expect(() => parser.outline(grammar, text.slice(0, at))).not.toThrow();
      expect(() => parser.outline(grammar, text.slice(at))).not.toThrow();
    }
  });
  it('can be made of a text with a hole', () => {
    for (let at = 0; at < text.length; at += 7) {
      expect(() => parser.outline(grammar, text.slice(0, at) + text.slice(at + 5))).not.toThrow();
    }
  });
});
