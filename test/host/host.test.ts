import path from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { type HostRun, runInHost } from './kit/run-in-host.js';

/*
 * Runs the Mocha suites inside a real VS Code and lists each of their tests here. A new suite is a new file
 * `suite/*.test.ts`; one for a workspace that is not trusted goes to `suite/restricted/`.
 */
const here = import.meta.dirname;
const workspace = path.join(here, 'workspaces/basic');

await listTests('in VS Code', { suites: path.join(here, 'suite'), workspace, trusted: true });
await listTests('in VS Code, restricted', { suites: path.join(here, 'suite/restricted'), workspace, trusted: false });

async function listTests(name: string, run: HostRun): Promise<void> {
  const found = inject('host');
  if (!found.found) {
    test.skip(`${name} (${found.reason})`);
    return;
  }
  const report = await runInHost(found.host, run);
  describe(`${name} (${report.host})`, () => {
    test('runs suites', () => expect(report.tests.length).toBeGreaterThan(0));
    for (const { title, outcome } of report.tests) {
      test.skipIf(outcome.state === 'skipped')(title, () => {
        if (outcome.state === 'failed') throw new Error(outcome.error);
      });
    }
  });
}
