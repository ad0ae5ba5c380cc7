import * as l10n from '@vscode/l10n';
import type { EntryReport } from '../entry.js';
import { classesNamedAfterFile, hasTests, isJvmFile, JVM_FILES, testClassesOf } from './jvm.js';
import { nearestFolder } from './search.js';
import { type Detector, entryOf, everyFile, oneFile, type Place } from './suggestion.js';
import { wrapperOf } from './wrapper.js';

const SECONDS = 300;

/** One folder for each task of tests; Android's and Kotlin's are not named `test`. */
const report: EntryReport = { format: 'junit', file: 'build/test-results/*/TEST-*.xml' };

/**
 * Offline, because a verifier has no network, and without the daemon, which would outlive it. A filter that fits no
 * class makes Gradle fail, so narrowing is safe.
 */
export const detectGradle: Detector = async ({ workspace, file }) => {
  if (!isJvmFile(file)) return [];
  const builds = ['build.gradle', 'build.gradle.kts'];
  const project = await nearestFolder(workspace, file, builds);
  if (project === undefined || !(await hasTests(workspace, project))) return [];
  const program = (await wrapperOf(workspace, file, 'gradlew')) ?? 'gradle';
  const command = [program, '--offline', '--no-daemon', 'test'];
  const run = (command: readonly string[], place: Place) => ({ command, place, seconds: SECONDS, report });
  const classes = await testClassesOf(workspace, project, file);
  const everything = {
    entry: entryOf('gradle test', run(command, everyFile(project, JVM_FILES))),
    reason: l10n.t('There is a Gradle build, and there are tests under src/test.'),
  };
  if (classes.length === 0) return [everything];
  const filters = classes.flatMap((name) => ['--tests', name]);
  return [
    {
      entry: entryOf(`gradle test ${classes.join(', ')}`, run([...command, ...filters], oneFile(project, file))),
      reason: classesNamedAfterFile(classes),
    },
    everything,
  ];
};
