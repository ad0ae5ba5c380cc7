import { InferenceSession } from 'onnxruntime-node';
import { engineService } from '../../src/engine/child/service.js';
import type { WeightForms } from '../../src/model/graph/forms.js';
import type { LoadParams, SampleParams, SampleSummary } from '../../src/protocol/engine.js';

/** One run of the model's graph, on `performance.now()`'s clock: from the call to the promise's end. */
export interface GraphRun {
  readonly started: number;
  readonly ended: number;
}

/** What can be seen of one `sample` from inside the engine's process. */
export interface Observed extends SampleSummary {
  /** The graph's runs that decode, without those of the prompt. */
  readonly decodeRuns: readonly GraphRun[];
  /** How many runs the prompt took. */
  readonly prefillRuns: number;
}

/** The engine's own service, in this process instead of a child's, with every run of onnxruntime timed. */
export interface InProcessEngine {
  sample(params: SampleParams): Promise<Observed>;
  /** Ends onnxruntime's session, and writes its profile where one was asked for. */
  close(): Promise<void>;
}

export interface InProcessOptions {
  /** Where onnxruntime is to write a profile: the beginning of the file's path. */
  readonly profilePrefix?: string;
  /** One form for all of the model's matrices, instead of those that the engine chooses. */
  readonly forms?: WeightForms;
}

export async function loadInProcess(
  params: LoadParams,
  { profilePrefix, forms }: InProcessOptions = {},
): Promise<InProcessEngine> {
  const sessions: InferenceSession[] = [];
  const runs: GraphRun[] = [];
  const original = { create: InferenceSession.create };
  Object.assign(InferenceSession, {
    async create(graphPath: string, options: InferenceSession.SessionOptions) {
      const profiling = profilePrefix && { enableProfiling: true, profileFilePrefix: profilePrefix };
      const session = await original.create(graphPath, { ...options, ...profiling });
      sessions.push(timed(session, runs));
      return session;
    },
  });
  const service = engineService(forms && (async () => [forms]));
  const signal = new AbortController().signal;
  await service.load(params, { signal, report: () => {} });
  Object.assign(InferenceSession, original);
  if (sessions.length === 0) throw new Error('loading a model opened no session that could be timed');

  return {
    async sample(wanted) {
      runs.length = 0;
      let prefillRuns = 0;
      const summary = await service.sample(wanted, {
        signal,
        report: (progress) => {
          if (progress.type === 'prefill') prefillRuns = runs.length;
        },
      });
      return { ...summary, prefillRuns, decodeRuns: runs.slice(prefillRuns) };
    },
    async close() {
      for (const session of sessions) {
        if (profilePrefix !== undefined) session.endProfiling();
        await session.release();
      }
    },
  };
}

/** Makes a session note when its runs began and ended. */
function timed(session: InferenceSession, runs: GraphRun[]): InferenceSession {
  const run = session.run;
  return Object.assign(session, {
    async run(...parameters: unknown[]) {
      const started = performance.now();
      const result: unknown = await Reflect.apply(run, session, parameters);
      runs.push({ started, ended: performance.now() });
      return result;
    },
  });
}
