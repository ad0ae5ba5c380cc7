import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '../core/domain.js';
import type { Exploration } from '../core/exploration.js';
import { explore, type Means, resume } from '../explore/explore.js';
import type { Installation } from '../explore/installation.js';
import { readPast } from '../explore/past.js';
import { RecordWriter, readEvents } from '../explore/record.js';
import { languageOf } from '../problem/languages.js';
import type { CodeParser } from '../problem/parser.js';
import { selectProblem } from '../problem/select.js';
import { type NewExploration, type Place, type Task, UsageError } from './arguments.js';
import { fromCaller, recordPath, workspaceOf } from './paths.js';

/** An exploration that can be begun, or gone on with. */
export interface Undertaking {
  readonly problem: Problem;
  /** Its record, ready for more. */
  openRecord(): RecordWriter;
  run(means: Means): Promise<Exploration>;
}

/** @throws UsageError; what `selectProblem` or `readPast` throws */
export function undertakingOf(task: Task, installation: Installation, parser: CodeParser): Promise<Undertaking> {
  return task.kind === 'explore' ? anew(task, installation, parser) : onwards(fromCaller(task.record));
}

async function anew(task: NewExploration, installation: Installation, parser: CodeParser): Promise<Undertaking> {
  const problem = await problemAt(task, installation, parser);
  return {
    problem,
    openRecord: () => RecordWriter.create(task.json ? fromCaller(task.json) : recordPath(new Date())),
    run: (means) => explore({ ...means, problem, plan: task.plan }),
  };
}

async function onwards(record: string): Promise<Undertaking> {
  const past = await readPast(readEvents(record));
  return {
    problem: past.state.problem,
    openRecord: () => RecordWriter.reopen(record),
    run: (means) => resume(past, means),
  };
}

async function problemAt(task: NewExploration, installation: Installation, parser: CodeParser): Promise<Problem> {
  const { file, line } = installation.example;
  const place: Place = task.place
    ? { ...task.place, file: fromCaller(task.place.file) }
    : { file, from: line, to: null };
  const workspace = task.workspace ? fromCaller(task.workspace) : workspaceOf(place.file);
  const relative = path.relative(workspace, place.file);
  if (relative.startsWith('..') || path.isAbsolute(relative)) {
    throw new UsageError(`${place.file} is not inside the workspace folder ${workspace}.`);
  }
  const source = await readFile(place.file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${place.file} could not be read: ${cause.message}`, { cause });
  });
  const { from, to } = place;
  return selectProblem(
    {
      workspace,
      file: relative.replaceAll(path.sep, '/'),
      language: languageOf(place.file),
      source,
      selection: to === null ? { kind: 'line', line: from } : { kind: 'range', from, to },
    },
    parser,
  );
}
