import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { CANDIDATE_FILE, type EntryReport, OWN_FOLDER } from '../entry.js';
import { findFiles, firstFile, foldersAbove, nearestFolder, testsNamedAfter } from './search.js';
import {
  type Detector,
  entryOf,
  everyFile,
  namedAfterFile,
  oneFile,
  type Place,
  type Suggestion,
  seenFrom,
} from './suggestion.js';
import type { WorkspaceView } from './workspace.js';

const SECONDS = 60;

const FILES = '*.py';

/** Files that mark a project's folder. */
const PROJECT = ['pyproject.toml', 'setup.py', 'setup.cfg', 'pytest.ini', 'tox.ini'];

/** So many files of tests tell how the others are written. */
const TESTS_READ = 20;

/** By -v. A line a try, and of one that failed what came. */
const doctestReport: EntryReport = {
  format: 'regex',
  pattern: String.raw`^Trying:\n {4}(?<check>.+)\n[\s\S]*?^(?:(?<passed>ok)$|(?<failed>\*{70})\nFile .*\nFailed example:\n(?: {4}.*\n)+(?<message>(?:(?:Expected|Got|Exception raised)(?: nothing)?:?\n(?: {4}.*\n|\n)*)+))|^(?<total>\d+) tests? in \d+ items?`,
};

/**
 * By -v. What a test writes to standard error comes between its name and its outcome; of a test with subtests each that
 * failed has a line.
 */
const unittestReport: EntryReport = {
  format: 'regex',
  pattern: String.raw`(?<check>\w+ \([\w.]+\)(?: [[(].*?[\])])*)(?:\n.*)? \.\.\. [\s\S]*?(?:(?<passed>ok)|(?<failed>FAIL|ERROR|unexpected success)|expected failure|skipped .*)$|^Ran (?<total>\d+) tests?`,
};

/** Not its last line, which the project's own options can take away: a second -q does. */
const pytestReport = { format: 'junit', file: `${OWN_FOLDER}/pytest.xml` } as const satisfies EntryReport;

interface Project {
  readonly workspace: WorkspaceView;
  readonly folder: string;
  readonly file: string;
  readonly python: string;
}

export const detectPython: Detector = async ({ workspace, file }) => {
  if (!file.endsWith('.py')) return [];
  const marked = await nearestFolder(workspace, file, PROJECT);
  const project = { workspace, folder: marked ?? '.', file, python: await pythonFor(workspace, file) };
  return [...(await doctests(project)), ...(await suites(project))];
};

/**
 * The interpreter that a file's project runs on, as an entry's program: that of the nearest virtual environment in the
 * workspace, else the system's.
 */
export async function pythonFor(workspace: WorkspaceView, file: string): Promise<string> {
  for (const folder of foldersAbove(file)) {
    for (const name of ['.venv', 'venv', 'env']) {
      const environment = path.posix.join(folder, name);
      const program = await firstFile(workspace, environment, ['bin/python', 'Scripts/python.exe']);
      if (program !== undefined) return `\${workspaceFolder}/${environment}/${program}`;
    }
  }
  return 'python3';
}

async function doctests({ workspace, folder, file, python }: Project): Promise<readonly Suggestion[]> {
  const source = (await workspace.read(file)) ?? '';
  // doctest runs a file outside its package, where relative imports fail.
  if (!/^\s*>>> \S/m.test(source) || /^\s*from\s+\./m.test(source)) return [];
  const command = [python, '-m', 'doctest', '-v', CANDIDATE_FILE];
  const run = { command, place: oneFile(folder, file), seconds: SECONDS, report: doctestReport };
  const entry = entryOf(`doctest of ${file}`, run);
  return [{ entry, reason: l10n.t('The file has doctests.') }];
}

async function suites(project: Project): Promise<readonly Suggestion[]> {
  const { workspace, folder, file } = project;
  const tests = await findFiles(workspace, folder, (name) => /^(test_.*|.*_test)\.py$/.test(name));
  if (tests.length === 0) return [];
  const stem = path.posix.basename(file, '.py');
  const stems = [...new Set([stem, stem.replace(/^_+/, '')])];
  const named = await testsNamedAfter(workspace, folder, file, {
    anywhere: stems.flatMap((name) => [`test_${name}.py`, `${name}_test.py`]),
    amongTests: [],
  });
  const about = namedAfterFile(named);
  const found = await readAll(workspace, tests);
  const evidence = await pytestEvidence(workspace, folder, found);
  if (evidence !== undefined) return pytest(project, seenFrom(folder, named), about, evidence);
  return found.some((text) => /^\s*(import\b.*\bunittest\b|from unittest\b)/m.test(text))
    ? unittest(project, seenFrom(folder, tests), seenFrom(folder, named), about)
    : [];
}

function pytest(
  { folder, file, python }: Project,
  named: readonly string[],
  about: string,
  evidence: string,
): readonly Suggestion[] {
  const run = (tests: readonly string[], place: Place) =>
    ({
      command: [python, '-m', 'pytest', '-q', `--junitxml=${pytestReport.file}`, ...tests],
      place,
      seconds: SECONDS,
      report: pytestReport,
    }) as const;
  const whole = { entry: entryOf('pytest', run([], everyFile(folder, FILES))), reason: evidence };
  if (named.length === 0) return [whole];
  const entry = entryOf(`pytest of ${file}`, run(named, oneFile(folder, file)));
  return [{ entry, reason: about }, whole];
}

/**
 * Discovery starts where the files are: from the project's folder it would not go into folders that are no packages,
 * and before Python 3.12 a run of no tests succeeds. Tests in a package are run as such, as they may import each other.
 */
async function unittest(
  { workspace, folder, file, python }: Project,
  tests: readonly string[],
  named: readonly string[],
  about: string,
): Promise<readonly Suggestion[]> {
  const run = (args: readonly string[], place: Place) =>
    ({ command: [python, '-m', 'unittest', ...args], place, seconds: SECONDS, report: unittestReport }) as const;
  const first = path.posix.dirname(tests[0] ?? '');
  const pattern = path.posix.basename(tests[0] ?? '').startsWith('test_') ? 'test_*.py' : '*_test.py';
  const isPackage = await workspace.isFile(path.posix.join(folder, first, '__init__.py'));
  const top = isPackage && first !== '.' ? ['-t', '.'] : [];
  const discover = ['discover', '-v', '-s', first, '-p', pattern, ...top];
  const whole = {
    entry: entryOf('unittest', run(discover, everyFile(folder, FILES))),
    reason:
      first === '.'
        ? l10n.t('The tests in this folder use unittest.')
        : l10n.t('The tests in {0} use unittest.', first),
  };
  if (named.length === 0) return [whole];
  const entry = entryOf(`unittest of ${file}`, run(['-v', ...named], oneFile(folder, file)));
  return [{ entry, reason: about }, whole];
}

/** What says that a project's tests are pytest's, as a sentence. */
async function pytestEvidence(
  workspace: WorkspaceView,
  folder: string,
  tests: readonly string[],
): Promise<string | undefined> {
  const signs: readonly (readonly [string, RegExp])[] = [
    ['pytest.ini', /^/],
    ['conftest.py', /^/],
    ['tests/conftest.py', /^/],
    ['pyproject.toml', /^\s*\[tool\.pytest\b|^[^#\n]*["']pytest\b|^\s*pytest\s*=/m],
    ['setup.cfg', /^\[tool:pytest\]|^\s*pytest\b/m],
    ['tox.ini', /^\[pytest\]|^\s*(deps\s*=\s*)?pytest\b/m],
    ['requirements.txt', /^\s*pytest\b/m],
    ['requirements-dev.txt', /^\s*pytest\b/m],
  ];
  for (const [name, sign] of signs) {
    const text = await workspace.read(path.posix.join(folder, name));
    if (text !== undefined && sign.test(text)) return l10n.t('{0} says that the tests are run by pytest.', name);
  }
  // A test that is a plain function is run by pytest alone.
  const isPytests = (text: string) => /^(import\b.*\bpytest\b|from pytest\b|(async )?def test_)/m.test(text);
  return tests.some(isPytests) ? l10n.t('There are tests written for pytest.') : undefined;
}

async function readAll(workspace: WorkspaceView, files: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(files.slice(0, TESTS_READ).map((file) => workspace.read(file)));
  return texts.map((text) => text ?? '');
}
