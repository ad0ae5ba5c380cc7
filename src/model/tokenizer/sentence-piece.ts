import { PairQueue } from './pair-queue.js';
import { type TokenizerModel, TokenType, type Vocabulary } from './vocabulary.js';

/** What SentencePiece writes for a space. */
const SPACE = '▁';

/** The tokens for the 256 bytes; undefined where the vocabulary lacks one. */
export function byteTokensOf({ tokens, types }: Vocabulary): readonly number[] | undefined {
  const byName = new Map(
    [...tokens.entries()].filter(([id]) => types[id] === TokenType.Byte).map(([id, name]) => [name, id]),
  );
  const found = Array.from({ length: 256 }, (_, byte) =>
    byName.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
  ).filter((id) => id !== undefined);
  return found.length === 256 ? found : undefined;
}

/**
 * SentencePiece's BPE (Kudo and Richardson 2018, arXiv 1808.06226), as Llama 2, Mistral, Phi-3 and Gemma have it: of all
 * neighbours whose joined text is a token, those that make the token with the highest score are joined first, the
 * leftmost of equals. What no token covers is written in bytes.
 */
export class SentencePiece implements TokenizerModel {
  /** Tokens that a text can become; control and byte tokens are not among them, so that none is made unawares. */
  private readonly pieces = new Map<string, number>();
  private readonly longest: number;

  /**
   * @param scores one a token
   * @param byteTokens one a byte
   * @param addsSpace whether a space is put before every text
   */
  constructor(
    { tokens, types }: Vocabulary,
    private readonly scores: readonly number[],
    private readonly byteTokens: readonly number[],
    private readonly addsSpace: boolean,
  ) {
    let longest = 0;
    for (const [id, token] of tokens.entries()) {
      const type = types[id];
      if (type !== TokenType.Normal && type !== TokenType.UserDefined) continue;
      this.pieces.set(token, id);
      longest = Math.max(longest, token.length);
    }
    this.longest = longest;
  }

  encode(text: string): number[] {
    if (text === '') return [];
    const escaped = (this.addsSpace ? ` ${text}` : text).replaceAll(' ', SPACE);
    return this.join(escaped).flatMap((piece) => this.pieces.get(piece) ?? this.inBytes(piece));
  }

  bytesOf(content: string, type: number): Uint8Array {
    if (type === TokenType.Byte) return Uint8Array.of(Number.parseInt(content.slice('<0x'.length, -1), 16));
    return new TextEncoder().encode(content.replaceAll(SPACE, ' '));
  }

  /** The text cut into tokens' texts, and single characters that are none. */
  private join(text: string): string[] {
    const symbols = [...text]; // one that was joined to its left neighbour becomes empty
    const left = symbols.map((_, index) => index - 1);
    const right = symbols.map((_, index) => index + 1);
    const queue = new PairQueue();
    const consider = (first: number, second: number) => {
      const [a, b] = [symbols[first], symbols[second]];
      if (a === undefined || b === undefined || a.length + b.length > this.longest) return;
      const token = this.pieces.get(a + b);
      if (token === undefined) return;
      queue.push({ first, second, score: this.scores[token] ?? 0, length: a.length + b.length });
    };

    for (let index = 1; index < symbols.length; index++) consider(index - 1, index);
    for (let pair = queue.pop(); pair !== undefined; pair = queue.pop()) {
      const { first, second, length } = pair;
      const [a = '', b = ''] = [symbols[first], symbols[second]];
      if (a === '' || b === '' || a.length + b.length !== length) continue; // one of them was joined meanwhile
      const [before = -1, after = symbols.length] = [left[first], right[second]];
      symbols[first] = a + b;
      symbols[second] = '';
      right[first] = after;
      if (after < symbols.length) left[after] = first;
      consider(before, first);
      consider(first, after);
    }
    return symbols.filter((symbol) => symbol !== '');
  }

  private inBytes(text: string): number[] {
    return Array.from(new TextEncoder().encode(text), (byte) => this.byteTokens[byte] ?? Number.NaN);
  }
}
