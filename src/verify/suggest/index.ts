import { detectCargo } from './cargo.js';
import { detectCTest } from './ctest.js';
import { detectGo } from './go.js';
import { detectGradle } from './gradle.js';
import { detectJavaScript } from './javascript.js';
import { detectMake } from './make.js';
import { detectMaven } from './maven.js';
import { detectPython } from './python.js';
import type { Detector, Suggestion } from './suggestion.js';
import type { WorkspaceView } from './workspace.js';

export type { VerifierEntry } from '../entry.js';
export type { Suggestion } from './suggestion.js';
export { viewOnDisk, type WorkspaceItem, type WorkspaceView } from './workspace.js';

/** In the order in which their suggestions are shown; make last, as its target often calls one of the others. */
const detectors: readonly Detector[] = [
  detectJavaScript,
  detectPython,
  detectCargo,
  detectGo,
  detectMaven,
  detectGradle,
  detectCTest,
  detectMake,
];

/**
 * What could verify a file, told from the files of its workspace; nothing is run. Narrow suggestions come before
 * wide ones, so that as stages of one configuration the quick check comes first. Names are different from each other.
 * `docs/verifiers-suggested.md` lists what is looked for.
 *
 * @param file relative to the workspace, with forward slashes
 * @param name the selected function's name; suggestions may be about it alone
 */
export async function suggestVerifiers(
  workspace: WorkspaceView,
  file: string,
  name?: string,
): Promise<readonly Suggestion[]> {
  const found = await Promise.all(detectors.map((detect) => detect({ workspace, file, name })));
  return found.flat();
}
