import { type Exploration, isResumable, moreAttempts, survivors } from '../core/exploration.js';
import { visible } from '../core/visible.js';
import type { Means } from '../explore/explore.js';
import type { Installation } from '../explore/installation.js';
import { adapterFor } from '../model/adapters.js';
import { thisMachine } from '../model/local/machine.js';
import { CodeParser } from '../problem/parser.js';
import { judgesOf } from '../standalone/judges.js';
import { withMeans } from '../standalone/means.js';
import { adapters, cacheFolder, fromCaller } from '../standalone/paths.js';
import { Cores } from '../verify/cores.js';
import { describeSandbox } from '../verify/sandbox.js';
import { applyToFile } from './apply.js';
import { type Arguments, help, parseArguments } from './arguments.js';
import { chosenModel } from './chosen-model.js';
import { exitCodes, inColors, runCommand } from './command.js';
import { evaluationReport } from './evaluation.js';
import { modelsReport } from './models.js';
import { Progress } from './progress.js';
import { report } from './report.js';
import { resumeCommand } from './resume-command.js';
import { type Undertaking, undertakingOf } from './undertaking.js';

/** The terminal command, from its words to its exit code. */
export function runTerminal(words: readonly string[], installation: Installation): Promise<number> {
  return runCommand(async (signal) => {
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
    return exploreAt(parsed, installation, signal);
  });
}

/** Opens what an exploration needs, and closes it whatever happens. */
async function exploreAt(words: Arguments, installation: Installation, signal: AbortSignal): Promise<number> {
  const parser = await CodeParser.load(installation.grammars);
  const undertaking = await undertakingOf(words.task, installation, parser);
  const { problem } = undertaking;
  const judges = await judgesOf(words.judges, problem, installation, ({ place, reason }) =>
    process.stderr.write(`${visible(`Left out: ${place}: ${reason}`)}\n`),
  );
  const modelPath = await chosenModel(words.model, installation, signal);
  const adapter = await adapterFor(adapters, modelPath, cacheFolder, words.adapter, signal);
  const cores = new Cores(undefined, words.parallel ?? undefined);
  const options = { ...judges, workspace: problem.workspace, cores, sandbox: words.sandbox };
  return withMeans(installation, options, signal, (means) => {
    const names = judges.verifiers.map(({ name }) => name);
    const sandbox = describeSandbox(means.verification.sandbox);
    process.stderr.write(`${visible([problem.file, problem.name, ...names].join(' · '))} · sandbox: ${sandbox}\n`);
    return exploreAndReport(words, undertaking, {
      model: { modelPath, cacheFolder, threads: 0, exact: words.exact, device: words.device },
      adapter,
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
