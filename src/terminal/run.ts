import pc from 'picocolors';
import type { Problem } from '../core/domain.js';
import { CancelledError, ExplainedError, toError } from '../core/errors.js';
import { type Exploration, isResumable, survivors } from '../core/exploration.js';
import { Engine } from '../engine/engine.js';
import type { Means } from '../explore/explore.js';
import type { Installation } from '../explore/installation.js';
import { thisMachine } from '../model/local/machine.js';
import { CodeParser } from '../problem/parser.js';
import { parseVerifiers, readVerifiers, type VerifiersInOrder, verifiersFor } from '../verify/configuration.js';
import { Cores } from '../verify/cores.js';
import { verifiedByExamples } from '../verify/examples.js';
import { describeSandbox } from '../verify/sandbox.js';
import { type Judges, openVerification } from '../verify/verification.js';
import { applyToFile } from './apply.js';
import { type Arguments, help, parseArguments, UsageError } from './arguments.js';
import { Interrupt } from './interrupt.js';
import { modelPathOf } from './model-choice.js';
import { modelsReport } from './models.js';
import { cacheFolder, fromCaller } from './paths.js';
import { Progress } from './progress.js';
import { withProxiedFetch } from './proxied-fetch.js';
import { report } from './report.js';
import { resumeCommand } from './resume-command.js';
import { suggestionLines } from './suggestions.js';
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
    return await exploreAt(parsed, installation, interrupt.signal);
  } catch (thrown) {
    const error = toError(thrown);
    const nextStep = error instanceof ExplainedError ? error.nextStep : error.stack;
    process.stderr.write(`${pc.createColors(inColors(process.stderr)).red(error.message)}\n${nextStep}\n`);
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
  const chosen = await chosenVerifiers(words, problem, installation);
  const modelPath = await chosenModel(words, installation, signal);
  const verification = await openVerification({
    ...chosen,
    workspace: problem.workspace,
    cores: new Cores(undefined, words.parallel ?? undefined),
    sandbox: words.sandbox,
    isTrusted: () => true,
  });
  const engine = new Engine({ childPath: installation.engineChild });
  try {
    const names = chosen.verifiers.map(({ name }) => name);
    const sandbox = describeSandbox(verification.sandbox);
    process.stderr.write(`${[problem.file, problem.name, ...names].join(' · ')} · sandbox: ${sandbox}\n`);
    return await exploreAndReport(words, undertaking, {
      model: { modelPath, cacheFolder, threads: 0, exact: words.exact, device: words.device },
      ...chosen,
      engine,
      verification,
      parser,
      signal,
    });
  } finally {
    await Promise.all([engine.dispose(), verification.close()]);
  }
}

type Prepared = Omit<Means, 'record' | 'onEvent' | 'onActivity'>;

async function exploreAndReport(words: Arguments, undertaking: Undertaking, prepared: Prepared): Promise<number> {
  const record = undertaking.openRecord();
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
    if (isResumable(result)) process.stdout.write(`Go on with: ${resumeCommand(record.location, words)}\n`);
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
  return withProxiedFetch((fetch) =>
    modelPathOf(model, fromCaller(model), { machine, fetch, signal, stream: process.stderr }),
  );
}

async function chosenVerifiers(words: Arguments, problem: Problem, { grammars }: Installation): Promise<Judges> {
  if (words.command !== null) {
    const { verifiers } = parseVerifiers([{ name: words.command, shell: words.command }]);
    return { verifiers: verifiersFor(verifiers, problem) };
  }
  if (words.examples.length > 0) return verifiedByExamples(problem, words.examples.join('\n'), grammars);
  return { verifiers: await configuredVerifiers(words, problem) };
}

async function configuredVerifiers(words: Arguments, problem: Problem): Promise<VerifiersInOrder> {
  const { verifiers: configured, problems } = await readVerifiers(problem.workspace);
  for (const { place, reason } of problems) process.stderr.write(`Left out: ${place}: ${reason}\n`);
  const unknown = words.verifiers.filter((name) => !configured.some((verifier) => verifier.name === name));
  if (unknown.length > 0) {
    const names = configured.map(({ name }) => name).join(', ') || 'none';
    throw new UsageError(
      `There is no verifier named ${unknown.join(', ')} in ${problem.workspace}; configured: ${names}.`,
    );
  }
  if (configured.length === 0) {
    const suggested = await suggestionLines(problem);
    throw new UsageError(
      `No verifier is configured in ${problem.workspace}: give one with --command, or set exploreSolutions.verifiers in .vscode/settings.json.${suggested}`,
    );
  }
  const chosen =
    words.verifiers.length > 0 ? configured.filter(({ name }) => words.verifiers.includes(name)) : configured;
  return verifiersFor(chosen, problem);
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
