// What training does to a small model: GRPO, the unlikeliness reward, and the representation bonus as published and with scaled
// features, from the same model on the same problems with the same budget; on problems that are left out, pass@k and how many
// candidates differ. What is made is kept under .cache/bench/training, so that it can be stopped at any time and goes on where
// it was; tables, plots and results.json are written anew after each training.
// usage: npm run bench:training [-- --steps N --seeds N]
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { RandomStream } from '../../src/core/random.js';
import type { RewardArmName } from '../../src/core/training/rewards.js';
import { Engine } from '../../src/engine/engine.js';
import { identifyModel } from '../../src/model/identify.js';
import { readKept, writeKept } from '../../src/model/kept-json.js';
import { initialAdapter } from '../../src/model/training/adapter.js';
import { CodeParser } from '../../src/problem/parser.js';
import { problemInFile } from '../../src/standalone/problem-in-file.js';
import { readCheckpoint } from '../../src/train/checkpoint.js';
import { type Examined, examined as examinedProblem, type StepReport } from '../../src/train/events.js';
import { examine } from '../../src/train/examine.js';
import { openProblems } from '../../src/train/open-problems.js';
import type { TrainingProblem } from '../../src/train/roll-out.js';
import { train } from '../../src/train/train.js';
import { Cores } from '../../src/verify/cores.js';
import { cacheFolder, installation } from '../engine/models.js';
import { root } from '../root.js';
import { type FamilyProblem, readFamily, splitFamily, writeFamily } from './family/family.js';
import { arms, finalAttempts, planOf, triedAttempts } from './plan.js';
import { type ArmRun, type ExaminedArm, writeReport } from './report.js';

const { values } = parseArgs({
  options: { steps: { type: 'string', default: '40' }, seeds: { type: 'string', default: '2' } },
});
const steps = Number(values.steps);
const seeds = Number(values.seeds);
const folder = path.join(root, '.cache/bench/training');
const never = new AbortController().signal;

async function main(): Promise<void> {
  const parts = splitFamily(readFamily(), 1);
  const workspace = path.join(folder, 'workspace');
  mkdirSync(folder, { recursive: true });
  writeFamily([...parts.training, ...parts.leftOut], workspace);
  const parser = await CodeParser.load(installation.grammars);
  const asked = await Promise.all(
    [...parts.training, ...parts.leftOut].map(({ file, line }: FamilyProblem) =>
      problemInFile({ file: path.join(workspace, file), from: line, to: null }, workspace, parser),
    ),
  );
  const opened = await openProblems(asked, { cores: new Cores(), sandbox: 'auto', isTrusted: () => true });
  const engine = new Engine({ childPath: installation.engineChild });
  try {
    const [aside] = opened.leftAside;
    if (aside) throw new Error(`${aside.id} cannot be verified: ${aside.reason}`);
    const training = opened.problems.slice(0, parts.training.length);
    const leftOut = opened.problems.slice(parts.training.length);
    const modelPath = installation.embeddedModel;
    const { hash, architecture } = await identifyModel(modelPath, cacheFolder, never);
    await engine.load({ modelPath, cacheFolder, threads: 0, device: 'cpu' });
    const means = { engine, parser, signal: never };

    /** Of the engine's present adapter; problem by problem, so that it can go on. */
    const examined = async (
      name: string,
      problems: readonly TrainingProblem[],
      attempts: number,
    ): Promise<ExaminedArm> => {
      const plan = planOf('grpo', 1, steps);
      const wanted = { ...plan, evaluation: { ...plan.evaluation, attempts } };
      const results: Examined[] = [];
      for (const [place, problem] of problems.entries()) {
        const file = path.join(folder, name, 'examined', `${place}.json`);
        const known = await readKept(file, examinedProblem);
        const [made] = known ? [known] : await examine([problem], wanted, 1000 + place, means);
        if (!known) await writeKept(file, made);
        results.push(made!);
      }
      return { problems: results };
    };

    await engine.adapt(null);
    const base = await examined('base', leftOut, finalAttempts);
    // Where no attempt passes, or all do, there is nothing to learn: a group says something that some of it solve.
    const tried = await examined('tried', training, triedAttempts);
    const learnable = training.filter((_, place) => {
      const { passed } = tried.problems[place]!;
      return passed > 0 && passed < triedAttempts;
    });
    process.stderr.write(`${learnable.length} of ${training.length} training problems are solved sometimes\n`);
    const runs: ArmRun[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      for (const arm of arms) {
        runs.push(await runOf(arm, seed));
        await writeReport({
          base,
          runs,
          steps,
          learnable: learnable.length,
          levels: parts.leftOut.map((each) => each.level),
        });
      }
    }

    async function runOf(arm: RewardArmName, seed: number): Promise<ArmRun> {
      const name = `${arm}-${seed}`;
      const plan = planOf(arm, seed, steps);
      const reports: StepReport[] = [];
      await train({
        folder: path.join(folder, name),
        plan,
        model: hash,
        training: learnable,
        leftOut: leftOut.slice(0, 1),
        initial: initialAdapter(architecture, plan.rank, RandomStream.of(seed)),
        means,
        onEvent: (event) => {
          if (event.type !== 'step') return;
          reports.push(event.report);
          process.stderr.write(`${name}: ${JSON.stringify(event.report)}\n`);
        },
      });
      const last = await readCheckpoint(path.join(folder, name, 'checkpoints'));
      await engine.adapt(last!.adapter);
      return { arm, seed, reports, examined: await examined(name, leftOut, finalAttempts) };
    }
  } finally {
    await Promise.all([engine.dispose(), opened.close()]);
  }
}

void main();
