// How exactly our graph computes what llama.cpp computes: in float32, and in the form that is used by default.
// usage: npm run bench:parity [-- MODEL.gguf …]   (the models named are measured over HumanEval, like the embedded one)
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { weightForms } from '../../src/engine/child/weight-forms.js';
import { installationAt } from '../../src/explore/installation.js';
import { supportedTensorTypes } from '../../src/model/gguf/tensor-types.js';
import { uniformForms } from '../../src/model/graph/forms.js';
import { prepareModel } from '../../src/model/runnable.js';
import type { Tokenizer } from '../../src/model/tokenizer/tokenizer.js';
import { compare } from '../../test/parity/compare.js';
import { LlamaCpp } from '../../test/parity/llamacpp.js';
import { ourLogits } from '../../test/parity/our-graph.js';
import { encodeRandomModel, type RandomModel, randomModels, VOCABULARY } from '../../test/parity/random-models.js';
import { type MatrixType, matrixTypes } from '../../test/parity/random-tensors.js';
import { humanEvalTokens, randomTokens } from '../../test/parity/text.js';
import { machine } from '../machine.js';
import { fromCaller, root } from '../root.js';
import { percent, table } from '../table.js';

const TOKENS = { random: 64, real: 256 };

interface Result {
  readonly model: string;
  readonly architecture: string;
  readonly type: string;
  readonly positions: number;
  readonly exactFromLlamaCpp: { readonly meanKl: number; readonly topAgreement: number };
  readonly defaultFromLlamaCpp: { readonly meanKl: number; readonly topAgreement: number };
  readonly defaultFromExact: { readonly meanKl: number; readonly topAgreement: number };
}

/** Compares all three on one text; the graphs are removed afterwards. */
async function measure(
  llamaCpp: LlamaCpp,
  modelPath: string,
  textFor: (tokenizer: Tokenizer) => readonly number[],
): Promise<Omit<Result, 'model' | 'type'>> {
  const cacheFolder = await mkdtemp(path.join(tmpdir(), 'bench-parity-'));
  try {
    const [forms] = await weightForms('cpu', { exact: false, cacheFolder, threads: 0 });
    const model = await prepareModel({ modelPath, cacheFolder, forms });
    const exactModel = await prepareModel({ modelPath, cacheFolder, forms: uniformForms('float32') });
    const tokens = textFor(model.tokenizer);
    const theirs = await llamaCpp.logits(modelPath, tokens);
    const ours = await ourLogits(model, tokens);
    const exact = await ourLogits(exactModel, tokens);
    return {
      architecture: model.architecture.name,
      positions: tokens.length,
      exactFromLlamaCpp: compare(theirs, exact),
      defaultFromLlamaCpp: compare(theirs, ours),
      defaultFromExact: compare(exact, ours),
    };
  } finally {
    await rm(cacheFolder, { recursive: true });
  }
}

async function measureRandom(llamaCpp: LlamaCpp, name: string, random: RandomModel, type: MatrixType): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-parity-'));
  try {
    const modelPath = path.join(folder, 'model.gguf');
    await writeFile(modelPath, encodeRandomModel(random, type));
    const measured = await measure(llamaCpp, modelPath, () => randomTokens(VOCABULARY, TOKENS.random));
    return { model: `random, ${name}`, type, ...measured };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureReal(llamaCpp: LlamaCpp, modelPath: string): Promise<Result> {
  const measured = await measure(llamaCpp, modelPath, (tokenizer) => humanEvalTokens(root, tokenizer, TOKENS.real));
  return { model: path.basename(modelPath), type: 'as in the file', ...measured };
}

async function main(): Promise<void> {
  const real = [installationAt(path.join(root, 'dist')).embeddedModel, ...process.argv.slice(2).map(fromCaller)];
  const llamaCpp = await LlamaCpp.start(root);
  const results: Result[] = [];
  const add = (result: Result) => {
    results.push(result);
    process.stdout.write(`${JSON.stringify(result)}\n`);
  };
  for (const file of real) add(await measureReal(llamaCpp, file));
  for (const [name, random] of Object.entries<RandomModel>(randomModels)) {
    add(await measureRandom(llamaCpp, name, random, 'F32'));
  }
  for (const type of matrixTypes()) {
    if (type === 'F32' || !supportedTensorTypes.includes(type)) continue;
    add(await measureRandom(llamaCpp, 'llama', randomModels.llama, type));
  }
  llamaCpp.stop();

  const cells = ({ meanKl, topAgreement }: Result['defaultFromExact']) => [
    meanKl.toExponential(1),
    percent(topAgreement),
  ];
  const rows = results.map((result) => [
    result.model,
    result.architecture,
    result.type,
    ...cells(result.exactFromLlamaCpp),
    ...cells(result.defaultFromLlamaCpp),
    ...cells(result.defaultFromExact),
  ]);
  const pair = (of: string) => [`KL ${of}`, 'top 1'];
  const heads = [
    'model',
    'architecture',
    'type',
    ...pair('float32 / llama.cpp'),
    ...pair('default / llama.cpp'),
    ...pair('default / float32'),
  ];
  const explanation =
    'Mean KL in nats over the next-token distributions, and how often the most probable token is the same. ' +
    `Real models over ${TOKENS.real} tokens of HumanEval, random ones over ${TOKENS.random} random tokens. llama.cpp ` +
    'itself rounds activations: to half precision for F16 weights, to 8 bits for quantised ones.';
  const markdown = `${table(heads, rows)}\n\n${explanation}\n\nMeasured on ${machine()}.\n`;
  const here = path.join(root, 'bench/parity');
  await writeFile(path.join(here, 'results.json'), `${JSON.stringify({ machine: machine(), results }, null, 1)}\n`);
  await writeFile(path.join(here, 'results.md'), markdown);
  process.stdout.write(markdown);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
