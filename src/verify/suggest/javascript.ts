import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { CANDIDATE_FILE } from '../entry.js';
import { type PackageManager, packageManagerOf } from './package-manager.js';
import { reporters } from './reporter.js';
import { argsOnce, flagsOf, type Runner, type RunnerCall, runnerCallOf } from './script.js';
import { foldersAbove, testsNamedAfter } from './search.js';
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

const KINDS = ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'];
const FILES = `*.{${KINDS.join(',')}}`;

const texts = z.record(z.string(), z.string()).catch({});
const manifestSchema = z.object({
  scripts: texts.optional(),
  dependencies: texts.optional(),
  devDependencies: texts.optional(),
  packageManager: z.string().optional().catch(undefined),
});
type Manifest = z.infer<typeof manifestSchema>;

/** A package, and what a verifier for one of its files needs to know of it. */
interface Package {
  readonly workspace: WorkspaceView;
  readonly folder: string;
  readonly file: string;
  readonly manifest: Manifest;
  readonly manager: PackageManager;
}

/** The nearest package above the file that has tests. */
export const detectJavaScript: Detector = async ({ workspace, file }) => {
  if (!KINDS.includes(path.posix.extname(file).slice(1))) return [];
  for (const folder of foldersAbove(file)) {
    const manifest = await readManifest(workspace, folder);
    if (manifest === undefined) continue;
    const manager = await packageManagerOf(workspace, path.posix.join(folder, 'package.json'), manifest.packageManager);
    const suggestions = await suggestFor({ workspace, folder, file, manifest, manager });
    if (suggestions.length > 0) return suggestions;
  }
  return [];
};

async function readManifest(workspace: WorkspaceView, folder: string): Promise<Manifest | undefined> {
  const text = await workspace.read(path.posix.join(folder, 'package.json'));
  if (text === undefined) return undefined;
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // Half-written by someone: nothing can be told from it.
    return undefined;
  }
}

async function suggestFor(from: Package): Promise<readonly Suggestion[]> {
  const scripts = from.manifest.scripts ?? {};
  // What `npm init` writes.
  const hasScript = scripts.test !== undefined && !scripts.test.includes('no test specified');
  const call = hasScript ? runnerCallOf(scripts, 'test') : callWithoutScript(from);
  const narrowed = call?.alone ? await narrow(from, call) : [];
  const whole = hasScript && !call?.watches ? script(from, call) : call && runOnce(from, call, hasScript);
  return whole ? [...narrowed, whole] : narrowed;
}

/** The whole script, as people run it. */
function script({ folder, manager }: Package, call: RunnerCall | undefined): Suggestion {
  const { flags, report } = call?.takesFlags ? reporters[call.runner] : { flags: [], report: undefined };
  const command = flags.length === 0 ? manager.test : [...manager.testWith, ...flags];
  return {
    entry: entryOf(manager.test.join(' '), { command, place: everyFile(folder, FILES), seconds: SECONDS, report }),
    reason: call
      ? l10n.t('package.json has a test script that runs {0}.', call.runner)
      : l10n.t('package.json has a test script.'),
  };
}

/** The runner itself, where the script would wait for changes, or where there is none. */
function runOnce(from: Package, call: RunnerCall, hasScript: boolean): Suggestion {
  const once: Readonly<Record<Runner, readonly string[]>> = {
    'node:test': [],
    vitest: ['run'],
    jest: ['--watchAll=false'],
    mocha: [],
  };
  const { flags, report } = reporters[call.runner];
  const command = [...programOf(from, call), ...once[call.runner], ...flags, ...argsOnce(call)];
  const place = everyFile(from.folder, FILES);
  return {
    entry: entryOf(call.runner, { command, place, seconds: SECONDS, env: call.env, report }),
    reason: hasScript
      ? l10n.t('package.json has a test script that runs {0} and waits for changes; this runs it once.', call.runner)
      : l10n.t('The package uses {0}.', call.runner),
  };
}

/** A dependency that is a test runner. */
function callWithoutScript({ manifest }: Package): RunnerCall | undefined {
  const dependencies = { ...manifest.dependencies, ...manifest.devDependencies };
  const runners: readonly Runner[] = ['vitest', 'jest', 'mocha'];
  const runner = runners.find((name) => name in dependencies);
  return runner && { runner, program: [runner], args: [], env: {}, watches: false, alone: true, takesFlags: false };
}

/** Only the tests that reach the file, where the runner can tell; else those named after it. */
async function narrow(from: Package, call: RunnerCall): Promise<readonly Suggestion[]> {
  const { folder, file } = from;
  const program = programOf(from, call);
  const { report } = reporters[call.runner];
  const flags = [...reporters[call.runner].flags, ...flagsOf(call)];
  const run = (command: readonly string[], place: Place) =>
    ({ command, place, seconds: SECONDS, env: call.env, report }) as const;
  if (call.runner === 'vitest' || call.runner === 'jest') {
    // Where no test is related, vitest succeeds by itself, and jest where its configuration wants it.
    const strict = [...flags, '--passWithNoTests=false'];
    const command =
      call.runner === 'vitest'
        ? [...program, 'related', '--run', ...strict, CANDIDATE_FILE]
        : [...program, '--watchAll=false', ...strict, '--findRelatedTests', CANDIDATE_FILE];
    const entry = entryOf(`${call.runner}, related tests`, run(command, everyFile(folder, FILES)));
    return [{ entry, reason: l10n.t('{0} can find the tests that import a file.', call.runner) }];
  }
  const tests = seenFrom(folder, await testsNamedAfter(from.workspace, folder, file, namesOfTests(file)));
  if (tests.length === 0) return [];
  // A file that is run by itself and ends early lacks its plan; `--test` would make a test that passed of it.
  const each = call.runner === 'node:test' && tests.length > 1 ? ['--test'] : [];
  const entry = entryOf(
    `${call.runner} of ${file}`,
    run([...program, ...flags, ...each, ...tests], oneFile(folder, file)),
  );
  return [{ entry, reason: namedAfterFile(tests) }];
}

function programOf({ manager }: Package, { program }: RunnerCall): readonly string[] {
  return program[0] === 'node' ? program : [...manager.execute, ...program];
}

function namesOfTests(file: string): { readonly anywhere: readonly string[]; readonly amongTests: readonly string[] } {
  const stem = path.posix.basename(file, path.posix.extname(file));
  const each = (name: (kind: string) => readonly string[]) => KINDS.flatMap(name);
  return {
    anywhere: each((kind) => ['.test', '.spec', '-test', '_test'].map((ending) => `${stem}${ending}.${kind}`)),
    amongTests: each((kind) => [`${stem}.${kind}`, `test-${stem}.${kind}`]),
  };
}
