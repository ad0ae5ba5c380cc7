import type { Problem } from '../core/domain.js';
import type { Exploration } from '../core/exploration.js';
import { explore, type Means, resume } from '../explore/explore.js';
import type { Installation } from '../explore/installation.js';
import { readPast } from '../explore/past.js';
import { RecordWriter, readEvents } from '../explore/record.js';
import type { CodeParser } from '../problem/parser.js';
import { fromCaller, recordPath } from '../standalone/paths.js';
import { type Place, problemInFile } from '../standalone/problem-in-file.js';
import type { NewExploration, Resumption, Task } from './arguments.js';

/** An exploration that can be begun, or gone on with. */
export interface Undertaking {
  readonly problem: Problem;
  /**
   * Its record, ready for more.
   *
   * @throws RecordInUseError
   */
  openRecord(): Promise<RecordWriter>;
  run(means: Means): Promise<Exploration>;
}

/** @throws what `problemInFile` or `readPast` throws */
export function undertakingOf(task: Task, installation: Installation, parser: CodeParser): Promise<Undertaking> {
  return task.kind === 'explore' ? anew(task, installation, parser) : onwards(task);
}

async function anew(task: NewExploration, installation: Installation, parser: CodeParser): Promise<Undertaking> {
  const problem = await problemAt(task, installation, parser);
  return {
    problem,
    openRecord: async () => RecordWriter.create(task.json ? fromCaller(task.json) : recordPath(new Date())),
    run: (means) => explore({ ...means, problem, plan: task.plan }),
  };
}

async function onwards(task: Resumption): Promise<Undertaking> {
  const record = fromCaller(task.record);
  const past = await readPast(readEvents(record), { more: task.more ?? undefined });
  return {
    problem: past.state.problem,
    openRecord: () => RecordWriter.reopen(record, past.events),
    run: (means) => resume(past, means),
  };
}

function problemAt(task: NewExploration, { example }: Installation, parser: CodeParser): Promise<Problem> {
  const place: Place = task.place
    ? { ...task.place, file: fromCaller(task.place.file) }
    : { file: example.file, from: example.line, to: null };
  return problemInFile(place, task.workspace === null ? null : fromCaller(task.workspace), parser);
}
