import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
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
import { rewardOf } from '../core/selectors/reward.js';
import type { Engine } from '../engine/engine.js';
import { busyCores } from '../engine/threads.js';
import type { NamedAdapter } from '../model/adapters.js';
import { interpret } from '../problem/interpret.js';
import type { CodeParser } from '../problem/parser.js';
import { buildPrompt } from '../problem/prompt.js';
import type { LoadParams, LoadProgress, SampleProgress } from '../protocol/engine.js';
import { doubtsAbout } from '../verify/doubts.js';
import { describeSandbox } from '../verify/sandbox.js';
import type { Judges, Verification } from '../verify/verification.js';
import { Bell } from './bell.js';
import { compareSurvivors } from './compare-survivors.js';
import { ModelChangedError, VerifiersChangedError } from './errors.js';
import { beingVerified, missingAttempts, type Past } from './past.js';
import { Pause } from './pause.js';
import { arrivedOf, Picks } from './picks.js';
import { verifiersHash } from './verifiers-hash.js';

/** What the engine is doing at this moment; not part of the record. */
export type Activity = LoadProgress | Exclude<SampleProgress, { type: 'attempt' }>;

/** What an exploration is done with, whether it begins or goes on. */
export interface Means extends Judges {
  readonly model: LoadParams;
  /** What attempts are drawn with beside the model, if anything. */
  readonly adapter?: NamedAdapter | null;
  readonly engine: Engine;
  /** By the `verifiers`, with their `additions`. */
  readonly verification: Verification;
  readonly parser: CodeParser;
  /** Called with each event, in order, before `onEvent`: the record. */
  readonly record: (event: ExplorationEvent) => void;
  readonly onEvent: (event: ExplorationEvent, state: Exploration) => void;
  readonly onActivity: (activity: Activity) => void;
  /** Aborting ends the exploration; what was found is kept. */
  readonly signal: AbortSignal;
  /** While it is paused nothing is sampled, picked or begun to be verified; what follows is what would have. */
  readonly pause?: Pause;
}

/** Everything a new exploration needs. */
export interface ExplorationRequest extends Means {
  readonly problem: Problem;
  readonly plan: Plan;
}

/**
 * One exploration from start to end: attempts are drawn, chosen among and verified at the same time. Ends at the
 * survivors wanted, the budget, the end of the pool, a cancel or a failure, and the ending says which; it rejects
 * only where the record cannot be written.
 */
export async function explore({ problem, plan, ...means }: ExplorationRequest): Promise<Exploration> {
  const started: ExplorationEvent = {
    type: 'started',
    id: randomUUID(),
    startedAt: new Date().toISOString(),
    problem,
    plan,
    verifiers: means.verifiers.map(({ name }) => name),
    verifiersHash: verifiersHash(means),
    sandbox: describeSandbox(means.verification.sandbox),
  };
  return new Run(means, started, { state: null, picks: new Picks(plan), modelHash: null }).run();
}

/**
 * Goes on with an exploration that was cut off, or is to have more attempts, as `explore` would have: what is recorded
 * is neither drawn nor asked for again, what was being verified comes first, and the model is loaded only where attempts
 * are missing. Those are as they would have been, but for the last bits of sums, which depend on the attempts that are
 * written together. Events are to be appended to its record. An exploration with another model ends as a failure; it can
 * be resumed again.
 *
 * @throws VerifiersChangedError
 */
export async function resume(past: Past, means: Means): Promise<Exploration> {
  const { state } = past;
  if (verifiersHash(means) !== state.verifiersHash) {
    throw new VerifiersChangedError(
      state.verifiers,
      means.verifiers.map(({ name }) => name),
    );
  }
  const resumed: ExplorationEvent = {
    type: 'resumed',
    seconds: state.seconds,
    resumedAt: new Date().toISOString(),
    sandbox: describeSandbox(means.verification.sandbox),
    ...(past.raised && { plan: past.raised }),
  };
  return new Run(means, resumed, past).run();
}

class Run {
  /** Aborted when the exploration has ended, whatever the reason; ends sampling and verifying. */
  private readonly over = new AbortController();
  private readonly changed = new Bell();
  private readonly picks: Picks;
  private readonly pause: Pause;
  private readonly startedAt: number;
  private readonly secondsBefore: number;
  /** Candidates that were being verified when the exploration was cut off, in the order of their picks. */
  private readonly interrupted: Candidate[];
  private readonly modelHash: string | null;
  private state: Exploration;
  private ending: Ending | null = null;
  private sampling = true;
  private samplingFailure: Error | null = null;
  /** That it keeps busy while it writes; known when the model is loaded. */
  private engineCores = 1;
  private readonly mayRun = (signal: AbortSignal) => this.pause.over(signal);

  /** @param first what happens first, after `past` */
  constructor(
    private readonly request: Means,
    first: ExplorationEvent,
    past: Pick<Past, 'picks' | 'modelHash'> & { readonly state: Exploration | null },
  ) {
    this.pause = request.pause ?? new Pause();
    this.startedAt = this.pause.seconds;
    this.picks = past.picks;
    this.modelHash = past.modelHash;
    request.record(first);
    this.state = reduce(past.state, first);
    request.onEvent(first, this.state);
    this.secondsBefore = this.state.seconds;
    this.interrupted = beingVerified(this.state);
  }

  async run(): Promise<Exploration> {
    const cancel = () => this.end({ reason: 'cancelled' });
    if (this.request.signal.aborted) cancel();
    this.request.signal.addEventListener('abort', cancel, { once: true });
    try {
      this.endIfEnoughSurvive();
      const isJudged = this.state.baseline !== null && this.state.baseline.outcome !== 'error';
      const drawing = this.draw();
      if (isJudged && !this.ending) await this.buildAgain();
      await this.verifyPool();
      this.end({ reason: this.budgetSpent() ? 'budget' : 'exhausted' });
      await drawing;
    } catch (thrown) {
      this.fail(thrown);
    } finally {
      this.request.signal.removeEventListener('abort', cancel);
    }
    await this.compareWhatSurvived();
    this.emit({ type: 'finished', seconds: this.seconds(), ending: this.ending ?? { reason: 'exhausted' } });
    return this.state;
  }

  private async compareWhatSurvived(): Promise<void> {
    if (this.ending?.reason === 'cancelled' || this.ending?.reason === 'failed') return;
    const comparison = await compareSurvivors(this.state, this.request, this.request.signal);
    if (comparison) this.emit({ type: 'compared', seconds: this.seconds(), comparison });
  }

  /** Draws the attempts that are missing. A failure ends the exploration only after what had arrived is verified. */
  private async draw(): Promise<void> {
    const missing = missingAttempts(this.state);
    try {
      if (this.ending || this.budgetSpent() || missing.length === 0) return;
      await this.sample(await this.prepare(), missing);
    } catch (thrown) {
      this.samplingFailure = toError(thrown);
    } finally {
      this.sampling = false;
      this.changed.ring();
    }
  }

  /** Loads the model and, at the same time, asks the verifiers about the problem as it is. */
  private async prepare(): Promise<Prompt> {
    const { parser } = this.request;
    const loading = this.loadModel();
    const judging = this.judgeBaseline();
    // Whichever fails first ends the exploration, and with it the other; neither runs on behind it.
    for (const each of [loading, judging]) each.catch((thrown) => this.fail(thrown));
    await Promise.allSettled([loading, judging]);
    await loading;
    const { outcome, output } = await judging;
    return buildPrompt(this.state.problem, parser, outcome === 'pass' ? {} : { failure: output });
  }

  private async loadModel(): Promise<void> {
    const { engine, model, adapter, onActivity } = this.request;
    const { signal } = this.over;
    const loaded = await engine.load(model, { signal, onProgress: onActivity });
    await engine.adapt(adapter?.adapter ?? null, { signal });
    // With another adapter it is another model.
    const name = adapter ? `${loaded.name} + ${adapter.name}` : loaded.name;
    const hash = adapter ? `${loaded.hash}+${adapter.hash}` : loaded.hash;
    if (this.modelHash !== null && hash !== this.modelHash) throw new ModelChangedError(this.state, name);
    const { device, weights } = loaded;
    this.engineCores = busyCores(model.threads, device.provider);
    const used = { name: device.name, reason: device.reason };
    this.emit({ type: 'model', seconds: this.seconds(), name, hash, device: used, weights });
  }

  /** What the verifiers say of the problem as it is: as recorded, unless they could not run. */
  private async judgeBaseline(): Promise<Verdict> {
    const { baseline } = this.state;
    if (baseline && baseline.outcome !== 'error') return baseline;
    const verdict = await this.judgeOriginal();
    this.emit({ type: 'baseline', seconds: this.seconds(), verdict, doubts: doubtsAbout(verdict) });
    if (verdict.outcome === 'error') throw new VerifierUnusableError(verdict);
    if (verdict.outcome !== 'timeout') {
      this.compare(verdict, this.judgeOriginal()).catch((thrown) => this.fail(thrown));
    }
    return verdict;
  }

  /** What was built of the problem as it is went with the copies of the exploration that was cut off. */
  private async buildAgain(): Promise<void> {
    const verdict = await this.judgeOriginal();
    if (verdict.outcome === 'error') throw new VerifierUnusableError(verdict);
  }

  private async sample(prompt: Prompt, indices: number[]): Promise<void> {
    const { engine, parser, onActivity, verification } = this.request;
    const { problem, plan } = this.state;
    const { seed, sampling, maxTokens } = plan;
    await this.pause.over(this.over.signal);
    const giveBackCores = verification.cores.occupy(this.engineCores);
    try {
      await engine.sample(
        { prompt, indices, sampling, seed, maxTokens, batchSize: 0 },
        {
          signal: this.over.signal,
          pause: this.pause,
          onProgress: (progress) => {
            if (progress.type !== 'attempt') return onActivity(progress);
            if (this.ending) return;
            const { attempt } = progress;
            const interpretation = interpret(problem, prompt, attempt.text, parser);
            const arrival = { type: 'attempt', seconds: this.seconds(), attempt, interpretation } as const;
            this.emit(arrival);
            this.picks.take(arrivedOf(arrival, this.state));
            this.changed.ring();
          },
        },
      );
    } finally {
      giveBackCores();
    }
  }

  /** Keeps every verifier slot busy until the exploration is over or nothing is left to verify. */
  private async verifyPool(): Promise<void> {
    const busy = new Set<Promise<void>>();
    while (true) {
      while (busy.size >= this.request.verification.cores.slots) await Promise.race([...busy, this.changed.wait()]);
      const candidate = await this.nextCandidate();
      if (!candidate) break;
      const verifying = this.verify(candidate).finally(() => busy.delete(verifying));
      busy.add(verifying);
    }
    await Promise.all(busy);
    if (this.samplingFailure) throw this.samplingFailure;
  }

  /** What was being verified when the exploration was cut off comes first. */
  private async nextCandidate(): Promise<Candidate | null> {
    await this.pause.over(this.over.signal);
    if (this.ending) return null;
    return this.interrupted.shift() ?? (this.budgetSpent() ? null : this.nextPick());
  }

  private budgetSpent(): boolean {
    const { budget } = this.state.plan;
    return budget !== null && this.picks.count >= budget;
  }

  /** The next candidate to verify, once the pool is large enough to choose from it; null when there is none. */
  private async nextPick(): Promise<Candidate | null> {
    while (!this.ending) {
      const next = this.picks.next(!this.sampling);
      if (next === 'nothing') return null;
      if (next === 'later') {
        await this.changed.wait();
        await this.pause.over(this.over.signal);
      } else {
        this.emit({ type: 'picked', seconds: this.seconds(), ...next });
        return candidateOf(this.state, next.candidate);
      }
    }
    return null;
  }

  private async verify({ id, edits }: Candidate): Promise<void> {
    const { problem } = this.state;
    const text = applyEdits(problem.source, edits);
    try {
      const first = await this.judge(text);
      // Few pass, and a person will rely on them: they must pass twice.
      const verdict = first.outcome === 'pass' ? await this.compare(first, this.judge(text)) : first;
      if (this.ending) return;
      this.emit({ type: 'verdict', seconds: this.seconds(), candidate: id, verdict });
      this.picks.learn(id, rewardOf(verdict));
      this.endIfEnoughSurvive();
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  private judge(text: string): Promise<Verdict> {
    return this.request.verification.verify({ file: this.state.problem.file, text }, this.over.signal, this.mayRun);
  }

  private judgeOriginal(): Promise<Verdict> {
    const { file, source } = this.state.problem;
    return this.request.verification.verifyOriginal({ file, text: source }, this.over.signal, this.mayRun);
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
    const nextStep = error instanceof ExplainedError ? error.nextStep : l10n.t('Please report this with the record.');
    this.end({ reason: 'failed', error: error.message, nextStep });
  }

  private endIfEnoughSurvive(): void {
    const { candidates, plan } = this.state;
    if ([...candidates.values()].filter(isSurvivor).length >= plan.survivors) this.end({ reason: 'survivors' });
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

  /** They go on where they were when it was cut off, and stand still while it is paused. */
  private seconds(): number {
    return this.secondsBefore + this.pause.seconds - this.startedAt;
  }
}

/** The verifiers cannot run at all, so that no candidate could be blamed. */
export class VerifierUnusableError extends ExplainedError {
  readonly nextStep = l10n.t('Run the command by hand in the workspace folder and mend it or the setting.');

  constructor(verdict: Verdict) {
    super(l10n.t('The verifier "{0}" cannot judge: {1}', verdict.verifier, verdict.output.trim().slice(-1000)));
  }
}
