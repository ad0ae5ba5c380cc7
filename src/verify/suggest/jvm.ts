import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { and } from '../../core/language.js';
import { findFiles, testsNamedAfter } from './search.js';
import type { WorkspaceView } from './workspace.js';

export const JVM_FILES = '*.{java,kt,groovy,scala}';

const KIND = /\.(java|kt|groovy|scala)$/;

export function isJvmFile(file: string): boolean {
  return KIND.test(file);
}

/** The simple names of the test classes that are named after a file, as Maven and Gradle take them. */
export async function testClassesOf(
  workspace: WorkspaceView,
  project: string,
  file: string,
): Promise<readonly string[]> {
  const extension = path.posix.extname(file);
  const stem = path.posix.basename(file, extension);
  const names = [`${stem}Test`, `${stem}Tests`, `Test${stem}`].map((name) => name + extension);
  const tests = await testsNamedAfter(workspace, project, file, { anywhere: names, amongTests: [] });
  return [...new Set(tests.map((test) => path.posix.basename(test, extension)))];
}

/** Why the tests in these classes are suggested, one at least. */
export function classesNamedAfterFile(classes: readonly string[]): string {
  return classes.length === 1
    ? l10n.t('The class {0} is named after the file.', and(classes))
    : l10n.t('The classes {0} are named after the file.', and(classes));
}

/** Whether a project has tests at all: without any, both tools succeed. */
export async function hasTests(workspace: WorkspaceView, project: string): Promise<boolean> {
  const tests = await findFiles(workspace, path.posix.join(project, 'src', 'test'), isJvmFile);
  return tests.length > 0;
}
