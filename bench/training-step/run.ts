// What a step of training costs in its parts, for a group of eight attempts at one problem, beside the same by PyTorch,
// transformers and PEFT on the same processor: sampling, and the group's loss forward and backward. All take turns, each in a
// process of its own with the model loaded; all get the same attempts.
// usage: npm run bench:training-step -- --python PYTHON [--rounds N]   (a Python with torch, transformers, peft and gguf)
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Attempt } from '../../src/core/domain.js';
import { RandomStream } from '../../src/core/random.js';
import { Engine } from '../../src/engine/engine.js';
import { initialAdapter } from '../../src/model/training/adapter.js';
import { indicesBelow } from '../../src/protocol/engine.js';
import { defaultTrainingPlan } from '../../src/train/plan.js';
import { LineProcess } from '../engine/line-process.js';
import { benchModels, cacheFolder, installation, openModel } from '../engine/models.js';
import { children, memoryOf } from '../engine/process-memory.js';
import { promptOf } from '../engine/prompts.js';
import { machine } from '../machine.js';
import { fromCaller, root } from '../root.js';
import { median, summarize } from '../statistics.js';
import { table } from '../table.js';

const { values } = parseArgs({ options: { python: { type: 'string' }, rounds: { type: 'string', default: '3' } } });
const rounds = Number(values.rounds);
const promptTokens = 250;
const attempts = 8;
const maxTokens = 128;
const { rank, sampling, clip } = defaultTrainingPlan;
/** Of ours; more than that of PyTorch's is too much. */
const goal = 2;

/** Seconds, and bytes. */
interface Step {
  readonly sample: number;
  readonly forward: number;
  readonly backward: number;
  readonly peak: number;
  /** Sampling the same without the adapter; of ours. */
  readonly plain?: number;
}

interface Side {
  readonly name: string;
  step(round: number, drawn: readonly Attempt[]): Promise<Step>;
}

async function main(): Promise<void> {
  if (values.python === undefined) throw new Error('say which Python has PyTorch: --python PYTHON');
  const [model] = benchModels(undefined);
  const runnable = await openModel(model!);
  const before = children();
  const engine = new Engine({ childPath: installation.engineChild });
  await engine.load({ modelPath: model!.file, cacheFolder, threads: 0 });
  const adapter = initialAdapter(runnable.architecture, rank, RandomStream.of(1));
  await engine.adapt(adapter);
  const draw = async (round: number) => {
    const drawn: Attempt[] = [];
    const indices = indicesBelow(attempts);
    const prompt = promptOf(promptTokens, round, runnable);
    await engine.sample(
      { prompt, indices, sampling, seed: round, maxTokens, batchSize: 0 },
      { onProgress: (event) => void (event.type === 'attempt' && drawn.push(event.attempt)) },
    );
    return drawn;
  };
  const advantages = Array.from({ length: attempts }, (_, index) => (index % 2 === 0 ? 1 : -1));
  const tokensIn = (drawn: readonly Attempt[]) => drawn.reduce((sum, { tokens }) => sum + tokens.length, 0);

  const ours: Side = {
    name: 'ours',
    step: async (round, drawn) => {
      const seconds = async () => {
        const started = performance.now();
        await draw(round);
        return (performance.now() - started) / 1000;
      };
      // An adapter that changes nothing yet: the tokens are the same.
      await engine.adapt(null);
      const plain = await seconds();
      await engine.adapt(adapter);
      const sample = await seconds();
      const found = await engine.differentiate({
        adapter,
        prompt: promptOf(promptTokens, round, runnable),
        attempts: drawn.map(({ tokens }, index) => ({
          tokens: [...tokens],
          ended: false,
          advantage: advantages[index]!,
        })),
        drawn: null,
        clip,
        divergenceWeight: 0,
        tokens: tokensIn(drawn),
      });
      const [child] = children().filter((pid) => !before.includes(pid));
      const { forwardSeconds: forward, backwardSeconds: backward } = found;
      return { sample, plain, forward, backward, peak: memoryOf(child!).peak };
    },
  };
  const kinds = ['plain', 'checkpointed'] as const;
  const script = path.join(root, 'bench/training-step/pytorch.py');
  const processes = await Promise.all(
    kinds.map((kind) => LineProcess.start(fromCaller(values.python!), [script, model!.file, String(rank), kind])),
  );
  const rivals = processes.map(
    (process, index): Side => ({
      name: kinds[index] === 'plain' ? 'PyTorch' : 'PyTorch, gradient checkpointing',
      step: async (round, drawn) => {
        const prompt = runnable.encodePrompt(promptOf(promptTokens, round, runnable));
        const tokens = drawn.map((each) => [...each.tokens]);
        return (await process.ask({ prompt, attempts: tokens, advantages, sample: maxTokens })) as Step;
      },
    }),
  );

  const sides = [ours, ...rivals];
  const measured = new Map<string, Step[]>(sides.map(({ name }) => [name, []]));
  const tokens: number[] = [];
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const drawn = await draw(round);
    if (round > 0) tokens.push(tokensIn(drawn));
    for (const { name, step } of sides) {
      const made = await step(round, drawn);
      process.stderr.write(`${round} of ${rounds}, ${name}: ${JSON.stringify(made)}\n`);
      if (round > 0) measured.get(name)!.push(made);
    }
  }
  await Promise.all([engine.dispose(), ...processes.map((each) => each.end())]);
  write(sides, measured, tokens);
}

function write(
  sides: readonly Side[],
  measured: ReadonlyMap<string, readonly Step[]>,
  tokens: readonly number[],
): void {
  const learning = (steps: readonly Step[]) => steps.map(({ forward, backward }) => forward + backward);
  const ours = measured.get('ours')!;
  const ratios = (steps: readonly Step[], of: (steps: readonly Step[]) => readonly number[]) =>
    of(ours).map((value, index) => value / of(steps)[index]!);
  const rows = sides.map(({ name }) => {
    const steps = measured.get(name)!;
    const seconds = (of: (step: Step) => number) => summarize(steps.map(of), 1);
    return [
      name,
      seconds(({ sample }) => sample),
      seconds(({ forward }) => forward),
      seconds(({ backward }) => backward),
      (Math.max(...steps.map(({ peak }) => peak)) / 1e9).toFixed(1),
      name === 'ours' ? '' : summarize(ratios(steps, learning), 2),
      name === 'ours'
        ? ''
        : summarize(
            ratios(steps, (each) => each.map(({ sample }) => sample)),
            2,
          ),
    ];
  });
  const heads = [
    '',
    'sampling, s',
    'forward, s',
    'backward, s',
    'peak, GB',
    'ours / this, learning',
    'ours / this, sampling',
  ];
  const here = path.join(root, 'bench/training-step');
  const results = Object.fromEntries(measured);
  const record = { machine: machine(), promptTokens, attempts, maxTokens, rank, tokens, results };
  writeFileSync(path.join(here, 'results.json'), `${JSON.stringify(record, null, 1)}\n`);
  writeFileSync(
    path.join(here, 'results.md'),
    `# A step of training

Made by \`npm run bench:training-step\`. One group: ${attempts} attempts of up to ${maxTokens} tokens (in all ${summarize(tokens)}) behind a prompt of
about ${promptTokens}, the embedded model, an adapter of rank ${rank} on all seven projections of every layer. Median (least to greatest)
of ${rounds} rounds, in which the sides take turns. Learning is forward and backward; goal: at most ${goal} times PyTorch's. PyTorch, transformers and
PEFT in float32, prompt and attempt of each row together, sampling by \`generate\` with a cache. Verifying is the workspace's own cost, and in each
step's report. Ours samples with the engine's rounded weights and learns with the file's own in float32.

${table(heads, rows)}

Sampling with the adapter takes ours ${summarize(
      ours.map(({ sample, plain }) => sample / plain!),
      2,
    )} times as long as without (goal: at most 1.1).

Measured on ${machine()}. Ours takes ${median(ratios(measured.get('PyTorch')!, learning)).toFixed(2)} times PyTorch's time to learn from a group.
`,
  );
}

void main();
