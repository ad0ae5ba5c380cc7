import { totalmem } from 'node:os';
import { formatBytes } from '../model/bytes.js';
import { type CatalogueEntry, catalogue, memoryNeeded } from '../model/catalogue.js';
import { fileOfEntry } from '../model/local/catalogued.js';
import { findModelFiles, type LocalModel, listModels } from '../model/local/index.js';
import type { Machine } from '../model/local/machine.js';
import { table, wrapped } from './table.js';

/** What `--models` prints: the models on this machine, and those that can be fetched. */
export async function modelsReport(machine: Machine): Promise<string> {
  const files = await findModelFiles(machine);
  const offered = catalogue.filter((entry) => !fileOfEntry(entry, files, machine));
  const lines = [...localLines(await listModels(machine)), '', ...offerLines(offered, totalmem())];
  return `${lines.join('\n')}\n`;
}

/** @returns lines of at most 100 characters, unless a name is longer */
export function localLines(models: readonly LocalModel[]): string[] {
  const rows = models.map(({ name, source, description }) => [
    name,
    description.bytes === null ? '?' : formatBytes(description.bytes),
    description.quantisation ?? '?',
    source,
    description.problem ? 'no' : 'yes',
  ]);
  const [heading = '', ...lines] = table([['NAME', 'SIZE', 'TYPE', 'FROM', 'RUNS'], ...rows], new Set([1]));
  const reasons = models.flatMap((model) => {
    const reason = reasonNotToRun(model);
    return reason === null ? [] : wrapped(reason, '  ');
  });
  return ['On this machine:', '', heading, ...lines, ...(reasons.length > 0 ? ['', ...reasons] : [])];
}

/** Why a model will not run, with its name in the place of its path; null where it will. */
function reasonNotToRun({ name, description }: LocalModel): string | null {
  const { problem } = description;
  return problem ? problem.message.replaceAll(problem.modelPath, name) : null;
}

/** @param memory of this machine, in bytes */
export function offerLines(entries: readonly CatalogueEntry[], memory: number): string[] {
  if (entries.length === 0) return ['Everything that can be fetched is on this machine.'];
  const tooLarge = (entry: CatalogueEntry) => memoryNeeded(entry) > memory;
  const rows = entries.map((entry) => [
    entry.id,
    formatBytes(entry.bytes),
    entry.quantisation,
    formatBytes(memoryNeeded(entry)) + (tooLarge(entry) ? ' *' : '  '),
    entry.licence,
    entry.name,
  ]);
  const headings = ['NAME', 'SIZE', 'TYPE', 'MEMORY  ', 'LICENCE', 'MODEL'];
  return [
    'Can be fetched; --model NAME does so first:',
    '',
    ...table([headings, ...rows], new Set([1, 3])),
    ...(entries.some(tooLarge) ? ['', `* More than the ${formatBytes(memory)} that this machine has.`] : []),
  ];
}
