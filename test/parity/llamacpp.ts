import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { ensureLlamaCpp } from '../llamacpp/install.js';

/** The logits at each of a text's tokens, [tokens, vocabulary]; a constant may be missing at each. */
export interface Logits {
  readonly vocabulary: number;
  readonly values: Float32Array;
}

/** llama.cpp, in a process of its own; asked for one thing at a time. */
export class LlamaCpp {
  private constructor(private readonly child: ChildProcess) {}

  /** Installs it where it is not there yet. @param root the repository's folder */
  static async start(root: string): Promise<LlamaCpp> {
    const script = path.join(root, 'test/parity/llamacpp-child.mjs');
    const child = fork(script, [ensureLlamaCpp(root)], { serialization: 'advanced' });
    const llamaCpp = new LlamaCpp(child);
    await llamaCpp.answer();
    return llamaCpp;
  }

  /** What llama.cpp computes for a model file and a text. */
  async logits(model: string, tokens: readonly number[]): Promise<Logits> {
    this.child.send({ model, tokens });
    const answer = await this.answer();
    if (typeof answer === 'object' && answer !== null && 'logits' in answer && answer.logits instanceof Float32Array) {
      return { vocabulary: answer.logits.length / tokens.length, values: answer.logits };
    }
    throw new Error(`llama.cpp does not run ${path.basename(model)}: ${JSON.stringify(answer)}`);
  }

  stop(): void {
    this.child.disconnect();
  }

  private answer(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const died = (code: number | null) => reject(new Error(`llama.cpp's process ended with code ${code}`));
      this.child.once('exit', died);
      this.child.once('message', (message) => {
        this.child.off('exit', died);
        resolve(message);
      });
    });
  }
}
