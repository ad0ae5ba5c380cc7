import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { copyGraph } from '../../model/graph/copy.js';
import type { Provider } from '../../protocol/engine.js';

export const PROBABILITIES = 'probabilities';

type Values = InferenceSession.OnnxValueMapType;

/** A step that was computed: its session, and what went in and came out. */
export interface ComputedStep {
  readonly session: InferenceSession;
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly results: Values;
  readonly rows: number;
}

/** How the probabilities of the whole vocabulary are got, which are seldom needed and many. */
export interface Probabilities {
  /** Whether they are to be among the outputs of a step of so many rows. */
  isWanted(rows: number): boolean;
  /** Gives those of a step, in a tensor of [rows, 1, V] in JavaScript's memory; of several rows only until the next. */
  of(step: ComputedStep): Promise<() => Promise<Values>>;
  close(): Promise<void>;
}

/**
 * On the CPU every output is copied, so a step is computed once more for them where they are needed; where that has become
 * usual, they are asked for at once. One row's are soon copied, and those of a prompt are needed long after its step.
 */
export class ProbabilitiesOnCpu implements Probabilities {
  /** How often they were needed lately. Copying them takes a twentieth of a step, to compute them again a whole one. */
  private share = 0;
  private needed = false;

  isWanted(rows: number): boolean {
    return rows === 1 || this.share > 0.1;
  }

  async of({ session, feeds, results, rows }: ComputedStep): Promise<() => Promise<Values>> {
    this.share += 0.05 * (Number(this.needed) - this.share);
    this.needed = false;
    if (results[PROBABILITIES]) {
      return async () => {
        this.needed ||= rows > 1;
        return results;
      };
    }
    return () => {
      this.needed = true;
      return session.run(feeds, [PROBABILITIES]);
    };
  }

  async close(): Promise<void> {}
}

/**
 * On a GPU all outputs must be asked for, but they need not leave its memory. JavaScript cannot read that; a graph that
 * copies can.
 */
export class ProbabilitiesOnGpu implements Probabilities {
  private kept: Tensor | undefined;

  private constructor(private readonly copy: InferenceSession) {}

  static async open(vocabulary: number, provider: Provider): Promise<ProbabilitiesOnGpu> {
    const options = { executionProviders: [provider], logSeverityLevel: 3 } as const;
    return new ProbabilitiesOnGpu(await InferenceSession.create(copyGraph(PROBABILITIES, vocabulary), options));
  }

  isWanted(): boolean {
    return true;
  }

  async of({ results, rows }: ComputedStep): Promise<() => Promise<Values>> {
    this.kept?.dispose();
    const given = results[PROBABILITIES];
    if (!given) throw new Error(`The model's graph gave no ${PROBABILITIES}.`);
    this.kept = given as Tensor;
    const read = () => this.copy.run({ original: given });
    if (rows > 1) return read;
    const copied = await read();
    return async () => copied;
  }

  async close(): Promise<void> {
    this.kept?.dispose();
    await this.copy.release();
  }
}
