// Where the time of decoding steps goes: usage: share.worker.js JOB   (see job.ts)
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defaultPlan } from '../../../src/core/defaults.js';
import { indicesBelow } from '../../../src/protocol/engine.js';
import { loadInProcess } from '../in-process.js';
import { answerLines } from '../line-worker.js';
import { cacheFolder, openModel } from '../models.js';
import { promptOf } from '../prompts.js';
import { type Found, type Job, job, question } from './job.js';
import { secondsByOperator } from './profile.js';

async function main({ model, attempts, tokens }: Job) {
  const runnable = await openModel(model);
  const load = { modelPath: model.file, cacheFolder, threads: 0 };
  const engine = await loadInProcess(load);
  const params = (round: number, maxTokens: number) => ({
    prompt: promptOf('short', round, runnable),
    indices: indicesBelow(attempts),
    sampling: defaultPlan.sampling,
    seed: round,
    maxTokens,
    batchSize: attempts,
  });
  await engine.sample(params(900, 4));

  await answerLines(async (asked): Promise<Found> => {
    const { round } = question.parse(asked);
    const { decodeRuns, decodeSeconds } = await engine.sample(params(round, tokens));
    const runSeconds = decodeRuns.reduce((sum, { started, ended }) => sum + (ended - started) / 1000, 0);
    return {
      modelName: runnable.name,
      steps: decodeRuns.length,
      decodeSeconds,
      runSeconds,
      kernels: await profile(round),
    };
  });

  /** The same again in a session that writes a profile, which costs time: its shares count, not its sums. */
  async function profile(round: number) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-profile-'));
    try {
      const profiled = await loadInProcess(load, { profilePrefix: path.join(folder, 'profile') });
      const { prefillRuns } = await profiled.sample(params(round, tokens));
      await profiled.close();
      const [file] = readdirSync(folder);
      if (!file) throw new Error('onnxruntime wrote no profile');
      return secondsByOperator(path.join(folder, file), prefillRuns);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

void main(job.parse(JSON.parse(process.argv[2] ?? '')));
