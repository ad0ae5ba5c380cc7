import path from 'node:path';
import { weightForms } from '../../src/engine/child/weight-forms.js';
import { installationAt } from '../../src/explore/installation.js';
import { prepareModel, type RunnableModel } from '../../src/model/runnable.js';
import { root } from '../root.js';

export const installation = installationAt(path.join(root, 'dist'));

/** Where runnable models are cached; the tests share it. */
export const cacheFolder = path.join(root, '.cache/models');

/** Which of the two models it is decides what is asked of it. */
export type ModelKind = 'embedded' | 'larger';

export interface BenchModel {
  readonly kind: ModelKind;
  readonly file: string;
}

/** The embedded model and, where a file is given, a larger one. */
export function benchModels(larger: string | undefined): BenchModel[] {
  const embedded: BenchModel = { kind: 'embedded', file: installation.embeddedModel };
  return larger === undefined ? [embedded] : [embedded, { kind: 'larger', file: larger }];
}

/** The model's tokenizer and graph, as the engine would have them; the graph is built where it is not there yet. */
export async function openModel({ file }: BenchModel): Promise<RunnableModel> {
  const [forms] = await weightForms('cpu', { exact: false, cacheFolder, threads: 0 });
  return prepareModel({ modelPath: file, cacheFolder, forms });
}
