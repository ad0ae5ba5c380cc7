import { parseArgs } from 'node:util';
import { type RewardArmName, rewardArms } from '../../core/training/rewards.js';
import { defaultTrainingPlan, type TrainingPlan } from '../../train/plan.js';
import { type SandboxSetting, sandboxSettings } from '../../verify/sandbox.js';
import { amount, sandboxNamed, UsageError, whole } from '../arguments.js';

/** What a call of the command asks for. */
export type TrainingTask =
  | NewTraining
  | {
      readonly kind: 'resume';
      readonly folder: string;
      /** null for those that were planned. */
      readonly steps: number | null;
      readonly sandbox: SandboxSetting;
    }
  | { readonly kind: 'list'; readonly model: string | null }
  | { readonly kind: 'delete'; readonly model: string | null; readonly name: string }
  | { readonly kind: 'import'; readonly model: string | null; readonly folder: string }
  | (ProblemsWanted & { readonly kind: 'export'; readonly folder: string })
  /** null for the plain model. */
  | { readonly kind: 'use'; readonly model: string | null; readonly name: string | null };

/** Where problems are, and which of them are left out. */
export interface ProblemsWanted {
  /** Records, and folders of them; none for the command's own. */
  readonly records: readonly string[];
  /** The share by which it is found out whether it helps. */
  readonly leftOut: number;
  readonly seed: number;
  readonly sandbox: SandboxSetting;
}

export interface NewTraining extends ProblemsWanted {
  readonly kind: 'train';
  readonly model: string | null;
  readonly plan: TrainingPlan;
  /** null for one of its own. */
  readonly folder: string | null;
}

const options = {
  model: { type: 'string' },
  steps: { type: 'string' },
  arm: { type: 'string' },
  seed: { type: 'string' },
  rank: { type: 'string' },
  group: { type: 'string' },
  groups: { type: 'string' },
  rate: { type: 'string' },
  checks: { type: 'boolean' },
  'max-tokens': { type: 'string' },
  'left-out': { type: 'string' },
  every: { type: 'string' },
  attempts: { type: 'string' },
  sandbox: { type: 'string' },
  folder: { type: 'string' },
  resume: { type: 'string' },
  list: { type: 'boolean' },
  use: { type: 'string' },
  delete: { type: 'string' },
  import: { type: 'string' },
  'export-verl': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const plan = defaultTrainingPlan;
const shareLeftOut = 0.25;
const arms = Object.keys(rewardArms) as RewardArmName[];

export const trainingHelp = `Usage: npm run train -- [RECORD.jsonl | FOLDER …] [options]
       npm run train -- --resume FOLDER [--steps N]
       npm run train -- --list [--model NAME]
       npm run train -- --use ADAPTER|none [--model NAME]
       npm run train -- --delete ADAPTER [--model NAME]

A model learns from verdicts: it draws attempts at the problems of past explorations, their workspaces'
verifiers judge them, and a small adapter beside the model moves towards what passed (GRPO). Some problems
are left out; by them it is told whether that helped. Without records: the explorations of this command.
It can be stopped at any time (Ctrl+C, or worse) and goes on with --resume as if it had not been.

  --model NAME        another model than the embedded one: as npm run explore -- --models lists it, or PATH.gguf
  --steps N           how many (${plan.steps}); it ends before where it gets no better
  --arm NAME          ${arms.join(', ')} (${plan.arm})
  --seed N            same seed, same training on the same machine (${plan.seed})
  --rank N            of the adapter (${plan.rank})
  --group N           attempts at one problem (${plan.groupSize})
  --groups N          problems in a step (${plan.groupsPerStep})
  --rate R            learning rate (${plan.optimizer.learningRate})
  --checks            a failing attempt is worth the share of the checks that it passes, not nothing
  --max-tokens N      longest attempt (${plan.maxTokens})
  --left-out SHARE    of the problems (${shareLeftOut})
  --every N           steps from one examination on these to the next (${plan.evaluation.every})
  --attempts N        at each of these in an examination (${plan.evaluation.attempts})
  --sandbox KIND      ${sandboxSettings.join(', ')} (auto)
  --folder FOLDER     where the training is kept
  --resume FOLDER     go on with the training that is kept there
  --list              the adapters of a model
  --use ADAPTER       explore with it where no other is named; none: with the plain model
  --delete ADAPTER    removes one
  --import FOLDER     keeps a LoRA in the form of PEFT, trained elsewhere, as an adapter of the model
  --export-verl OUT   writes the problems for a training with verl on other machines (docs/verl.md)
  --help              this text

Exit code: 0 where the adapter helps, 1 where it does not, 2 for wrong use, 130 when interrupted.
`;

/** What the words of a call mean. Throws a \`UsageError\`. */
export function parseTraining(words: readonly string[]): TrainingTask | 'help' {
  const { values, positionals } = split(words);
  if (values.help) return 'help';
  const model = values.model ?? null;
  if (values.list) return { kind: 'list', model };
  if (values.import !== undefined) return { kind: 'import', model, folder: values.import };
  if (values.use !== undefined) return { kind: 'use', model, name: values.use === 'none' ? null : values.use };
  if (values.delete !== undefined) return { kind: 'delete', model, name: values.delete };
  const sandbox = sandboxNamed(values.sandbox);
  const steps = whole('steps', values.steps, 1);
  if (values.resume !== undefined) {
    const others = Object.keys(values).filter((name) => !['resume', 'steps', 'sandbox'].includes(name));
    const contradicting = [...positionals, ...others.map((name) => `--${name}`)];
    if (contradicting.length > 0) {
      throw new UsageError(`With --resume the folder says what is trained: leave out ${contradicting.join(', ')}.`);
    }
    return { kind: 'resume', folder: values.resume, steps, sandbox };
  }
  const arm = values.arm ?? plan.arm;
  if (!isArm(arm)) throw new UsageError(`--arm is one of ${arms.join(', ')}, not ${arm}.`);
  const leftOut = amount('left-out', values['left-out']) ?? shareLeftOut;
  if (leftOut <= 0 || leftOut >= 1) throw new UsageError('--left-out is a share: more than 0 and less than 1.');
  const seed = whole('seed', values.seed, 0) ?? plan.seed;
  const wanted = { records: positionals, leftOut, seed, sandbox };
  const { 'export-verl': out } = values;
  if (out !== undefined) return { ...wanted, kind: 'export', folder: out };
  return {
    ...wanted,
    kind: 'train',
    model,
    folder: values.folder ?? null,
    plan: {
      ...plan,
      arm,
      steps: steps ?? plan.steps,
      seed,
      rank: whole('rank', values.rank, 1) ?? plan.rank,
      groupSize: whole('group', values.group, 2) ?? plan.groupSize,
      groupsPerStep: whole('groups', values.groups, 1) ?? plan.groupsPerStep,
      reward: values.checks ? 'checks' : 'passes',
      maxTokens: whole('max-tokens', values['max-tokens'], 1) ?? plan.maxTokens,
      optimizer: { ...plan.optimizer, learningRate: amount('rate', values.rate) ?? plan.optimizer.learningRate },
      evaluation: {
        ...plan.evaluation,
        every: whole('every', values.every, 1) ?? plan.evaluation.every,
        attempts: whole('attempts', values.attempts, 1) ?? plan.evaluation.attempts,
      },
    },
  };
}

function isArm(name: string): name is RewardArmName {
  return name in rewardArms;
}

function split(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
