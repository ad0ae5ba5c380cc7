import path from 'node:path';
import { firstFile, foldersAbove } from './search.js';
import type { WorkspaceView } from './workspace.js';

/** How a package manager runs what a package has. */
export interface PackageManager {
  /** Runs the package's test script. */
  readonly test: readonly string[];
  /** The same, when words for what the script runs follow; some managers would take them for their own. */
  readonly testWith: readonly string[];
  /** Runs a program of the package's dependencies, when its words follow; never fetches one. */
  readonly execute: readonly string[];
}

const managers = {
  npm: { test: ['npm', 'test'], testWith: ['npm', 'test', '--'], execute: ['npx', '--no-install'] },
  pnpm: { test: ['pnpm', 'test'], testWith: ['pnpm', 'run', 'test'], execute: ['pnpm', 'exec'] },
  yarn: { test: ['yarn', 'test'], testWith: ['yarn', 'test'], execute: ['yarn', 'run'] },
} as const satisfies Readonly<Record<string, PackageManager>>;

const managerOfLock: Readonly<Record<string, PackageManager>> = {
  'pnpm-lock.yaml': managers.pnpm,
  'yarn.lock': managers.yarn,
  'package-lock.json': managers.npm,
  'npm-shrinkwrap.json': managers.npm,
};

/**
 * Told from the nearest lock file above a file: in a monorepo it stands in the root.
 *
 * @param declared package.json's `packageManager`, which decides where there is no lock file
 */
export async function packageManagerOf(
  workspace: WorkspaceView,
  file: string,
  declared: string | undefined,
): Promise<PackageManager> {
  for (const folder of foldersAbove(file)) {
    const lock = await firstFile(workspace, folder, Object.keys(managerOfLock));
    const manager = lock === undefined ? undefined : managerOfLock[path.posix.basename(lock)];
    if (manager !== undefined) return manager;
  }
  if (declared?.startsWith('pnpm@')) return managers.pnpm;
  return declared?.startsWith('yarn@') ? managers.yarn : managers.npm;
}
