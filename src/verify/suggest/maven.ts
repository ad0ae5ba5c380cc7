import * as l10n from '@vscode/l10n';
import type { EntryReport } from '../entry.js';
import { classesNamedAfterFile, hasTests, isJvmFile, JVM_FILES, testClassesOf } from './jvm.js';
import { nearestFolder } from './search.js';
import { type Detector, entryOf, everyFile, oneFile, type Place } from './suggestion.js';
import { wrapperOf } from './wrapper.js';

const SECONDS = 300;

/** What Surefire writes for JUnit; TestNG's own files beside it have other names. */
const report: EntryReport = { format: 'junit', file: 'target/surefire-reports/TEST-*.xml' };

/** Offline, because a verifier has no network. A class that is not there makes `-Dtest` fail, so narrowing is safe. */
export const detectMaven: Detector = async ({ workspace, file }) => {
  if (!isJvmFile(file)) return [];
  const project = await nearestFolder(workspace, file, ['pom.xml']);
  if (project === undefined || !(await hasTests(workspace, project))) return [];
  const program = (await wrapperOf(workspace, file, 'mvnw')) ?? 'mvn';
  const command = [program, '--batch-mode', '--offline', 'test'];
  const run = (command: readonly string[], place: Place) => ({ command, place, seconds: SECONDS, report });
  const classes = await testClassesOf(workspace, project, file);
  const everything = {
    entry: entryOf('maven test', run(command, everyFile(project, JVM_FILES))),
    reason: l10n.t('There is a pom.xml, and there are tests under src/test.'),
  };
  if (classes.length === 0) return [everything];
  const narrowed = [...command, `-Dtest=${classes.join(',')}`];
  return [
    {
      entry: entryOf(`maven test ${classes.join(', ')}`, run(narrowed, oneFile(project, file))),
      reason: classesNamedAfterFile(classes),
    },
    everything,
  ];
};
