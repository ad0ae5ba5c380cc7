import path from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { type HostRun, runInHost } from './kit/run-in-host.js';

/*
 * Runs the Mocha suites inside a real VS Code and lists each of their tests here. A new suite is a new file
 * `suite/*.test.ts`; one for a workspace that is not trusted goes to `suite/restricted/`, one for a workspace of several
 * folders to `suite/several/`.
 */
const here = import.meta.dirname;
const suites = path.join(here, 'suite');
const workspace = path.join(here, 'workspaces/basic');
const several = { workspace: path.join(here, 'workspaces/several'), opened: 'several.code-workspace' };

await listTests('in VS Code', { suites, workspace, trusted: true });
await listTests('in VS Code, restricted', { suites: path.join(suites, 'restricted'), workspace, trusted: false });
await listTests('in VS Code, several folders', { suites: path.join(suites, 'several'), ...several, trusted: true });

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
