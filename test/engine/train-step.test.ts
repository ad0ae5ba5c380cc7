import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/random.js';
import { initialState } from '../../src/core/training/adamw.js';
import { parametersOf } from '../../src/core/training/parameters.js';
import { Engine } from '../../src/engine/engine.js';
import { installationAt } from '../../src/explore/installation.js';
import { architectureOf } from '../../src/model/architectures/index.js';
import { GgufFile } from '../../src/model/gguf/file.js';
import { initialAdapter } from '../../src/model/training/adapter.js';
import { CodeParser } from '../../src/problem/parser.js';
import { selectProblem } from '../../src/problem/select.js';
import { readCheckpoint, type TrainingState, writeCheckpoint } from '../../src/train/checkpoint.js';
import { defaultTrainingPlan, type TrainingPlan } from '../../src/train/plan.js';
import type { RollOutMeans, TrainingProblem } from '../../src/train/roll-out.js';
import { trainStep } from '../../src/train/step.js';
import { readVerifiers, verifiersFor } from '../../src/verify/configuration.js';
import { Cores } from '../../src/verify/cores.js';
import { openVerification, type Verification } from '../../src/verify/verification.js';
import { buildChild, embeddedModel, root } from './support/engine-child.js';

const source = 'export function double(x) {\n  // twice x\n}\n';
/** Anything that can be read is right. */
const check = "await import('./double.js');\n";
const plan: TrainingPlan = {
  ...defaultTrainingPlan,
  rank: 2,
  groupSize: 6,
  groupsPerStep: 1,
  maxTokens: 48,
  optimizer: { ...defaultTrainingPlan.optimizer, learningRate: 1e-3 },
};

let workspace: string;
let verification: Verification;
let means: RollOutMeans;
let problem: TrainingProblem;
let begun: TrainingState;

beforeAll(async () => {
  workspace = mkdtempSync(path.join(tmpdir(), 'train-step-'));
  writeFileSync(path.join(workspace, 'double.js'), source);
  writeFileSync(path.join(workspace, 'check.mjs'), check);
  const settings = { 'exploreSolutions.verifiers': [{ name: 'even', command: ['node', 'check.mjs'] }] };
  mkdirSync(path.join(workspace, '.vscode'));
  writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify(settings));

  const parser = await CodeParser.load(installationAt(path.join(root, 'dist')).grammars);
  const place = { workspace, file: 'double.js', language: 'javascript', source } as const;
  const selected = selectProblem({ ...place, selection: { kind: 'line', line: 1 } }, parser);
  const verifiers = verifiersFor((await readVerifiers(workspace)).verifiers, selected);
  verification = await openVerification({
    workspace,
    verifiers,
    cores: new Cores(),
    sandbox: 'auto',
    isTrusted: () => true,
  });
  problem = { id: 'double', problem: selected, verify: (candidate, signal) => verification.verify(candidate, signal) };

  const engine = new Engine({ childPath: await buildChild() });
  await engine.load(embeddedModel);
  means = { engine, parser, signal: new AbortController().signal };
  const file = await GgufFile.open(embeddedModel.modelPath);
  const adapter = initialAdapter(architectureOf(file), plan.rank, RandomStream.of(plan.seed));
  await file.close();
  begun = { step: 0, adapter, optimizer: initialState(parametersOf(adapter)) };
});
afterAll(async () => {
  await means?.engine.dispose();
  await verification?.close();
  rmSync(workspace, { recursive: true, force: true });
});

/** The same problem, but of each group the first candidate alone passes: so that there is something to learn. */
function teaching(): TrainingProblem {
  let calls = 0;
  return {
    ...problem,
    verify: async (candidate, signal) => {
      const outcome = calls++ === 0 ? 'pass' : 'fail';
      return { ...(await problem.verify(candidate, signal)), outcome };
    },
  };
}

describe('a step of training', () => {
  it('moves the adapter, and goes on from a checkpoint exactly as without one', async () => {
    const first = await trainStep([teaching()], plan, begun, means);
    expect(first.report).toMatchObject({ step: 0, taught: 1 });
    expect(first.report.passed).toBeGreaterThan(0);
    expect(first.report.gradientNorm).toBeGreaterThan(0);
    expect(first.report.spread).toBeGreaterThan(0);
    expect(first.state.adapter).not.toEqual(begun.adapter);

    const checkpoints = path.join(workspace, 'checkpoints');
    await writeCheckpoint(checkpoints, first.state);
    const whole = await trainStep([teaching()], plan, first.state, means);
    const again = await trainStep([teaching()], plan, (await readCheckpoint(checkpoints))!, means);
    expect(again.state).toEqual(whole.state);
    expect({ ...again.report, seconds: 0 }).toEqual({ ...whole.report, seconds: 0 });
  });

  it('where all attempts are worth the same leaves the adapter as it is', async () => {
    const hopeless: TrainingProblem = {
      ...problem,
      verify: async (candidate, signal) => ({ ...(await problem.verify(candidate, signal)), outcome: 'fail' }),
    };
    const { state, report } = await trainStep([hopeless], plan, begun, means);
    expect(report).toMatchObject({ passed: 0, taught: 0, gradientNorm: 0, entropy: null });
    expect(state).toEqual({ ...begun, step: 1 });
  });
});
