import path from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../core/domain.js';
import type { Exploration } from '../core/exploration.js';
import { Engine } from '../engine/engine.js';
import { explore } from '../explore/explore.js';
import type { Installation } from '../explore/installation.js';
import { type Pace, PaceMeter } from '../explore/pace.js';
import { RecordWriter, readExploration } from '../explore/record.js';
import type { CodeParser } from '../problem/parser.js';
import { Cores } from '../verify/cores.js';
import { type Judges, openVerification } from '../verify/verification.js';
import { ExplorationRunningError } from './errors.js';
import type { Settings } from './settings.js';

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
  | { readonly kind: 'exploration'; readonly state: Exploration; readonly pace: Pace };

/** The one exploration that runs, or ran last; and the engine it needs, which stays for the next one. */
export class CurrentExploration {
  private readonly engine: Engine;
  private readonly changed = new vscode.EventEmitter<void>();
  private what: Shown = { kind: 'nothing' };
  private run: { readonly stop: AbortController; readonly ended: Promise<unknown> } | null = null;

  /** Told of every change of what is shown, many times a second. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly installation: Installation,
    private readonly storage: Storage,
  ) {
    this.engine = new Engine({ childPath: installation.engineChild });
    // An extension host that was killed while exploring has left this set.
    this.setRun(null);
  }

  get shown(): Shown {
    return this.what;
  }

  get running(): boolean {
    return this.run !== null;
  }

  /**
   * Explores a problem from start to end; what happens meanwhile is shown. Rejects only where it could not start.
   *
   * @throws ExplorationRunningError; what `openVerification` throws
   */
  async explore(problem: Problem, chosen: Judges, settings: Settings, parser: CodeParser): Promise<Exploration> {
    if (this.run) throw new ExplorationRunningError();
    const before = this.what;
    const stop = new AbortController();
    const exploring = this.exploreUntil(stop.signal, problem, chosen, settings, parser);
    this.setRun({ stop, ended: exploring.catch(() => {}) });
    this.show({ kind: 'starting', problem });
    try {
      return await exploring;
    } catch (error) {
      this.what = before;
      throw error;
    } finally {
      this.setRun(null);
      this.changed.fire();
    }
  }

  /** Stops what runs and resolves when it has ended; what was found is kept. */
  async stop(): Promise<void> {
    this.run?.stop.abort();
    await this.run?.ended;
  }

  /** The exploration of that id: the one that is shown, or what its record tells. */
  find(id: string): Exploration | null {
    const { what } = this;
    return what.kind === 'exploration' && what.state.id === id ? what.state : readExploration(this.recordOf(id));
  }

  recordOf(id: string): string {
    return path.join(this.storage.records, `${id}.jsonl`);
  }

  /** Stops everything; no process is left when it resolves. */
  async dispose(): Promise<void> {
    await Promise.all([this.stop(), this.engine.dispose()]);
    this.changed.dispose();
  }

  private async exploreUntil(
    signal: AbortSignal,
    problem: Problem,
    chosen: Judges,
    { plan, sandbox, parallelVerifiers, modelPath, threads, exactWeights, device }: Settings,
    parser: CodeParser,
  ): Promise<Exploration> {
    const verification = await openVerification({
      ...chosen,
      workspace: problem.workspace,
      cores: new Cores(undefined, parallelVerifiers || undefined),
      sandbox,
      isTrusted: () => vscode.workspace.isTrusted,
    });
    const meter = new PaceMeter();
    // Written by callbacks only, which the compiler does not follow.
    let state = null as Exploration | null;
    let record = null as RecordWriter | null;
    const draw = () => {
      if (state) this.show({ kind: 'exploration', state, pace: meter.pace(state) });
    };
    try {
      return await explore({
        problem,
        plan,
        model: {
          modelPath: modelPath ?? this.installation.embeddedModel,
          cacheFolder: this.storage.models,
          threads,
          exact: exactWeights,
          device,
        },
        ...chosen,
        engine: this.engine,
        verification,
        parser,
        record: (event) => {
          if (event.type === 'started') record = RecordWriter.create(this.recordOf(event.id));
          record?.append(event);
        },
        onEvent: (_, after) => {
          state = after;
          draw();
        },
        onActivity: (activity) => {
          meter.report(activity);
          draw();
        },
        signal,
      });
    } finally {
      record?.close();
      await verification.close();
    }
  }

  private setRun(run: typeof this.run): void {
    this.run = run;
    void vscode.commands.executeCommand('setContext', 'exploreSolutions.running', run !== null);
  }

  private show(what: Shown): void {
    this.what = what;
    this.changed.fire();
  }
}
