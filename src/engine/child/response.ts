import type { Attempt, FinishReason } from '../../core/domain.js';
import { RandomStream } from '../../core/random.js';
import { meanOf } from '../../core/statistics.js';
import type { Draw } from './sampler.js';

/** What tells a response where it ends, and its tokens what they say. */
export interface ResponseRules {
  readonly endTokens: ReadonlySet<number>;
  readonly stopStrings: readonly string[];
  readonly maxTokens: number;
  /** The UTF-8 bytes of a token; a character may be spread over several tokens. */
  readonly bytesOf: (token: number) => Uint8Array;
  /** Width D of the representation. */
  readonly width: number;
}

/**
 * A response while it is being written: takes tokens as they are drawn and states as they are computed, and becomes
 * an attempt when it is complete.
 *
 * The end token is not part of the response: neither of its tokens nor of their mean log-probability. Tokens of a
 * stop string are, though the text ends before it. An empty response is described by its end token instead.
 */
export class Response {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private readonly tokens: number[] = [];
  private readonly stateSum: Float64Array;
  /** Of each token that was fed, behind each of the layers that were asked for. */
  private readonly layerStates: Float32Array[][] = [];
  private text = '';
  private readonly logProbabilities: number[] = [];
  private fed = 0;
  private latest = 0;
  private finishReason: FinishReason | undefined;

  /** @param index its place in the pool; @param random the stream that its tokens are drawn from */
  constructor(
    readonly index: number,
    readonly random: RandomStream,
    private readonly rules: ResponseRules,
  ) {
    this.stateSum = new Float64Array(rules.width);
  }

  /** The token that the model is to be fed next. */
  get nextToken(): number {
    return this.latest;
  }

  /** How many of its tokens the model was fed; its keys and values have as many columns. */
  get columns(): number {
    return this.fed;
  }

  /** No token is to be drawn any more. */
  get finished(): boolean {
    return this.finishReason !== undefined;
  }

  /** Finished, and has a representation: a response of one token is fed that token for this alone. */
  get complete(): boolean {
    return this.finished && this.fed > 0;
  }

  /** Takes the next token. */
  take({ token, logProbability }: Draw): void {
    this.latest = token;
    const ends = this.rules.endTokens.has(token);
    if (!ends || this.tokens.length === 0) this.logProbabilities.push(logProbability);
    if (ends) this.finishReason = 'end';
    else this.append(token);
    if (this.finished && this.finishReason !== 'stop') this.text += this.decoder.decode();
  }

  /**
   * Takes the state (the final norm's output, length D) of the token that the model was fed, and those behind the layers
   * that were asked for.
   */
  takeState(state: Float32Array, layerStates: readonly Float32Array[] = []): void {
    for (let i = 0; i < state.length; i++) this.stateSum[i]! += state[i]!;
    // They are views of a whole batch's.
    if (layerStates.length > 0) this.layerStates.push(layerStates.map((each) => each.slice()));
    this.fed++;
  }

  /** The finished attempt; only once it is `complete`. */
  toAttempt(): Attempt {
    if (this.finishReason === undefined || this.fed === 0) throw new Error(`Attempt ${this.index} is not complete.`);
    return {
      index: this.index,
      text: this.text,
      tokens: this.tokens,
      meanLogProbability: meanOf(this.logProbabilities),
      finishReason: this.finishReason,
      representation: Float32Array.from(this.stateSum, (sum) => sum / this.fed),
      ...(this.layerStates.length > 0 && {
        byToken: { logProbabilities: this.logProbabilities, states: this.tokenStates() },
      }),
    };
  }

  /** Of each layer, [fed, D]. */
  private tokenStates(): Float32Array[] {
    const { width } = this.rules;
    return this.layerStates[0]!.map((_, layer) => {
      const states = new Float32Array(this.fed * width);
      for (const [token, ofToken] of this.layerStates.entries()) states.set(ofToken[layer]!, token * width);
      return states;
    });
  }

  private append(token: number): void {
    this.tokens.push(token);
    const before = this.text.length;
    this.text += this.decoder.decode(this.rules.bytesOf(token), { stream: true });
    const stop = this.stopAfter(before);
    if (stop !== undefined) {
      this.text = this.text.slice(0, stop);
      this.finishReason = 'stop';
    } else if (this.tokens.length === this.rules.maxTokens) {
      this.finishReason = 'length';
    }
  }

  /** Where the first stop string begins, given that none is complete within the first `before` characters. */
  private stopAfter(before: number): number | undefined {
    const places = this.rules.stopStrings
      .map((stop) => this.text.indexOf(stop, Math.max(0, before - stop.length + 1)))
      .filter((place) => place >= 0);
    return places.length > 0 ? Math.min(...places) : undefined;
  }
}

/** The empty responses of these indices, in ascending order; each has its own stream of the seed, whichever others there are. */
export function* beginResponses(
  indices: Iterable<number>,
  seed: number,
  rules: ResponseRules,
): Generator<Response, void> {
  const missing = new Set(indices);
  let index = 0;
  for (const random of RandomStream.streams(seed)) {
    if (missing.size === 0) return;
    if (missing.delete(index)) yield new Response(index, random, rules);
    index++;
  }
}
