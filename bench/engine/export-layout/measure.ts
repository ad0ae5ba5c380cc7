import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { ModelShape } from '../../../src/model/runnable.js';
import { root } from '../../root.js';
import { median, summarize } from '../../statistics.js';
import { table } from '../../table.js';
import { LineProcess } from '../line-process.js';
import { type Measurement, type MeasureOptions, say } from '../measurement.js';
import { type BenchModel, openModel } from '../models.js';
import { Recording } from '../recording.js';
import { rivalPython, rivalsFolder } from '../rivals/python.js';
import { type Found, found, type Job } from './job.js';

const name = 'export-layout';
const format = {
  key: z.object({ rows: z.int(), prompt: z.int(), round: z.int() }),
  found,
};
type Key = z.infer<typeof format.key>;

/**
 * glibc keeps memory that was freed, rather than giving it back: the export layout's new caches of gigabytes, each step,
 * would else cost more in page faults than in anything that the layouts are compared for.
 */
const keepMemory = { MALLOC_MMAP_MAX_: '0', MALLOC_TRIM_THRESHOLD_: '100000000000' };

/** Weights that share a scale: as many as in our own graph. */
const block = 64;

/** Rows and prompts, and the goals that are more than to be at least as fast. */
const cases: readonly { readonly rows: number; readonly prompt: number; readonly goal: number }[] = [
  { rows: 16, prompt: 64, goal: 0.95 },
  { rows: 16, prompt: 256, goal: 0.95 },
  { rows: 16, prompt: 1024, goal: 2.5 },
  { rows: 16, prompt: 2048, goal: 0.95 },
  { rows: 64, prompt: 64, goal: 0.95 },
  { rows: 64, prompt: 256, goal: 0.95 },
  { rows: 64, prompt: 1024, goal: 0.95 },
  { rows: 64, prompt: 2048, goal: 4 },
];

/** A decoding step of the embedded model against the same one in the export layout, on the same onnxruntime. */
export const exportLayout: Measurement = {
  name,
  title: 'Against the usual export layout',

  async measure(options) {
    const [model] = options.models;
    const python = rivalPython();
    if (!model || !python) return;
    const recording = Recording.open(options, name, format);
    const { shape } = await openModel(model);
    const graph = exportedGraph(model, python);
    for (const each of options.quick ? [{ rows: 2, prompt: 64 }] : cases) {
      if (fitsIntoMemory(each, shape)) await measureCase({ ...each, model, graph }, options, recording);
      else say(`${name}: there is not enough free memory for ${each.rows} rows after ${each.prompt} tokens.`);
    }
  },

  describe(resultsFolder) {
    const recording = Recording.read(resultsFolder, name, format);
    if (!recording) return null;
    const rows = cases.flatMap(({ rows, prompt, goal }) => {
      const runs = recording.runs.filter((run) => run.rows === rows && run.prompt === prompt);
      const [first] = runs;
      if (!first) return [];
      const milliseconds = (steps: (run: Found) => readonly number[]) => runs.map((run) => 1000 * median(steps(run)));
      const [ours, exported] = [milliseconds((run) => run.ours), milliseconds((run) => run.exported)];
      return [
        [
          String(rows),
          String(first.promptTokens),
          summarize(ours, 1),
          summarize(exported, 1),
          summarize(
            runs.map((run) => median(run.exported) / median(run.ours)),
            2,
          ),
          (median(exported) / median(ours)).toFixed(2),
          String(goal),
          summarize(
            milliseconds((run) => run.whole),
            1,
          ),
        ],
      ];
    });
    const [first] = recording.runs;
    const heads = [
      'rows',
      'prompt',
      'ours, ms',
      'export layout, ms',
      'ratio a round',
      'of medians',
      'goal',
      'ours from step to step, ms',
    ];
    return [
      `A decoding step of ${first?.modelName ?? ''}, each row with 64 tokens of its own, in one Node process by turns: making`,
      'the inputs and `session.run`; median (least to greatest) over the rounds, of 8 steps each. Both with the same',
      'kernels, every matrix in 8 bits in blocks of 64, which is not the form that ours has by default. In the export',
      'layout (GroupQueryAttention) what comes out as present goes in again as past.',
      'The process keeps freed memory (glibc), which spares the export layout most of its page faults. The last column is',
      'all of our step, with the drawing of the next tokens.',
      '',
      table(heads, rows),
      '',
      `Measured on ${recording.machine}.`,
    ].join('\n');
  },
};

async function measureCase(
  wanted: { readonly rows: number; readonly prompt: number; readonly model: BenchModel; readonly graph: string },
  { rounds, quick }: MeasureOptions,
  recording: Recording<Key, Found>,
): Promise<void> {
  const { rows, prompt, model, graph } = wanted;
  const keys = Array.from({ length: rounds }, (_, i): Key => ({ rows, prompt, round: i + 1 }));
  const missing = keys.filter((key) => !recording.has(key));
  if (missing.length === 0) return;
  say(`${name}: ${rows} rows after ${prompt} tokens`);
  const job: Job = {
    model,
    graph,
    rows,
    promptTokens: prompt,
    ...(quick ? { suffix: 2, steps: 2 } : { suffix: 64, steps: 8 }),
  };
  const worker = path.join(root, 'dist/bench/export-layout.worker.js');
  const workerProcess = await LineProcess.start(process.execPath, [worker, JSON.stringify(job)], keepMemory);
  try {
    await workerProcess.ask({ round: 900 }); // not counted
    for (const key of missing) await recording.once(key, async () => found.parse(await workerProcess.ask(key)));
  } finally {
    await workerProcess.end();
  }
}

/** The model in the export layout, made when it is first needed. */
function exportedGraph({ file }: BenchModel, python: string): string {
  const folder = path.join(root, '.cache/bench/export-layout', `${path.basename(file, '.gguf')}-${block}`);
  if (!existsSync(folder)) {
    const partial = `${folder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    const script = path.join(rivalsFolder, 'export_layout.py');
    const { status } = spawnSync(python, [script, file, partial, String(block)], { stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error('the export layout could not be made');
    renameSync(partial, folder);
  }
  return path.join(folder, 'model.onnx');
}

/** The export layout's cache is there twice, as past and as present. */
function fitsIntoMemory(
  { rows, prompt }: { readonly rows: number; readonly prompt: number },
  shape: ModelShape,
): boolean {
  const { layers, kvHeads, headDim } = shape;
  const cache = rows * (prompt + 80) * layers * kvHeads * headDim * 2 * Float32Array.BYTES_PER_ELEMENT;
  return 2.5 * cache < os.freemem();
}
