import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Problem } from '../core/domain.js';
import type { Exploration } from '../core/exploration.js';
import { Engine } from '../engine/engine.js';
import { explore, type Means, resume } from '../explore/explore.js';
import { History } from '../explore/history.js';
import type { Installation } from '../explore/installation.js';
import { type Pace, PaceMeter } from '../explore/pace.js';
import type { Past } from '../explore/past.js';
import { Pause } from '../explore/pause.js';
import { RecordError, RecordWriter, readExploration } from '../explore/record.js';
import type { CodeParser } from '../problem/parser.js';
import type { LoadedModel, LoadParams, LoadProgress } from '../protocol/engine.js';
import type { Judges } from '../verify/verification.js';
import { ExplorationRunningError, NothingRunningError } from './errors.js';
import { engineLanguage } from './language.js';
import type { Settings } from './settings.js';
import { openBySettings } from './verification.js';

/** Where this extension keeps its files. */
export interface Storage {
  /** Runnable models. */
  readonly models: string;
  /** Records of explorations. */
  readonly records: string;
}

/** What there is to show. */
export type Shown =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'starting'; readonly problem: Problem }
  /** `pace` is null where it does not run. */
  | { readonly kind: 'exploration'; readonly state: Exploration; readonly pace: Pace | null };

/** The one exploration that runs or is looked at; and the engine it needs, which stays for the next one. */
export class CurrentExploration {
  private readonly engine: Engine;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly recordsChanged = new vscode.EventEmitter<void>();
  private what: Shown = { kind: 'nothing' };
  private run: {
    readonly stop: AbortController;
    readonly pause: Pause;
    readonly ended: Promise<unknown>;
    /** What it goes on from. */
    readonly past: Past | null;
  } | null = null;
  /** What makes the model ready apart from an exploration. */
  private loading: { readonly stop: AbortController; readonly ended: Promise<unknown> } | null = null;
  private closing = false;
  /** All that were recorded. */
  readonly history: History;

  /** Told of every change of what is shown, many times a second. */
  readonly onDidChange = this.changed.event;

  /** Told when an exploration begins, goes on or ends, and when one is removed. */
  readonly onDidChangeRecords = this.recordsChanged.event;

  constructor(
    private readonly installation: Installation,
    private readonly storage: Storage,
  ) {
    this.history = new History(storage.records);
    this.engine = new Engine({ childPath: installation.engineChild, language: engineLanguage });
    // An extension host that was killed while exploring has left this set.
    this.setRun(null);
  }

  get shown(): Shown {
    return this.what;
  }

  get running(): boolean {
    return this.run !== null;
  }

  /** Whether what runs is held. */
  get paused(): boolean {
    return this.run?.pause.paused ?? false;
  }

  /**
   * Explores a problem from start to end; what happens meanwhile is shown. Rejects only where it could not start.
   *
   * @throws ExplorationRunningError; what `openVerification` throws
   */
  explore(problem: Problem, chosen: Judges, settings: Settings, parser: CodeParser): Promise<Exploration> {
    return this.start(problem, null, chosen, settings, parser);
  }

  /**
   * Goes on with an exploration that did not come to its end, in its record, as `explore` does with a new one.
   *
   * @throws ExplorationRunningError; what `openVerification` and `resume` throw
   */
  resume(past: Past, chosen: Judges, settings: Settings, parser: CodeParser): Promise<Exploration> {
    return this.start(past.state.problem, past, chosen, settings, parser);
  }

  /**
   * Makes the model ready as an exploration would, and tells what it runs on. Whatever needs the engine meanwhile takes
   * its place; what was prepared by then stays prepared.
   *
   * @throws ExplorationRunningError, CancelledError; what `Engine.load` throws
   */
  async load(
    settings: Settings,
    signal: AbortSignal,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<LoadedModel> {
    if (this.run) throw new ExplorationRunningError();
    const before = this.stopLoading();
    const stop = new AbortController();
    const model = before.then(() =>
      this.engine.load(this.modelOf(settings), { signal: AbortSignal.any([signal, stop.signal]), onProgress }),
    );
    const loading = { stop, ended: model.catch(() => {}) };
    this.loading = loading;
    try {
      return await model;
    } finally {
      if (this.loading === loading) this.loading = null;
    }
  }

  /**
   * Shows an exploration as its record tells it.
   *
   * @throws ExplorationRunningError, RecordError
   */
  open(id: string): void {
    if (this.stateOf(id)) return;
    if (this.run) throw new ExplorationRunningError();
    const state = readExploration(this.recordOf(id));
    if (!state) throw new RecordError(l10n.t('The record holds no exploration yet.'));
    this.show({ kind: 'exploration', state, pace: null });
  }

  /** Shows the exploration that ran last, where nothing is shown: the window was opened again, or loaded anew. */
  async restore(): Promise<void> {
    if (this.what.kind !== 'nothing') return;
    const last = (await this.history.list()).find(({ digest }) => digest.kind === 'exploration');
    if (last && this.what.kind === 'nothing') this.open(last.id);
  }

  /**
   * Removes an exploration's record; where it is shown, nothing is afterwards.
   *
   * @throws ExplorationRunningError where it runs
   */
  async remove(id: string): Promise<void> {
    if (this.isRunning(id)) throw new ExplorationRunningError();
    await this.history.remove(id);
    if (this.stateOf(id)) this.show({ kind: 'nothing' });
    this.recordsChanged.fire();
  }

  /**
   * Calls an exploration this, in its record.
   *
   * @throws ExplorationRunningError where it runs; RecordError, RecordInUseError
   */
  async rename(id: string, title: string): Promise<void> {
    if (this.isRunning(id)) throw new ExplorationRunningError();
    const state = await this.history.rename(id, title);
    if (this.stateOf(id)) this.show({ kind: 'exploration', state, pace: null });
    this.recordsChanged.fire();
  }

  /** Whether it is this one that runs. */
  isRunning(id: string): boolean {
    return this.run !== null && (this.run.past?.state.id === id || this.stateOf(id) !== null);
  }

  /**
   * Holds what runs: nothing is written and no verifier is started until it goes on.
   *
   * @throws NothingRunningError
   */
  pause(): void {
    this.runningPause().pause();
  }

  /**
   * Goes on with what is held.
   *
   * @throws NothingRunningError
   */
  continue(): void {
    this.runningPause().continue();
  }

  /** Stops what runs and resolves when it has ended; what was found is kept. */
  async stop(): Promise<void> {
    this.run?.stop.abort();
    await this.run?.ended;
  }

  /** The exploration of that id: the one that is shown, or what its record tells. */
  find(id: string): Exploration | null {
    return this.stateOf(id) ?? readExploration(this.recordOf(id));
  }

  recordOf(id: string): string {
    return this.history.recordOf(id);
  }

  /**
   * Stops everything; no process is left when it resolves. What is stopped by this is not recorded as ended: nobody
   * stopped it, the window closed.
   */
  async dispose(): Promise<void> {
    this.closing = true;
    await Promise.all([this.stop(), this.engine.dispose()]);
    this.changed.dispose();
    this.recordsChanged.dispose();
  }

  /** @param past what it goes on from; null for a new one */
  private async start(
    problem: Problem,
    past: Past | null,
    chosen: Judges,
    settings: Settings,
    parser: CodeParser,
  ): Promise<Exploration> {
    if (this.run) throw new ExplorationRunningError();
    const before = this.what;
    const stop = new AbortController();
    const pause = new Pause();
    const exploring = this.exploreUntil(stop.signal, pause, problem, past, chosen, settings, parser);
    this.setRun({ stop, pause, ended: exploring.catch(() => {}), past });
    pause.onDidChange(() => {
      tellPaused(pause.paused);
      this.changed.fire();
    });
    this.show({ kind: 'starting', problem });
    try {
      const state = await exploring;
      this.what = { kind: 'exploration', state, pace: null };
      return state;
    } catch (error) {
      this.what = before;
      throw error;
    } finally {
      this.setRun(null);
      this.changed.fire();
      this.recordsChanged.fire();
    }
  }

  private async exploreUntil(
    signal: AbortSignal,
    pause: Pause,
    problem: Problem,
    past: Past | null,
    chosen: Judges,
    settings: Settings,
    parser: CodeParser,
  ): Promise<Exploration> {
    const { plan, history } = settings;
    await this.stopLoading();
    const verification = await openBySettings(problem.workspace, chosen, settings);
    const meter = new PaceMeter(pause);
    // Written by callbacks only, which the compiler does not follow.
    let state = null as Exploration | null;
    let record = null as RecordWriter | null;
    const draw = () => {
      if (state) this.show({ kind: 'exploration', state, pace: meter.pace(state) });
    };
    pause.onDidChange(draw);
    try {
      if (past) record = await RecordWriter.reopen(this.recordOf(past.state.id), past.events);
      const means: Means = {
        model: this.modelOf(settings),
        ...chosen,
        engine: this.engine,
        verification,
        parser,
        record: (event) => {
          if (event.type === 'finished' && this.closing) return;
          if (event.type === 'started') record = RecordWriter.create(this.recordOf(event.id));
          record?.append(event);
        },
        onEvent: ({ type }, after) => {
          state = after;
          draw();
          if (type === 'started' || type === 'resumed') this.recordsChanged.fire();
        },
        onActivity: (activity) => {
          meter.report(activity);
          draw();
        },
        signal,
        pause,
      };
      return await (past ? resume(past, means) : explore({ ...means, problem, plan }));
    } finally {
      record?.close();
      await verification.close();
      // What cannot be removed now is tried again after the next one.
      if (state) await this.history.keepWithin(history, state.id).catch(() => {});
    }
  }

  private modelOf({ modelPath, threads, exactWeights, device }: Settings): LoadParams {
    return {
      modelPath: modelPath ?? this.installation.embeddedModel,
      cacheFolder: this.storage.models,
      threads,
      exact: exactWeights,
      device,
    };
  }

  private async stopLoading(): Promise<void> {
    this.loading?.stop.abort();
    await this.loading?.ended;
  }

  private stateOf(id: string): Exploration | null {
    const { what } = this;
    return what.kind === 'exploration' && what.state.id === id ? what.state : null;
  }

  private setRun(run: typeof this.run): void {
    this.run = run;
    void vscode.commands.executeCommand('setContext', 'exploreSolutions.running', run !== null);
    tellPaused(this.paused);
  }

  private runningPause(): Pause {
    if (!this.run) throw new NothingRunningError();
    return this.run.pause;
  }

  private show(what: Shown): void {
    this.what = what;
    this.changed.fire();
  }
}

/** Which of the two buttons is offered. */
function tellPaused(paused: boolean): void {
  void vscode.commands.executeCommand('setContext', 'exploreSolutions.paused', paused);
}
