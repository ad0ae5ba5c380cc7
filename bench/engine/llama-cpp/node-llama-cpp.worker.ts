// node-llama-cpp as a rival: one context with a sequence an attempt, each of which computes the prompt for itself.
// usage: node-llama-cpp.worker.js JOB MODULE   (see job.ts; MODULE is node-llama-cpp's address)
import { answerLines } from '../line-worker.js';
import { type Job, job, type Question, question, type Sampled } from './job.js';

/** The part of node-llama-cpp that is used here; the package is not among ours. */
interface NodeLlamaCpp {
  getLlama(options: {
    readonly gpu: false;
    readonly build: 'never';
    readonly skipDownload: true;
    /** 0: as many as the context is told. */
    readonly maxThreads: 0;
    readonly logLevel: 'error';
  }): Promise<{ loadModel(options: { readonly modelPath: string }): Promise<Model>; dispose(): Promise<void> }>;
}
interface Model {
  createContext(options: {
    readonly sequences: number;
    readonly contextSize: number;
    readonly batchSize: number;
    readonly threads: number;
    readonly flashAttention: 'auto' | boolean;
  }): Promise<{ getSequence(): Sequence }>;
  isEogToken(token: number): boolean;
}
interface Sequence {
  evaluate(
    tokens: readonly number[],
    options: {
      readonly temperature: number;
      readonly topK: number;
      readonly topP: number;
      readonly seed: number;
      readonly yieldEogToken: true;
    },
  ): AsyncIterable<number>;
  clearHistory(): Promise<void>;
}

async function main({ model: modelPath, attempts, tokens, promptTokens, ...settings }: Job, address: string) {
  const { getLlama }: NodeLlamaCpp = await import(address);
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, maxThreads: 0, logLevel: 'error' });
  const model = await llama.loadModel({ modelPath });
  const { flashAttention, threads, batchSize } = settings;
  const context = await model.createContext({
    sequences: attempts,
    contextSize: promptTokens + tokens + 8,
    batchSize,
    threads,
    flashAttention: flashAttention === 'auto' ? 'auto' : flashAttention === 'on',
  });
  const sequences = Array.from({ length: attempts }, () => context.getSequence());

  /** One attempt's tokens; an end token ends it, and counts. */
  async function write(sequence: Sequence, { prompt, tokens }: Question, seed: number): Promise<number> {
    // Top 40 first, as for the other rival.
    const options = { temperature: 0.8, topK: 40, topP: 0.95, seed, yieldEogToken: true } as const;
    let drawn = 0;
    for await (const token of sequence.evaluate(prompt, options)) {
      drawn++;
      if (drawn === tokens || model.isEogToken(token)) break;
    }
    return drawn;
  }

  await answerLines(async (asked): Promise<Sampled> => {
    const wanted = question.parse(asked);
    for (const sequence of sequences) await sequence.clearHistory();
    const started = performance.now();
    const drawn = await Promise.all(sequences.map((sequence, i) => write(sequence, wanted, 1000 * wanted.seed + i)));
    const seconds = (performance.now() - started) / 1000;
    return { tokens: drawn.reduce((sum, count) => sum + count), seconds };
  });
  await llama.dispose();
}

const [words = '', address = ''] = process.argv.slice(2);
void main(job.parse(JSON.parse(words)), address);
