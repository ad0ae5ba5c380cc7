import path from 'node:path';
import type { Exploration } from '../core/exploration.js';
import { explore } from '../explore/explore.js';
import { type Findings, findingsOf } from '../explore/findings.js';
import type { Installation } from '../explore/installation.js';
import { PaceMeter } from '../explore/pace.js';
import { progressLine } from '../explore/progress-line.js';
import { RecordWriter } from '../explore/record.js';
import { adapterFor } from '../model/adapters.js';
import { thisMachine } from '../model/local/machine.js';
import { CodeParser } from '../problem/parser.js';
import { judgesOf } from '../standalone/judges.js';
import { withMeans } from '../standalone/means.js';
import { modelPathOf } from '../standalone/model-choice.js';
import { adapters, cacheFolder, fromCaller, recordPath } from '../standalone/paths.js';
import { problemInFile } from '../standalone/problem-in-file.js';
import { Cores } from '../verify/cores.js';
import type { ConfigurationProblem } from '../verify/errors.js';
import type { SandboxSetting } from '../verify/sandbox.js';
import { ExplorationFailedError, ModelNotHereError } from './errors.js';
import { type ExploreInput, judgesChosen, planOf } from './input.js';

/** What one call brings beside its input. */
export interface Call {
  /** Aborting ends the exploration. */
  readonly signal: AbortSignal;
  readonly sandbox: SandboxSetting;
  /** Told how far it is, whenever that has changed. */
  readonly onProgress: (line: string) => void;
}

/**
 * One exploration from start to end; no process is left when it resolves, nor is the model kept in memory.
 *
 * @throws what finding the problem, the verifiers and the model throws; ExplorationFailedError
 */
export async function exploreFor(input: ExploreInput, installation: Installation, call: Call): Promise<Findings> {
  const choice = judgesChosen(input);
  const parser = await CodeParser.load(installation.grammars);
  const workspace = input.workspace === undefined ? null : fromCaller(input.workspace);
  const file = workspace === null ? fromCaller(input.file) : path.resolve(workspace, input.file);
  const problem = await problemInFile({ file, from: input.line, to: input.toLine ?? null }, workspace, parser);
  const leftOut: ConfigurationProblem[] = [];
  const judges = await judgesOf(choice, problem, installation, (each) => leftOut.push(each));
  const modelPath = await modelNamed(input.model, installation);
  const adapter = await adapterFor(adapters, modelPath, cacheFolder, null, call.signal);
  const options = { ...judges, workspace: problem.workspace, cores: new Cores(), sandbox: call.sandbox };
  return withMeans(installation, options, call.signal, async (means) => {
    const record = RecordWriter.create(recordPath(new Date()));
    const progress = new Progress(call.onProgress);
    try {
      const state = await explore({
        problem,
        plan: planOf(input),
        model: { modelPath, cacheFolder, threads: 0 },
        adapter,
        ...judges,
        ...means,
        parser,
        record: (event) => record.append(event),
        onEvent: (_, after) => progress.state(after),
        onActivity: (activity) => progress.activity(activity),
        signal: call.signal,
      });
      if (state.ending?.reason === 'failed')
        throw new ExplorationFailedError(state.ending.error, state.ending.nextStep);
      const findings = findingsOf(state, record.location);
      const left = leftOut.map(({ place, reason }) => `Left out: ${place}: ${reason}`);
      return { ...findings, notes: [...left, ...findings.notes] };
    } finally {
      record.close();
    }
  });
}

function modelNamed(name: string | undefined, { embeddedModel }: Installation): Promise<string> {
  if (name === undefined) return Promise.resolve(embeddedModel);
  return modelPathOf(name, fromCaller(name), {
    machine: thisMachine(embeddedModel),
    bring: ({ id }) => Promise.reject(new ModelNotHereError(id)),
  });
}

/** Says how far an exploration is, each line once. */
class Progress {
  private readonly meter = new PaceMeter();
  private exploration: Exploration | null = null;
  private said = '';

  constructor(private readonly say: (line: string) => void) {}

  state(after: Exploration): void {
    this.exploration = after;
    this.tell();
  }

  activity(activity: Parameters<PaceMeter['report']>[0]): void {
    this.meter.report(activity);
    this.tell();
  }

  private tell(): void {
    if (!this.exploration) return;
    const line = progressLine(this.exploration, this.meter.pace(this.exploration));
    if (line !== this.said) this.say(line);
    this.said = line;
  }
}
