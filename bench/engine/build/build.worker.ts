// Makes a model runnable, in a process that does nothing else. usage: build.worker.js MODEL CACHE   (an empty folder)
import { weightForms } from '../../../src/engine/child/weight-forms.js';
import { prepareModel } from '../../../src/model/runnable.js';
import { answerLines } from '../line-worker.js';
import { memoryIsKnown, memoryOf } from '../process-memory.js';
import type { Built } from './built.js';

const [modelPath = '', cacheFolder = ''] = process.argv.slice(2);

void answerLines(async (): Promise<Built> => {
  const started = performance.now();
  const [forms] = await weightForms('cpu', { exact: false, cacheFolder, threads: 0 });
  const now = () => ({
    seconds: (performance.now() - started) / 1000,
    peak: memoryIsKnown ? memoryOf(process.pid).peak : null,
  });
  // Told for the last time when the graph is written, and before it is loaded to see how exact it is.
  let written = now();
  const onProgress = () => {
    written = now();
  };
  const { name } = await prepareModel({ modelPath, cacheFolder, forms, onProgress });
  return { modelName: name, written, checked: now() };
});
