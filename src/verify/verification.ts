import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Verdict } from '../core/domain.js';
import { findBuildFolders } from './build-folders.js';
import type { Verifier, VerifierCommand, VerifiersInOrder } from './configuration.js';
import type { Cores } from './cores.js';
import { verifierEnvironment } from './environment.js';
import { WorkspaceNotTrustedError } from './errors.js';
import { type Guard, startGuard } from './guard.js';
import { type Inventory, isInside, LARGE_FILE_BYTES, readFolders, readInventory } from './inventory.js';
import { DEFAULT_LIMITS } from './limits.js';
import { WholeOutput } from './output.js';
import { type Invocation, notStarted, type ProcessListener, type ProcessReport, runProcess } from './process.js';
import { fromFiles, fromOutput, type ReportSource } from './report-source.js';
import {
  confine,
  linkedTemporary,
  originalAsSeen,
  probeSandbox,
  type Sandbox,
  type SandboxSetting,
  type View,
  viewOf,
} from './sandbox.js';
import { Scratch } from './scratch.js';
import { ScratchPool } from './scratch-pool.js';
import { Session } from './session.js';
import { substitute } from './variables.js';
import { type Author, joined, OUTPUT_LIMIT_BYTES, verdictOf } from './verdict.js';

/** What an observer may write. */
const OBSERVED_BYTES = 1024 ** 2;

export interface VerificationOptions {
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  readonly verifiers: VerifiersInOrder;
  /** Files that every copy gets beside those of the workspace; the workspace itself never does. */
  readonly additions?: readonly CandidateFile[];
  /** Whose slots say how many candidates are verified at once. */
  readonly cores: Cores;
  readonly sandbox: SandboxSetting;
  /** Whether the user trusts the workspace; asked again before every start of a process. */
  readonly isTrusted: () => boolean;
}

/** What judges candidates: verifiers in order, and the files that they need. */
export interface Judges extends Pick<VerificationOptions, 'verifiers' | 'additions'> {
  /** What a person typed, where that is what judges: a line an example. */
  readonly examples?: string;
}

/** A file's whole new text in a copy; of a candidate as verifiers meet it, the one that it changes. */
export interface CandidateFile {
  /** Relative to the workspace, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** A program that is not to judge, with the file that it needs. */
export interface Observer {
  readonly verifier: Verifier;
  readonly program: CandidateFile;
}

/** How an observer's run ended, and what it wrote to standard output; nothing where that was too much. */
export interface Observation {
  readonly verdict: Verdict;
  readonly written: string;
}
type MayRun = (signal: AbortSignal) => Promise<void>;

const always: MayRun = async () => {};

/** Runs a workspace's verifiers on candidates, each in its own copy of the workspace. */
export interface Verification {
  readonly sandbox: Sandbox;
  readonly cores: Cores;
  /**
   * Runs the verifiers, in order, up to the first that does not pass.
   *
   * @param mayRun waited for before each verifier; it must end when its signal is aborted
   * @throws OutsideScratchError, WorkspaceNotTrustedError; the signal's reason when it is aborted
   */
  verify(candidate: CandidateFile, signal: AbortSignal, mayRun?: MayRun): Promise<Verdict>;
  /**
   * The same for a text that a person wrote: the file as it is. What its tools build is kept for the candidates that
   * come after it, where git ignores it or it is marked as a cache, so that compilers need not begin anew each time.
   */
  verifyOriginal(original: CandidateFile, signal: AbortSignal, mayRun?: MayRun): Promise<Verdict>;
  /**
   * Runs a program of ours on a candidate, in a copy and confined as a verifier is.
   *
   * @throws what `verify` throws
   */
  observe(candidate: CandidateFile, by: Observer, signal: AbortSignal): Promise<Observation>;
  /** Ends what runs (those calls of `verify` reject) and removes every copy. */
  close(): Promise<void>;
}

/**
 * Gets everything ready that candidates share.
 *
 * @throws WorkspaceTooLargeError, SandboxUnavailableError, WorkspaceNotTrustedError
 */
export async function openVerification(options: VerificationOptions): Promise<Verification> {
  if (!options.isTrusted()) throw new WorkspaceNotTrustedError(options.workspace);
  const workspace = await realpath(options.workspace);
  const session = await Session.open();
  try {
    const sandbox = await probeSandbox(options.sandbox, session.emptyFile);
    // Without a sandbox, a test that writes to its data would write to the original's.
    const limits = sandbox.kind === 'none' ? {} : { sharedBytes: LARGE_FILE_BYTES };
    const inventory = await readInventory(workspace, limits);
    return new WorkspaceVerification({ ...options, workspace }, inventory, session, sandbox, startGuard());
  } catch (error) {
    await session.close();
    throw error;
  }
}

class WorkspaceVerification implements Verification {
  readonly cores: Cores;
  private readonly closing = new AbortController();
  private readonly copies: ScratchPool;
  private readonly readable: readonly string[];
  private readonly running = new Set<Promise<unknown>>();
  /** What new copies consist of: the workspace, and what was built of it. */
  private inventories: readonly [Inventory, ...Inventory[]];

  constructor(
    private readonly options: VerificationOptions,
    inventory: Inventory,
    private readonly session: Session,
    readonly sandbox: Sandbox,
    private readonly guard: Guard,
  ) {
    this.cores = options.cores;
    this.inventories = [inventory];
    this.readable = linkedTemporary(inventory);
    const seenAs = originalAsSeen(sandbox, options.workspace);
    this.copies = new ScratchPool(
      () => Scratch.create(session.nextScratchFolder(), this.inventories, seenAs),
      () => options.cores.slots,
    );
  }

  verify(candidate: CandidateFile, signal: AbortSignal, mayRun: MayRun = always): Promise<Verdict> {
    return this.track((ending) => this.verifyInTurn(candidate, 'model', ending, mayRun), signal);
  }

  verifyOriginal(original: CandidateFile, signal: AbortSignal, mayRun: MayRun = always): Promise<Verdict> {
    return this.track((ending) => this.verifyInTurn(original, 'person', ending, mayRun), signal);
  }

  observe(candidate: CandidateFile, by: Observer, signal: AbortSignal): Promise<Observation> {
    return this.track((ending) => this.observeInTurn(candidate, by, ending), signal);
  }

  private async track<T>(start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const run = start(AbortSignal.any([signal, this.closing.signal]));
    this.running.add(run);
    try {
      return await run;
    } finally {
      this.running.delete(run);
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.running);
    await this.copies.settle();
    this.guard.close();
    await this.session.close();
  }

  private async verifyInTurn(
    candidate: CandidateFile,
    author: Author,
    signal: AbortSignal,
    mayRun: MayRun,
  ): Promise<Verdict> {
    const [first, ...others] = this.options.verifiers;
    const giveBack = await this.cores.acquire(signal);
    try {
      return await this.inScratch(author, async (scratch) => {
        for (const { file, text } of [...(this.options.additions ?? []), candidate]) await scratch.write(file, text);
        await mayRun(signal);
        let run = await this.runVerifier(first, candidate.file, author, scratch, signal);
        for (const verifier of others) {
          if (run.verdict.outcome !== 'pass') break;
          await mayRun(signal);
          const next = await this.runVerifier(verifier, candidate.file, author, scratch, signal);
          run = {
            verdict: joined(run.verdict, next.verdict),
            nothingRemains: run.nothingRemains && next.nothingRemains,
          };
        }
        return run;
      });
    } finally {
      giveBack();
    }
  }

  private async observeInTurn(
    candidate: CandidateFile,
    { verifier, program }: Observer,
    signal: AbortSignal,
  ): Promise<Observation> {
    const giveBack = await this.cores.acquire(signal);
    const written = new WholeOutput(OBSERVED_BYTES);
    const hear: ProcessListener = (chunk, stream) => {
      if (stream === 'stdout') written.add(chunk);
    };
    try {
      const verdict = await this.inScratch('model', async (scratch) => {
        for (const { file, text } of [program, candidate]) await scratch.write(file, text);
        return this.runVerifier(verifier, candidate.file, 'model', scratch, signal, hear);
      });
      return { verdict, written: written.text() ?? '' };
    } finally {
      giveBack();
    }
  }

  private async inScratch(author: Author, use: (scratch: Scratch) => Promise<Run>): Promise<Verdict> {
    const scratch = await this.copies.take();
    let fate: 'reuse' | 'remove' | 'keep' = 'remove';
    try {
      const { verdict, nothingRemains } = await use(scratch);
      if (nothingRemains) fate = author === 'person' && (await this.adoptBuild(scratch)) ? 'keep' : 'reuse';
      return verdict;
    } finally {
      if (fate === 'keep') this.copies.forget();
      else this.copies.giveBack(scratch, fate === 'reuse');
    }
  }

  /**
   * Has new copies get what was built in this one.
   *
   * @returns whether that is anything; the copy must then be left as it is
   */
  private async adoptBuild(scratch: Scratch): Promise<boolean> {
    const [workspace, ...built] = this.inventories;
    // Build folders hold absolute paths, which are those of the next copy only where a sandbox makes them so.
    if (built.length > 0 || this.sandbox.kind !== 'bubblewrap') return false;
    const folders = await findBuildFolders(workspace.root, scratch.workspace);
    const changed = folders.filter((folder) => !scratch.isUntouched(folder));
    const build = changed.length > 0 ? await readFolders(scratch.workspace, changed) : undefined;
    if (build === undefined) return false;
    const isReplaced = (file: string) => changed.some((folder) => isInside(folder, file));
    const entries = workspace.entries.filter((entry) => !isReplaced(entry.path));
    this.inventories = [{ ...workspace, entries }, build];
    return true;
  }

  private async runVerifier(
    verifier: Verifier,
    file: string,
    author: Author,
    scratch: Scratch,
    signal: AbortSignal,
    hear?: ProcessListener,
  ): Promise<Run> {
    const { workspace, isTrusted } = this.options;
    const view = viewOf(this.sandbox, workspace, scratch);
    const surroundings = { workspaceName: path.basename(workspace), file, environment: process.env };
    const fill = (text: string) => substitute(text, { workspace: view.workspace, ...surroundings });
    const invocation = invocationOf(verifier, fill, view);
    const misplaced = await folderProblem(invocation.cwd, view, scratch);
    const stopped = (reason: string): Run => {
      const report = notStarted(reason);
      return {
        verdict: verdictOf(verifier, report, null, this.sandbox, author),
        nothingRemains: report.nothingRemains,
      };
    };
    if (misplaced !== undefined) return stopped(misplaced);
    const source = sourceOf(verifier, fill, invocation.cwd, view, scratch);
    if (typeof source === 'string') return stopped(source);
    await source?.clear();
    if (!isTrusted()) throw new WorkspaceNotTrustedError(workspace);
    const { memoryMegabytes, processes, network, timeoutSeconds: seconds } = verifier;
    const limits = { ...DEFAULT_LIMITS, memoryMegabytes, processes };
    const confined = confine(
      this.sandbox,
      workspace,
      scratch,
      { ...limits, network, readable: this.readable },
      invocation,
    );
    const bounds = { ...limits, seconds, outputBytes: OUTPUT_LIMIT_BYTES, folder: scratch.folder };
    const ran = await runProcess(confined, bounds, this.guard, signal, source?.hear ?? hear);
    const verdict = verdictOf(verifier, ran, source && (await source.read(signal)), this.sandbox, author);
    return { verdict, nothingRemains: ran.nothingRemains };
  }
}

/** What one verifier said, and whether the copy in which it ran can be used again. */
interface Run extends Pick<ProcessReport, 'nothingRemains'> {
  readonly verdict: Verdict;
}

function invocationOf(verifier: Verifier, fill: (text: string) => string, view: View): Invocation {
  const temporary = { TMPDIR: view.temp, TMP: view.temp, TEMP: view.temp };
  const own = Object.fromEntries(Object.entries(verifier.env).map(([name, value]) => [name, fill(value)]));
  return {
    ...commandLine(verifier.command, fill),
    cwd: path.resolve(view.workspace, fill(verifier.cwd)),
    env: verifierEnvironment(process.env, { ...temporary, ...own }),
    ownNamespace: false,
  };
}

/** Where a verifier's report will be, null where its exit code is all; or why it cannot be there, as a sentence. */
function sourceOf(
  { report }: Verifier,
  fill: (text: string) => string,
  cwd: string,
  view: View,
  scratch: Scratch,
): ReportSource | string | null {
  if (report.format === 'exitCode') return null;
  if (report.format !== 'junit') return fromOutput(report);
  const file = path.resolve(cwd, fill(report.file));
  if (!isInside(view.workspace, file)) return l10n.t('its report {0} is outside the workspace', file);
  return fromFiles(scratch.workspace, path.relative(view.workspace, file).replaceAll(path.sep, '/'));
}

function commandLine(
  command: VerifierCommand,
  fill: (text: string) => string,
): Pick<Invocation, 'program' | 'args' | 'verbatim'> {
  if (command.kind === 'program') {
    return { program: fill(command.program), args: command.args.map(fill), verbatim: false };
  }
  const line = fill(command.line);
  if (process.platform !== 'win32') return { program: '/bin/sh', args: ['-c', line], verbatim: false };
  return { program: process.env.ComSpec ?? 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`], verbatim: true };
}

/** Why a verifier cannot run in this folder, given as the verifier sees it. */
async function folderProblem(cwd: string, view: View, scratch: Scratch): Promise<string | undefined> {
  if (!isInside(view.workspace, cwd)) return l10n.t('its folder {0} is outside the workspace', cwd);
  const relative = path.relative(view.workspace, cwd);
  const isFolder = await stat(path.join(scratch.workspace, relative)).then(
    (status) => status.isDirectory(),
    () => false,
  );
  return isFolder ? undefined : l10n.t('its folder {0} does not exist', relative);
}
