import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parseVerifiers } from '../../../src/verify/configuration.js';

/** What VS Code tells the person who writes the setting must be what the program makes of it. */
const manifest = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8'));
const accepts = new Ajv({ strict: false, allErrors: true }).compile(
  manifest.contributes.configuration.properties['exploreSolutions.verifiers'].items,
);

const shell = { name: 'a', shell: 'x' };
const junit = { format: 'junit', file: 'report.xml' };
const regex = { format: 'regex', pattern: '(?<passed>\\d+) of (?<total>\\d+)' };

const good: readonly object[] = [
  shell,
  { name: 'a', command: ['npm', 'test', ''] },
  { ...shell, cwd: 'web', env: { A: '' }, timeoutSeconds: 0.5, files: '*.py' },
  ...['exitCode', 'tap', 'json', junit, regex].map((report) => ({ ...shell, report })),
  ...['tap', 'json', junit, regex].map((report) => ({ ...shell, report, checks: 3 })),
  { ...shell, report: { format: 'regex', pattern: '(?P<failed>\\d+)/(?P<total>\\d+)' } },
];

const bad: readonly unknown[] = [
  'npm test',
  { name: 'a' },
  { shell: 'x' },
  { ...shell, command: ['x'] },
  { name: ' ', shell: 'x' },
  { name: 'a', shell: '' },
  { name: 'a', command: 'npm test' },
  { name: 'a', command: [] },
  { name: 'a', command: [' '] },
  { name: 'a', command: ['x', 1] },
  { name: 'a', command: ['x', '\0'] },
  { ...shell, timeout: 3 },
  { ...shell, timeoutSeconds: 0 },
  { ...shell, timeoutSeconds: 86_401 },
  { ...shell, env: { A: 1 } },
  { ...shell, env: { 'A=B': '' } },
  { ...shell, cwd: '' },
  { ...shell, files: '' },
  { ...shell, report: 'xml' },
  { ...shell, report: 'junit' },
  { ...shell, report: { format: 'tap' } },
  { ...shell, report: { format: 'junit' } },
  { ...shell, report: { ...junit, file: '' } },
  { ...shell, report: { ...junit, pattern: 'x' } },
  { ...shell, report: { format: 'regex', pattern: '(?<passed>\\d+)' } },
  { ...shell, checks: 3 },
  { ...shell, report: 'exitCode', checks: 3 },
  { ...shell, report: 'tap', checks: 0 },
  { ...shell, report: 'tap', checks: 1.5 },
];

describe('the schema of a verifier and the program', () => {
  it.each(good.map((entry) => [JSON.stringify(entry), entry]))('both accept %s', (_, entry) => {
    expect(accepts(entry), JSON.stringify(accepts.errors)).toBe(true);
    expect(parseVerifiers([entry]).problems).toEqual([]);
  });

  it.each(bad.map((entry) => [JSON.stringify(entry), entry]))('both refuse %s', (_, entry) => {
    expect(accepts(entry)).toBe(false);
    expect(() => parseVerifiers([entry])).toThrow();
  });
});
