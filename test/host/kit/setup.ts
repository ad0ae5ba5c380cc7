import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { type CodeServerParts, ensureCodeServer } from './code-server-install.js';
import { ensureDesktop } from './desktop.js';
import { type Found, missing } from './found.js';
import { removeFolder, root, temporaryFolder } from './paths.js';
import type { Host } from './run-in-host.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The VS Code to run suites in. */
    host: Found<{ readonly host: Host }>;
    /** The VS Code to click in. */
    codeServer: Found<CodeServerParts>;
    /** The extension as `npm run package` makes it. */
    vsix: string;
  }
}

/** Vitest calls this once before all files: finds or sets up what they share. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await temporaryFolder('vsix');
  const vsix = path.join(folder, 'explore-solutions.vsix');
  const remove = () => removeFolder(folder);
  try {
    execFileSync(process.execPath, [path.join(root, 'scripts/package.mjs'), vsix], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  } catch (error) {
    await remove();
    throw error;
  }
  const codeServer = ensureCodeServer();
  const desktop = await ensureDesktop();
  project.provide('vsix', vsix);
  project.provide('codeServer', codeServer);
  project.provide('host', chooseHost(desktop, codeServer));
  return remove;
}

function chooseHost(
  desktop: Awaited<ReturnType<typeof ensureDesktop>>,
  codeServer: Found<CodeServerParts>,
): Found<{ readonly host: Host }> {
  if (desktop.found) return { found: true, host: { kind: 'desktop', ...desktop } };
  if (codeServer.found) return { found: true, host: { kind: 'code-server', ...codeServer } };
  return missing(`${desktop.reason}; ${codeServer.reason}`);
}
