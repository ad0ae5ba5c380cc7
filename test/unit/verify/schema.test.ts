import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parseVerifiers } from '../../../src/verify/configuration.js';

/** What VS Code tells the person who writes the setting must be what the program makes of it. */
const root = path.resolve(import.meta.dirname, '../../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
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
  { ...shell, memoryMegabytes: 512, processes: 8, network: true },
  ...['exitCode', 'tap', 'json', junit, regex].map((report) => ({ ...shell, report })),
  ...['tap', 'json', junit, regex].map((report) => ({ ...shell, report, checks: 3 })),
  { ...shell, report: { format: 'regex', pattern: '(?P<failed>\\d+)/(?P<total>\\d+)' } },
  { ...shell, report: { format: 'regex', pattern: '(?:(?<passed>ok)|(?<failed>bad)) (?<check>.+): (?<message>.*)' } },
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
  { ...shell, memoryMegabytes: 1 },
  { ...shell, processes: 0 },
  { ...shell, processes: 1.5 },
  { ...shell, network: 'yes' },
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
  { ...shell, report: { format: 'regex', pattern: '(?<check>\\w+) (?<passed>ok) (?<total>\\d+)' } },
  { ...shell, report: { format: 'regex', pattern: '(?<passed>\\d+) (?<total>\\d+) (?<message>.*)' } },
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

  it('both accept every example of the documentation', () => {
    const blocks = readFileSync(path.join(root, 'docs/verifiers.md'), 'utf8').matchAll(/^```json\n(.*?)^```/gms);
    const examples = [...blocks].map(([, block = '']) => JSON.parse(block));
    const entries = examples.flatMap((example) => example['exploreSolutions.verifiers'] ?? example);
    expect(entries.length).toBeGreaterThan(10);
    for (const entry of entries) expect(accepts(entry), `${entry.name}: ${JSON.stringify(accepts.errors)}`).toBe(true);
    expect(parseVerifiers(entries).problems).toEqual([]);
  });

  it('have an explanation of every key in the documentation', () => {
    const text = readFileSync(path.join(root, 'docs/verifiers.md'), 'utf8');
    const { properties } = manifest.contributes.configuration.properties['exploreSolutions.verifiers'].items;
    for (const key of Object.keys(properties)) expect(text).toContain(`| \`${key}\` `);
  });
});
