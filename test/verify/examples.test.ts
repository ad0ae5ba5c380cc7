import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../src/problem/languages.js';
import { readVerifiers, verifiersFor } from '../../src/verify/configuration.js';
import { makeFolder, openVerifying } from './workspace.js';

const examples = path.resolve(import.meta.dirname, '../../examples');
const stub = /^ *(throw new Error\('not implemented'\);|raise NotImplementedError)$/m;

/** What a person would have written, by the example's name. */
const solutions: Readonly<Record<string, { readonly file: string; readonly body: string }>> = {
  'javascript-sum': { file: 'sum.js', body: '  return numbers.reduce((a, b) => a + b, 0);' },
  'javascript-average': {
    file: 'average.js',
    body: '  return numbers.length && numbers.reduce((a, b) => a + b, 0) / numbers.length;',
  },
  'python-palindrome': {
    file: 'palindrome.py',
    body: '    letters = text.replace(" ", "").lower()\n    return letters == letters[::-1]',
  },
  'typescript-total': {
    file: 'total.ts',
    body: '  return lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);',
  },
};

describe('the examples', () => {
  const names = readdirSync(examples, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? entry.name : [],
  );

  it('are all here', () => expect(names.sort()).toEqual(Object.keys(solutions).sort()));

  it.each(Object.entries(solutions))(
    '%s: its verifiers refuse the stub and accept a solution',
    async (name, solution) => {
      const workspace = await makeFolder({});
      cpSync(path.join(examples, name), workspace, {
        recursive: true,
        filter: (file) => path.basename(file) !== 'node_modules',
      });
      if (existsSync(path.join(workspace, 'package-lock.json'))) execFileSync('npm', ['ci'], { cwd: workspace });
      const { file } = solution;
      const source = readFileSync(path.join(workspace, file), 'utf8');
      expect(source).toMatch(stub);

      const verification = await openVerifying(
        workspace,
        verifiersFor((await readVerifiers(workspace)).verifiers, { file, language: languageOf(file) }),
      );
      const verdict = async (text: string) => {
        const { outcome } = await verification.verify({ file, text }, new AbortController().signal);
        return outcome;
      };
      expect(await verdict(source)).toBe('fail');
      expect(await verdict(source.replace(stub, solution.body))).toBe('pass');
    },
  );
});
