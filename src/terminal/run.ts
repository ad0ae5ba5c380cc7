import pc from 'picocolors';
import { CancelledError, ExplainedError, toError } from '../core/errors.js';
import { type Exploration, isResumable, moreAttempts, survivors } from '../core/exploration.js';
import { visible } from '../core/visible.js';
import type { Means } from '../explore/explore.js';
import type { Installation } from '../explore/installation.js';
import type { CatalogueEntry } from '../model/catalogue.js';
import { thisMachine } from '../model/local/machine.js';
import { CodeParser } from '../problem/parser.js';
import { Interrupt } from '../standalone/interrupt.js';
import { judgesOf } from '../standalone/judges.js';
import { withMeans } from '../standalone/means.js';
import { modelPathOf } from '../standalone/model-choice.js';
import { cacheFolder, fromCaller } from '../standalone/paths.js';
import { Cores } from '../verify/cores.js';
import { describeSandbox } from '../verify/sandbox.js';
import { applyToFile } from './apply.js';
import { type Arguments, help, parseArguments } from './arguments.js';
import { evaluationReport } from './evaluation.js';
import { fetchModel } from './fetch-model.js';
import { modelsReport } from './models.js';
import { Progress } from './progress.js';
import { withProxiedFetch } from './proxied-fetch.js';
import { report } from './report.js';
import { resumeCommand } from './resume-command.js';
import { type Undertaking, undertakingOf } from './undertaking.js';

/** What the command tells its caller. */
export const exitCodes = { survivor: 0, none: 1, wrong: 2, interrupted: 130 } as const;

/** The terminal command, from its words to its exit code. */
export async function runTerminal(words: readonly string[], installation: Installation): Promise<number> {
  const interrupt = new Interrupt();
  try {
    const parsed = parseArguments(words);
    if (parsed === 'help') {
      process.stdout.write(help);
      return exitCodes.survivor;
    }
    if (parsed === 'models') {
      process.stdout.write(await modelsReport(thisMachine(installation.embeddedModel)));
      return exitCodes.survivor;
    }
    if ('records' in parsed) {
      process.stdout.write(evaluationReport(parsed.records.map(fromCaller)));
      return exitCodes.survivor;
    }
    return await exploreAt(parsed, installation, interrupt.signal);
  } catch (thrown) {
    const error = toError(thrown);
    const nextStep = error instanceof ExplainedError ? error.nextStep : error.stack;
    process.stderr.write(`${pc.createColors(inColors(process.stderr)).red(visible(error.message))}\n${nextStep}\n`);
    return error instanceof CancelledError ? exitCodes.interrupted : exitCodes.wrong;
  } finally {
    interrupt.dispose();
  }
}

/** Opens what an exploration needs, and closes it whatever happens. */
async function exploreAt(words: Arguments, installation: Installation, signal: AbortSignal): Promise<number> {
  const parser = await CodeParser.load(installation.grammars);
  const undertaking = await undertakingOf(words.task, installation, parser);
  const { problem } = undertaking;
  const judges = await judgesOf(words.judges, problem, installation, ({ place, reason }) =>
    process.stderr.write(`${visible(`Left out: ${place}: ${reason}`)}\n`),
  );
  const modelPath = await chosenModel(words, installation, signal);
  const cores = new Cores(undefined, words.parallel ?? undefined);
  const options = { ...judges, workspace: problem.workspace, cores, sandbox: words.sandbox };
  return withMeans(installation, options, signal, (means) => {
    const names = judges.verifiers.map(({ name }) => name);
    const sandbox = describeSandbox(means.verification.sandbox);
    process.stderr.write(`${visible([problem.file, problem.name, ...names].join(' · '))} · sandbox: ${sandbox}\n`);
    return exploreAndReport(words, undertaking, {
      model: { modelPath, cacheFolder, threads: 0, exact: words.exact, device: words.device },
      ...judges,
      ...means,
      parser,
      signal,
    });
  });
}

type Prepared = Omit<Means, 'record' | 'onEvent' | 'onActivity'>;

async function exploreAndReport(words: Arguments, undertaking: Undertaking, prepared: Prepared): Promise<number> {
  const record = await undertaking.openRecord();
  const progress = new Progress(process.stderr);
  try {
    process.stderr.write(`Record: ${record.location}\n`);
    const result = await undertaking
      .run({
        ...prepared,
        record: (event) => record.append(event),
        onEvent: (event, state) => progress.event(event, state),
        onActivity: (activity) => progress.activity(activity),
      })
      .finally(() => progress.done());
    process.stdout.write(report(result, record.location, inColors(process.stdout)));
    const onwards = isResumable(result)
      ? `Go on with: ${resumeCommand(record.location, words)}`
      : `${moreAttempts} attempts more with: ${resumeCommand(record.location, words, moreAttempts)}`;
    process.stdout.write(`${onwards}\n`);
    if (words.apply) await applyFirst(result);
    return exitCodeOf(result);
  } finally {
    record.close();
  }
}

/** Colours are for terminals, and only if the user has not declined them (no-color.org). */
function inColors(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR;
}

async function chosenModel(
  { model }: Arguments,
  { embeddedModel }: Installation,
  signal: AbortSignal,
): Promise<string> {
  if (model === null) return embeddedModel;
  const machine = thisMachine(embeddedModel);
  const bring = (entry: CatalogueEntry) =>
    withProxiedFetch((fetch) => fetchModel(entry, { machine, fetch, signal, stream: process.stderr }));
  return modelPathOf(model, fromCaller(model), { machine, bring });
}

async function applyFirst(result: Exploration): Promise<void> {
  const [first] = survivors(result);
  if (!first) return;
  await applyToFile(result.problem, first.edits);
  process.stdout.write(`Applied to ${result.problem.file}.\n`);
}

function exitCodeOf(result: Exploration): number {
  if (result.ending?.reason === 'cancelled') return exitCodes.interrupted;
  if (survivors(result).length > 0) return exitCodes.survivor;
  return result.ending?.reason === 'failed' ? exitCodes.wrong : exitCodes.none;
}
