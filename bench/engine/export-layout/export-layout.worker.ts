// Our graph and the export layout in one process, by turns. usage: export-layout.worker.js JOB   (see job.ts)
import { uniformForms } from '../../../src/model/graph/forms.js';
import { loadInProcess } from '../in-process.js';
import { answerLines } from '../line-worker.js';
import { cacheFolder, openModel } from '../models.js';
import { ExportedModel } from './exported-model.js';
import { type Found, type Job, job, question } from './job.js';
import { ourSteps } from './our-steps.js';

async function main(wanted: Job) {
  const { model, graph, rows, suffix, steps } = wanted;
  const runnable = await openModel(model);
  // The same kernels on both sides: the layouts are compared.
  const forms = uniformForms('blocks');
  const engine = await loadInProcess({ modelPath: model.file, cacheFolder, threads: 0 }, { forms });
  const exported = await ExportedModel.open(graph, runnable.shape);
  await answerLines(async (asked): Promise<Found> => {
    const { round } = question.parse(asked);
    const ours = await ourSteps(engine, runnable, wanted, round);
    const theirs = await exported.decode(rows, ours.promptTokens + suffix - 1, steps);
    return { modelName: runnable.name, ...ours, exported: theirs };
  });
}

void main(job.parse(JSON.parse(process.argv[2] ?? '')));
