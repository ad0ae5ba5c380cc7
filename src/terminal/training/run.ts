import { statSync } from 'node:fs';
import path from 'node:path';
import { CancelledError } from '../../core/errors.js';
import { RandomStream } from '../../core/random.js';
import { visible } from '../../core/visible.js';
import { exploredProblems } from '../../explore/explored-problems.js';
import type { Installation } from '../../explore/installation.js';
import { identifyModel } from '../../model/identify.js';
import { initialAdapter } from '../../model/training/adapter.js';
import { CodeParser } from '../../problem/parser.js';
import { withEngine } from '../../standalone/means.js';
import { adapters, cacheFolder, fromCaller, recordsFolder, trainingsFolder } from '../../standalone/paths.js';
import type { ComparedAdapters } from '../../train/events.js';
import { leaveOut, openProblems } from '../../train/open-problems.js';
import { readSetup, SETUP, type TrainingSetup, writeSetup } from '../../train/setup.js';
import { leastToTell, train } from '../../train/train.js';
import { exportForVerl } from '../../train/verl/export.js';
import { Cores } from '../../verify/cores.js';
import type { SandboxSetting } from '../../verify/sandbox.js';
import { UsageError } from '../arguments.js';
import { chosenModel } from '../chosen-model.js';
import { exitCodes, runCommand } from '../command.js';
import { explorationsAt } from '../recorded.js';
import { type NewTraining, type ProblemsWanted, parseTraining, trainingHelp } from './arguments.js';
import { adapterLines, comparisonLines, gainText, lineOf } from './words.js';

/** The terminal command \`npm run train\`, from its words to its exit code. */
export function runTraining(words: readonly string[], installation: Installation): Promise<number> {
  return runCommand(async (signal) => {
    const task = parseTraining(words);
    if (task === 'help') return print(trainingHelp);
    const identified = async (model: string | null) =>
      identifyModel(await chosenModel(model, installation, signal), cacheFolder, signal);
    switch (task.kind) {
      case 'list': {
        const { hash, name } = await identified(task.model);
        return print(`${adapterLines(name, await adapters.of(hash)).join('\n')}\n`);
      }
      case 'delete': {
        const { hash } = await identified(task.model);
        await adapters.remove(hash, task.name);
        return print(`${task.name} is deleted.\n`);
      }
      case 'use': {
        const { hash, name } = await identified(task.model);
        await adapters.choose(hash, task.name);
        return print(`${name} is used ${task.name === null ? 'as it is' : `with ${task.name}`} from now on.\n`);
      }
      case 'import': {
        const model = await identified(task.model);
        const folder = fromCaller(task.folder);
        const name = adapterName(folder);
        await adapters.import(model, name, folder, new Date());
        return print(`${model.name} has the adapter ${name}.\nExplore with it: npm run explore -- --adapter ${name}\n`);
      }
      case 'export': {
        const folder = fromCaller(task.folder);
        const parser = await CodeParser.load(installation.grammars);
        const { training, leftOut } = await problemsIn(task);
        await exportForVerl({
          training,
          leftOut,
          folder,
          means: { parser, bundles: path.dirname(installation.engineChild) },
        });
        return print(
          `${training.length} problems to train on and ${leftOut.length} left out are in ${folder}; its README.md says how to go on.\n`,
        );
      }
      case 'train': {
        const folder = task.folder
          ? fromCaller(task.folder)
          : path.join(trainingsFolder, new Date().toISOString().replaceAll(':', '-'));
        const setup = await begin(task, folder, await chosenModel(task.model, installation, signal));
        return trainIn(folder, setup, task.sandbox, installation, signal);
      }
      case 'resume': {
        const folder = fromCaller(task.folder);
        const setup = await readSetup(folder);
        const plan = task.steps === null ? setup.plan : { ...setup.plan, steps: task.steps };
        return trainIn(folder, { ...setup, plan }, task.sandbox, installation, signal);
      }
    }
  });
}

function print(text: string): number {
  process.stdout.write(text);
  return exitCodes.survivor;
}

/** Finds the problems, and writes down what is to be trained. */
async function begin(task: NewTraining, folder: string, modelPath: string): Promise<TrainingSetup> {
  if (statSync(path.join(folder, SETUP), { throwIfNoEntry: false })) {
    throw new UsageError(`In ${folder} there is a training already: go on with --resume, or name another folder.`);
  }
  const { training, leftOut } = await problemsIn(task);
  const of = (problems: typeof training) => problems.map(({ problem }) => problem);
  const setup = { plan: task.plan, modelPath, training: of(training), leftOut: of(leftOut) };
  await writeSetup(folder, setup);
  return setup;
}

/** The problems of explorations that can be verified, in two parts. */
async function problemsIn({ records, leftOut, seed, sandbox }: ProblemsWanted) {
  const places = records.length > 0 ? records.map(fromCaller) : [recordsFolder];
  const explorations = places
    .filter((place) => records.length > 0 || statSync(place, { throwIfNoEntry: false }))
    .flatMap(explorationsAt);
  const options = { cores: new Cores(), sandbox, isTrusted: () => true };
  const opened = await openProblems(exploredProblems(explorations), options);
  await opened.close();
  for (const { id, reason } of opened.leftAside) say(`Left aside: ${id}: ${reason}`);
  return leaveOut(opened.problems, leftOut, seed);
}

async function trainIn(
  folder: string,
  { plan, modelPath, training, leftOut }: TrainingSetup,
  sandbox: SandboxSetting,
  installation: Installation,
  signal: AbortSignal,
): Promise<number> {
  say(`${training.length} problems to learn from, ${leftOut.length} left out. Training: ${folder}`);
  const parser = await CodeParser.load(installation.grammars);
  const options = { cores: new Cores(), sandbox, isTrusted: () => true } as const;
  const open = await openProblems([...training, ...leftOut], options);
  try {
    const [broken] = open.leftAside;
    if (broken) throw new Error(`${broken.id} cannot be verified any more: ${broken.reason}`);
    const { hash, name, architecture } = await identifyModel(modelPath, cacheFolder, signal);
    let compared: ComparedAdapters | null = null;
    const { best, ending } = await withEngine(installation, signal, async (engine) => {
      await engine.load({ modelPath, cacheFolder, threads: 0, device: 'cpu' });
      return train({
        folder,
        plan,
        model: hash,
        training: open.problems.slice(0, training.length),
        leftOut: open.problems.slice(training.length),
        initial: initialAdapter(architecture, plan.rank, RandomStream.of(plan.seed)),
        means: { engine, parser, signal },
        onEvent: (event) => {
          say(lineOf(event, plan));
          if (event.type === 'compared') compared = event;
        },
      });
    });
    if (ending === 'no-better') say('It has got no better for long, and ends here.');
    if (!best)
      return report([`No adapter did better than ${name} without one on the problems that were left out.`], false);
    const { step, adapter, gain, helps } = best;
    const kept = adapterName(folder);
    await adapters.save(hash, kept, {
      adapter,
      architecture,
      made: new Date().toISOString(),
      modelName: name,
      training: { step, problems: { training: training.length, leftOut: leftOut.length }, gain, helps },
    });
    if (helps) await adapters.choose(hash, kept);
    const lines = [
      ...tableOf(compared),
      `pass@1 ${gainText(gain)} with the adapter of step ${step}.`,
      verdictOn(helps, leftOut.length),
      `Adapter: ${adapters.folderOf(hash, kept)}`,
      helps ? 'Without it: npm run train -- --use none' : `Explore with it: npm run explore -- --adapter ${kept}`,
    ];
    return report(lines, helps);
  } catch (error) {
    // What fails then does so because the engine has ended.
    throw signal.aborted ? new CancelledError() : error;
  } finally {
    await open.close();
    if (signal.aborted) say(`Go on with: npm run train -- --resume ${folder}`);
  }
}

/** A folder's name as an adapter's. */
function adapterName(folder: string): string {
  return (
    path
      .basename(folder)
      .replaceAll(/[^\w.-]+/g, '-')
      .replace(/^\.+/, '') || 'adapter'
  );
}

function verdictOn(helps: boolean, leftOut: number): string {
  if (helps) return 'It helps, and is used from now on where no other is named.';
  return leftOut < leastToTell
    ? `Fewer than ${leastToTell} problems were left out, which is too few to tell whether it helps: explore more, and train again.`
    : 'That may be chance: it is kept, but not used unless you ask for it.';
}

function tableOf(compared: ComparedAdapters | null): string[] {
  return compared ? ['', ...comparisonLines(compared.plain, compared.adapted), ''] : [];
}

function report(lines: readonly string[], helps: boolean): number {
  process.stdout.write(`${lines.join('\n')}\n`);
  return helps ? exitCodes.survivor : exitCodes.none;
}

function say(line: string): void {
  process.stderr.write(`${visible(line)}\n`);
}
