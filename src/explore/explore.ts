import { randomUUID } from 'node:crypto';
import { applyEdits, type Problem, type Prompt, type Verdict } from '../core/domain.js';
import { ExplainedError, toError } from '../core/errors.js';
import {
  type Candidate,
  candidateOf,
  type Ending,
  type Exploration,
  type ExplorationEvent,
  isSurvivor,
  type Plan,
  reduce,
} from '../core/exploration.js';
import { RandomStream } from '../core/random.js';
import { selectorNamed } from '../core/selectors/index.js';
import type { Selector } from '../core/selectors/selector.js';
import type { Engine } from '../engine/engine.js';
import { busyCores } from '../engine/threads.js';
import { interpret } from '../problem/interpret.js';
import type { CodeParser } from '../problem/parser.js';
import { buildPrompt } from '../problem/prompt.js';
import { indicesBelow, type LoadParams, type LoadProgress, type SampleProgress } from '../protocol/engine.js';
import { doubtsAbout } from '../verify/doubts.js';
import { describeSandbox } from '../verify/sandbox.js';
import type { Verification } from '../verify/verification.js';
import { Bell } from './bell.js';
import { Pool, type PoolView } from './pool.js';

/** What the engine is doing at this moment; not part of the record. */
export type Activity = LoadProgress | Exclude<SampleProgress, { type: 'attempt' }>;

/** Everything an exploration needs. */
export interface ExplorationRequest {
  readonly problem: Problem;
  readonly plan: Plan;
  readonly model: LoadParams;
  readonly verifiers: readonly string[];
  readonly engine: Engine;
  readonly verification: Verification;
  readonly parser: CodeParser;
  /** Called with each event, in order, before `onEvent`: the record. */
  readonly record: (event: ExplorationEvent) => void;
  readonly onEvent: (event: ExplorationEvent, state: Exploration) => void;
  readonly onActivity: (activity: Activity) => void;
  /** Aborting ends the exploration; what was found is kept. */
  readonly signal: AbortSignal;
}

/**
 * One exploration from start to end: attempts are drawn, chosen among and verified at the same time. Ends at the
 * survivors wanted, the budget, the end of the pool, a cancel or a failure, and the ending says which; it rejects
 * only where the record cannot be written.
 */
export function explore(request: ExplorationRequest): Promise<Exploration> {
  return new Run(request).run();
}

class Run {
  private readonly startedAt = new Date();
  /** Aborted when the exploration has ended, whatever the reason; ends sampling and verifying. */
  private readonly over = new AbortController();
  private readonly changed = new Bell();
  private readonly pool: Pool;
  private readonly selector: Selector;
  private readonly random: RandomStream;
  private readonly picked: number[] = [];
  private state: Exploration;
  private ending: Ending | null = null;
  private sampling = true;
  private samplingFailure: Error | null = null;
  /** That it keeps busy while it writes; known when the model is loaded. */
  private engineCores = 1;

  constructor(private readonly request: ExplorationRequest) {
    const { problem, plan, verifiers, verification } = request;
    this.pool = new Pool(plan.seed);
    this.selector = selectorNamed(plan.selector);
    this.random = RandomStream.of(plan.seed);
    const event: ExplorationEvent = {
      type: 'started',
      id: randomUUID(),
      startedAt: this.startedAt.toISOString(),
      problem,
      plan,
      verifiers,
      sandbox: describeSandbox(verification.sandbox),
    };
    this.state = reduce(null, event);
    request.record(event);
    request.onEvent(event, this.state);
  }

  async run(): Promise<Exploration> {
    const cancel = () => this.end({ reason: 'cancelled' });
    if (this.request.signal.aborted) cancel();
    this.request.signal.addEventListener('abort', cancel, { once: true });
    try {
      const prompt = await this.prepare();
      const sampling = this.sample(prompt);
      await this.verifyPool();
      this.end({ reason: this.budgetSpent() ? 'budget' : 'exhausted' });
      await sampling;
    } catch (thrown) {
      this.fail(thrown);
    } finally {
      this.request.signal.removeEventListener('abort', cancel);
    }
    this.emit({ type: 'finished', seconds: this.seconds(), ending: this.ending ?? { reason: 'exhausted' } });
    return this.state;
  }

  /** Loads the model and, at the same time, asks the verifiers about the problem as it is. */
  private async prepare(): Promise<Prompt> {
    const { engine, model, problem, parser, onActivity } = this.request;
    const { signal } = this.over;
    const loading = engine.load(model, { signal, onProgress: onActivity }).then(({ name, hash, device, weights }) => {
      const { name: deviceName, provider, reason } = device;
      this.engineCores = busyCores(model.threads, provider);
      this.emit({ type: 'model', seconds: this.seconds(), name, hash, device: { name: deviceName, reason }, weights });
    });
    const judging = this.judgeOriginal().then((verdict) => {
      this.emit({ type: 'baseline', seconds: this.seconds(), verdict, doubts: doubtsAbout(verdict) });
      if (verdict.outcome === 'error') throw new VerifierUnusableError(verdict);
      if (verdict.outcome !== 'timeout') {
        this.compare(verdict, this.judgeOriginal()).catch((thrown) => this.fail(thrown));
      }
      return verdict;
    });
    // Whichever fails first ends the exploration, and with it the other; neither runs on behind it.
    for (const each of [loading, judging]) each.catch((thrown) => this.fail(thrown));
    await Promise.allSettled([loading, judging]);
    await loading;
    const { outcome, output } = await judging;
    return buildPrompt(problem, parser, outcome === 'pass' ? {} : { failure: output });
  }

  /** Draws the attempts. A failure ends the exploration only after what had arrived is verified. */
  private async sample(prompt: Prompt): Promise<void> {
    const { engine, problem, parser, plan, onActivity, verification } = this.request;
    const giveBackCores = verification.cores.occupy(this.engineCores);
    try {
      await engine.sample(
        {
          prompt,
          indices: indicesBelow(plan.attempts),
          sampling: plan.sampling,
          seed: plan.seed,
          maxTokens: plan.maxTokens,
          batchSize: 0,
        },
        {
          signal: this.over.signal,
          onProgress: (progress) => {
            if (progress.type !== 'attempt') return onActivity(progress);
            if (this.ending) return;
            const { attempt } = progress;
            const interpretation = interpret(problem, prompt, attempt.text, parser);
            this.emit({ type: 'attempt', seconds: this.seconds(), attempt, interpretation });
            const candidate = interpretation.kind === 'edit' ? this.state.candidates.get(interpretation.key) : null;
            this.pool.add(attempt, candidate?.id ?? null);
            this.changed.ring();
          },
        },
      );
    } catch (thrown) {
      this.samplingFailure = toError(thrown);
    } finally {
      this.sampling = false;
      giveBackCores();
      this.changed.ring();
    }
  }

  /** Keeps every verifier slot busy until the exploration is over or nothing is left to verify. */
  private async verifyPool(): Promise<void> {
    const busy = new Set<Promise<void>>();
    while (true) {
      while (busy.size >= this.request.verification.cores.slots) await Promise.race([...busy, this.changed.wait()]);
      const candidate = this.budgetSpent() ? null : await this.nextPick();
      if (!candidate) break;
      const verifying = this.verify(candidate).finally(() => busy.delete(verifying));
      busy.add(verifying);
    }
    await Promise.all(busy);
    if (this.samplingFailure) throw this.samplingFailure;
  }

  private budgetSpent(): boolean {
    const { budget } = this.request.plan;
    return budget !== null && this.picked.length >= budget;
  }

  /** The next candidate to verify, once the pool is large enough to choose from it; null when there is none. */
  private async nextPick(): Promise<Candidate | null> {
    while (!this.ending) {
      const choice = this.pool.choice(this.picked, !this.sampling);
      if (choice === 'nothing') return null;
      if (choice === 'later') await this.changed.wait();
      else return this.pick(choice);
    }
    return null;
  }

  private pick(view: PoolView): Candidate {
    const candidate = view.candidates[this.selector.pick(view, this.random)]!;
    this.picked.push(candidate);
    this.emit({ type: 'picked', seconds: this.seconds(), candidate, pool: view.attempts });
    return candidateOf(this.state, candidate);
  }

  private async verify({ id, edits }: Candidate): Promise<void> {
    const { problem, plan } = this.request;
    const text = applyEdits(problem.source, edits);
    try {
      const first = await this.judge(text);
      // Few pass, and a person will rely on them: they must pass twice.
      const verdict = first.outcome === 'pass' ? await this.compare(first, this.judge(text)) : first;
      if (this.ending) return;
      this.emit({ type: 'verdict', seconds: this.seconds(), candidate: id, verdict });
      const passed = [...this.state.candidates.values()].filter(isSurvivor).length;
      if (passed >= plan.survivors) this.end({ reason: 'survivors' });
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  private judge(text: string): Promise<Verdict> {
    const { verification, problem } = this.request;
    return verification.verify({ file: problem.file, text }, this.over.signal);
  }

  private judgeOriginal(): Promise<Verdict> {
    const { verification, problem } = this.request;
    return verification.verifyOriginal({ file: problem.file, text: problem.source }, this.over.signal);
  }

  /** Compares with what is said of the same text once more, and tells where a verifier differs. The later verdict counts. */
  private async compare(first: Verdict, again: Promise<Verdict>): Promise<Verdict> {
    const second = await again;
    if (!this.ending && (second.outcome !== first.outcome || second.verifier !== first.verifier)) {
      const { verifier } = second.outcome === 'pass' ? first : second;
      this.emit({ type: 'flaky', seconds: this.seconds(), verifier });
    }
    return { ...second, seconds: first.seconds + second.seconds };
  }

  private fail(thrown: unknown): void {
    const error = toError(thrown);
    const nextStep = error instanceof ExplainedError ? error.nextStep : 'Please report this with the record.';
    this.end({ reason: 'failed', error: error.message, nextStep });
  }

  /** The first ending stands; everything that runs is told to stop. */
  private end(ending: Ending): void {
    if (this.ending) return;
    this.ending = ending;
    this.over.abort();
    this.changed.ring();
  }

  private emit(event: ExplorationEvent): void {
    this.request.record(event);
    this.state = reduce(this.state, event);
    this.request.onEvent(event, this.state);
  }

  private seconds(): number {
    return (Date.now() - this.startedAt.getTime()) / 1000;
  }
}

/** The verifiers cannot run at all, so that no candidate could be blamed. */
export class VerifierUnusableError extends ExplainedError {
  readonly nextStep = 'Run the command by hand in the workspace folder and mend it or the setting.';

  constructor(verdict: Verdict) {
    super(`The verifier "${verdict.verifier}" cannot judge: ${verdict.output.trim().slice(-1000)}`);
  }
}
