import path from 'node:path';
import { applyEdits, type Problem, type Prompt, type Verdict } from '../../core/domain.js';
import { toError } from '../../core/errors.js';
import { interpret } from '../../problem/interpret.js';
import type { CodeParser } from '../../problem/parser.js';
import { buildPrompt } from '../../problem/prompt.js';
import { readVerifiers, verifiersFor } from '../../verify/configuration.js';
import { Cores } from '../../verify/cores.js';
import type { Sandbox, SandboxSetting } from '../../verify/sandbox.js';
import { openVerification, type Verification } from '../../verify/verification.js';
import { type RewardKind, worthOf } from '../worth.js';
import { OpenWhileUsed } from './open-while-used.js';
import { readProblemFile } from './problem-file.js';

/** What is to be judged. */
export interface Question {
  /** Path of a file that `problemFile` wrote. */
  readonly problem: string;
  /** What a model wrote after the prompt's beginning of an answer; without one, the code as it is is judged. */
  readonly response?: string | undefined;
}

export interface Judgement {
  /** From 0 to 1. */
  readonly reward: number;
  /** The verdict's, or that nothing could be made of the response; an error is none of the response's. */
  readonly outcome: Verdict['outcome'] | 'unusable';
  /** What was wrong with a response that could not be used, and what went wrong where there was an error. */
  readonly reason?: string;
}

export interface JudgeOptions {
  readonly parser: CodeParser;
  readonly sandbox: SandboxSetting;
  /** Verifiers at once; 0 for as many as there are cores. */
  readonly slots: number;
  readonly reward: RewardKind;
  /** Told of the sandbox of each workspace that is opened. */
  readonly onSandbox?: (sandbox: Sandbox) => void;
}

/** Most characters of what a verifier wrote that a reason quotes: the last ones. */
const QUOTED = 400;

/** A problem whose workspace is ready for candidates. */
interface OpenProblem {
  readonly problem: Problem;
  readonly prompt: Prompt;
  readonly verification: Verification;
  /** Of candidates that are being verified, by their key: equal ones share it. */
  readonly running: Map<string, Promise<Verdict>>;
  close(): Promise<void>;
}

/** Judges responses as an exploration does: what they mean as an edit is verified by the workspace's own verifiers. */
export class Judge {
  private readonly cores: Cores;
  private readonly problems: OpenWhileUsed<OpenProblem>;
  private readonly closing = new AbortController();
  private readonly judging = new Set<Promise<Judgement>>();

  constructor(private readonly options: JudgeOptions) {
    this.cores = options.slots > 0 ? new Cores(options.slots) : new Cores();
    // One more than can be verified at once, so that the next is ready when one is through.
    this.problems = new OpenWhileUsed((file) => this.open(file), this.cores.slots + 1);
  }

  /** It never rejects: what goes wrong is an outcome. */
  judge(question: Question): Promise<Judgement> {
    const judged = this.problems
      .use(path.resolve(question.problem), (open) => this.judgeIn(open, question.response))
      .catch((thrown): Judgement => ({ reward: 0, outcome: 'error', reason: toError(thrown).message }));
    this.judging.add(judged);
    void judged.then(() => this.judging.delete(judged));
    return judged;
  }

  /** Ends what runs and removes every copy of a workspace. */
  async close(): Promise<void> {
    this.closing.abort(new Error('the judge is closing'));
    await Promise.all(this.judging);
    await this.problems.close();
  }

  private async open(file: string): Promise<OpenProblem> {
    this.closing.signal.throwIfAborted();
    const problem = await readProblemFile(file);
    const { verifiers } = await readVerifiers(problem.workspace);
    const verification = await openVerification({
      workspace: problem.workspace,
      verifiers: verifiersFor(verifiers, problem),
      cores: this.cores,
      sandbox: this.options.sandbox,
      isTrusted: () => true, // whoever starts the judge names the workspaces
    });
    this.options.onSandbox?.(verification.sandbox);
    return {
      problem,
      prompt: buildPrompt(problem, this.options.parser),
      verification,
      running: new Map(),
      close: () => verification.close(),
    };
  }

  private async judgeIn(open: OpenProblem, response: string | undefined): Promise<Judgement> {
    const { problem, prompt, verification } = open;
    const { signal } = this.closing;
    signal.throwIfAborted();
    if (response === undefined) {
      return this.judgementOf(await verification.verifyOriginal({ file: problem.file, text: problem.source }, signal));
    }
    const made = interpret(problem, prompt, untilStop(response, prompt.stopStrings), this.options.parser);
    if (made.kind === 'unusable') return { reward: 0, outcome: 'unusable', reason: made.reason };
    const { key, edits } = made;
    const verify = () => verification.verify({ file: problem.file, text: applyEdits(problem.source, edits) }, signal);
    const verdict = open.running.get(key) ?? verify().finally(() => open.running.delete(key));
    open.running.set(key, verdict);
    return this.judgementOf(await verdict);
  }

  private judgementOf(verdict: Verdict): Judgement {
    const { outcome, verifier, output } = verdict;
    return outcome === 'error'
      ? { reward: 0, outcome, reason: `${verifier}: ${output.trim().slice(-QUOTED)}` }
      : { reward: worthOf(verdict, this.options.reward), outcome };
  }
}

/** Where the product's models are stopped; those of others go on to talk. */
function untilStop(text: string, stopStrings: readonly string[]): string {
  const places = stopStrings.map((stop) => text.indexOf(stop)).filter((place) => place >= 0);
  return text.slice(0, Math.min(text.length, ...places));
}
