import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChatMessage, Prompt } from '../../core/domain.js';
import type { CodeParser } from '../../problem/parser.js';
import { buildPrompt } from '../../problem/prompt.js';
import { verlConfig } from './config.js';
import { type VerlRow, verlParquet } from './parquet.js';
import { type NamedProblem, problemFile } from './problem-file.js';

/** What an export works with. */
export interface VerlExportMeans {
  readonly parser: CodeParser;
  /** The folder of the program's bundles, with the judge's. */
  readonly bundles: string;
}

export interface VerlExport {
  /** At least one. */
  readonly training: readonly NamedProblem[];
  /** Those that only measure what was learned; at least one, as verl begins without none. */
  readonly leftOut: readonly NamedProblem[];
  /** Absolute; made where it is missing, and what an earlier export wrote there is replaced. */
  readonly folder: string;
  readonly means: VerlExportMeans;
}

/** Problems that cannot be exported. */
export class VerlExportError extends Error {
  override readonly name = 'VerlExportError';
}

/** What the reward function is written for, and what it gets from verl. */
const dataSource = 'explore-solutions';
const ability = 'code';

/** Copied as they are. */
const programs = ['reward.py', 'repexp_reward.py', 'train.sh', 'README.md'];

/**
 * Writes what verl trains on: problems as prompts, the problems themselves with the names of their workspaces, the reward
 * function that has the workspaces' verifiers judge, the judge, and a configuration of the `rep_exp` recipe. `docs/verl.md` says
 * what each file is.
 *
 * @throws VerlExportError; the file system's errors
 */
export async function exportForVerl({ training, leftOut, folder, means }: VerlExport): Promise<void> {
  if (training.length === 0 || leftOut.length === 0) {
    throw new VerlExportError('verl needs at least one problem to train on, and one that is left out to measure');
  }
  const problems = path.join(folder, 'problems');
  await mkdir(problems, { recursive: true });
  const names = fileNames([...training, ...leftOut]);
  for (const named of [...training, ...leftOut]) {
    await writeFile(path.join(problems, names.get(named.id)!), problemFile(named, problems));
  }
  for (const [split, of] of [
    ['train', training],
    ['test', leftOut],
  ] as const) {
    const rows = of.map(({ id, problem }, index): VerlRow => {
      const ground_truth = `problems/${names.get(id)}`;
      return {
        data_source: dataSource,
        prompt: conversationOf(buildPrompt(problem, means.parser)),
        ability,
        reward_model: { style: 'rule', ground_truth },
        extra_info: { split, index, id },
      };
    });
    await writeFile(path.join(folder, `${split}.parquet`), verlParquet(rows));
  }
  await writeFile(path.join(folder, 'config.yaml'), verlConfig(training.length));
  for (const name of programs) await copyFile(path.join(means.bundles, 'verl', name), path.join(folder, name));
  await mkdir(path.join(folder, 'judge'), { recursive: true });
  await copyFile(path.join(means.bundles, 'judge.js'), path.join(folder, 'judge', 'judge.js'));
  await cp(path.join(means.bundles, 'grammars'), path.join(folder, 'judge', 'grammars'), { recursive: true });
}

/** The beginning of the answer is the model's own turn, which the configuration's chat template leaves open. */
function conversationOf({ messages, answerPrefix }: Prompt): ChatMessage[] {
  return answerPrefix === '' ? [...messages] : [...messages, { role: 'assistant', content: answerPrefix }];
}

/** Of each problem's id, a name that every file system takes. */
function fileNames(problems: readonly NamedProblem[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id } of problems) {
    if (names.has(id)) throw new VerlExportError(`two problems are called ${id}`);
    const plain = id.replaceAll(/[^\w.-]+/g, '_').slice(0, 100);
    let name = `${plain}.json`;
    for (let turn = 2; taken.has(name.toLowerCase()); turn++) name = `${plain}~${turn}.json`;
    taken.add(name.toLowerCase());
    names.set(id, name);
  }
  return names;
}
