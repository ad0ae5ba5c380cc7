import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { grouped, useLanguage } from '../../../../src/core/language.js';
import { readTap } from '../../../../src/verify/reports/tap.js';

it('is told to a person in their language, and in English to models, which read the output', async () => {
  const bundle = path.resolve(import.meta.dirname, '../../../../l10n/bundle.l10n.de.json');
  useLanguage('de', readFileSync(bundle, 'utf8'));
  for (let time = 0; time < 2; time++) {
    expect(await readTap('hello\n', new AbortController().signal)).toEqual({
      kind: 'unreadable',
      reason: 'nothing in its output is TAP',
      told: 'nichts in seiner Ausgabe ist TAP',
    });
  }
  expect(grouped(1000)).toBe('1.000');
});
