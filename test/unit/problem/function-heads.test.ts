import { beforeAll, describe, expect, it } from 'vitest';
import { functionAround } from '../../../src/problem/function-heads.js';
import type { CodeParser } from '../../../src/problem/parser.js';
import { NoFunctionError } from '../../../src/problem/select.js';
import { loadParser, problemAt } from './support.js';

let parser: CodeParser;
beforeAll(async () => {
  parser = await loadParser();
});

const around = (language: string, source: string, from: number, to = from) => {
  const lines = source.split('\n');
  return functionAround(language, { from, to }, (at) => lines[at - 1] ?? '');
};

/** What the parser says of the same line. */
function parsed(language: string, source: string, line: number): string | undefined {
  try {
    return problemAt(parser, language, source, { kind: 'line', line }).name;
  } catch (error) {
    if (error instanceof NoFunctionError) return undefined;
    throw error;
  }
}

const python = `import os


def add(a, b):
    total = a + b

    return total


class Shop:
    limit = 3

    async def total(
        self,
        items,
    ):
        for item in items:
            # Counts.
            if item:
                yield item

if os.name:
    print(add(1, 2))
`;

const javascript = `const limit = 3;

exports.isEven = function isEven(number) {
  return number % 2 === 0;
};

export const half = (x) => {
  return x / 2;
};

const double = async x => x * 2;

class Box {
  static side(w) {
    if (w > 0) {
      return w;
    }
  }
}

const tools = {
  twice: function (x) {
    return 2 * x;
  },
};

for (const x of [1]) {
  console.log(x);
}
`;

const typescript = `export async function load<T>(name: string): Promise<T> {
  for (;;) {
    await name;
  }
}

class Box {
  private readonly w = 1;
  public area(h: number): number {
    return this.w * h;
  }
}
`;

describe('the function around a line, told from indentation', () => {
  it.each([
    ['python', python],
    ['javascript', javascript],
    ['typescript', typescript],
  ])('is what the parser says, on every line of %s that holds code', (language, source) => {
    const lines = source.split('\n');
    const code = lines.flatMap((text, index) => (/^\s*[\w$]/.test(text) ? [index + 1] : []));
    expect(code.length).toBeGreaterThan(6);
    expect(code.map((line) => [line, around(language, source, line)?.name])).toEqual(
      code.map((line) => [line, parsed(language, source, line)]),
    );
  });

  it('names the line on which it begins', () => {
    expect(around('python', python, 20)).toEqual({ name: 'total', line: 13 });
    expect(around('javascript', javascript, 4)).toEqual({ name: 'isEven', line: 3 });
  });

  it('is around all of the lines, or there is none', () => {
    expect(around('python', python, 5, 7)?.name).toBe('add');
    expect(around('python', python, 5, 10)).toBeUndefined();
    expect(around('javascript', javascript, 3, 5)?.name).toBe('isEven');
    expect(around('javascript', javascript, 4, 8)).toBeUndefined();
  });

  it('is not asked for in languages without a parser', () => {
    expect(around('go', 'func add() {\n\treturn\n}\n', 2)).toBeUndefined();
  });

  it('takes no call for a function', () => {
    for (const call of ["describe('x', () => {", 'if (x) {', 'while (x) {', 'foo(bar);', 'const x = (1 + 2) * 3;'])
      expect(around('javascript', `${call}\n  y();\n}\n`, 2)).toBeUndefined();
  });
});
