// What the engine does with time and memory, on its own and against others.
// usage: npm run bench:engine [-- NAME…] [--model PATH.gguf] [--rounds 5] [--resume] [--quick]
//
// NAMEs are those of `measurements` below; without any, all are measured, and with `table` nothing but results.md is
// made anew. --model, or EXPLORE_BENCH_MODEL, is the larger model; without it, what is measured with it is left out.
// --resume goes on with an interrupted measurement. --quick sees whether everything works, with tiny sizes, and leaves
// the results in .cache/bench.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fromCaller, root } from '../root.js';
import { graphBuilding } from './build/measure.js';
import { continuousBatching } from './continuous/measure.js';
import { exportLayout } from './export-layout/measure.js';
import { gpuAgainstCpu } from './gpu/measure.js';
import { compareWithLlamaCpp } from './llama-cpp/compare.js';
import { tuneLlamaCpp } from './llama-cpp/tune.js';
import { type Measurement, type MeasureOptions, say } from './measurement.js';
import { memoryUse } from './memory/measure.js';
import { benchModels } from './models.js';
import { loadAndUnload } from './reload/measure.js';
import { shareOfStep } from './share/measure.js';
import { timeToStart } from './start/measure.js';

const measurements: readonly Measurement[] = [
  tuneLlamaCpp,
  compareWithLlamaCpp,
  exportLayout,
  shareOfStep,
  continuousBatching,
  timeToStart,
  graphBuilding,
  memoryUse,
  loadAndUnload,
  gpuAgainstCpu,
];

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      model: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      resume: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
    },
  });
  const { quick, resume } = values;
  const model = values.model ?? process.env.EXPLORE_BENCH_MODEL;
  if (model === undefined) say('No larger model was given (--model PATH): what is measured with one is left out.');
  const options: MeasureOptions = {
    models: benchModels(model === undefined ? undefined : fromCaller(model)),
    rounds: quick ? 1 : Number(values.rounds),
    quick,
    resume,
    resultsFolder: path.join(root, quick ? '.cache/bench/engine-quick' : 'bench/engine'),
  };
  for (const measurement of chosen(positionals)) {
    await measurement.measure(options);
    writeTable(options.resultsFolder);
  }
  writeTable(options.resultsFolder);
}

function chosen(names: readonly string[]): readonly Measurement[] {
  const known = measurements.map(({ name }) => name);
  const unknown = names.filter((name) => name !== 'table' && !known.includes(name));
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}; there are ${known.join(', ')} and table`);
  return names.length === 0 ? measurements : measurements.filter(({ name }) => names.includes(name));
}

function writeTable(resultsFolder: string): void {
  const sections = measurements.flatMap((measurement) => {
    const text = measurement.describe(resultsFolder);
    return text === null ? [] : [`## ${measurement.title}\n\n${text}\n`];
  });
  if (sections.length === 0) return;
  const text = ['# The engine, measured\n', 'Made by `npm run bench:engine` from the runs beside it.\n', ...sections];
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(path.join(resultsFolder, 'results.md'), text.join('\n'));
}

void main();
