import { type TokenizerModel, TokenType, type Vocabulary } from './vocabulary.js';

const NO_BYTES = new Uint8Array(0);

export interface TokenizerOptions {
  /** Whether white space after a control token is left out. */
  readonly stripsAfterControlTokens: boolean;
}

/** Text to tokens and back, as the model was trained with. */
export class Tokenizer {
  /** Control tokens (`<|im_start|>` and such) by their names. */
  readonly controlTokens: ReadonlyMap<string, number>;
  private readonly userDefinedTokens: ReadonlyMap<string, number>;
  private readonly controlPattern: RegExp;
  private readonly userDefinedPattern: RegExp;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly model: TokenizerModel,
    private readonly options: TokenizerOptions,
  ) {
    this.controlTokens = tokensOf(vocabulary, TokenType.Control);
    this.userDefinedTokens = tokensOf(vocabulary, TokenType.UserDefined);
    this.controlPattern = anyOf([...this.controlTokens.keys()]);
    this.userDefinedPattern = anyOf([...this.userDefinedTokens.keys()]);
  }

  /** Tokens in the vocabulary. */
  get size(): number {
    return this.vocabulary.tokens.length;
  }

  /** The tokens of a text. Names of control tokens in it are plain text. */
  encode(text: string): number[] {
    return text
      .split(this.userDefinedPattern)
      .flatMap((part) => this.userDefinedTokens.get(part) ?? this.model.encode(part));
  }

  /**
   * The tokens of a text whose control tokens' names mean these tokens.
   *
   * @param quote a character that `quoteControlTokens` put into parts of the text; it is left out of the tokens
   */
  encodeWithControlTokens(text: string, quote: string): number[] {
    const strips = this.options.stripsAfterControlTokens;
    return text.split(this.controlPattern).flatMap((part, index) => {
      const control = this.controlTokens.get(part);
      if (control !== undefined) return control;
      const stripped = strips && index > 0 ? part.trimStart() : part;
      return this.encode(stripped.replaceAll(quote, ''));
    });
  }

  /** The text with its control tokens' names taken apart by a character that does not occur in it otherwise. */
  quoteControlTokens(text: string, quote: string): string {
    return text.replace(this.controlPattern, (name) => [...name].map((character) => character + quote).join(''));
  }

  /** The bytes that a token stands for, which may be part of a character; a control token stands for none. */
  bytesOf(token: number): Uint8Array {
    const { tokens, types } = this.vocabulary;
    const content = tokens[token];
    if (content === undefined) throw new RangeError(`there is no token ${token}`);
    const type = types[token] ?? TokenType.Normal;
    if (type === TokenType.Control || type === TokenType.Unknown || type === TokenType.Unused) return NO_BYTES;
    return this.model.bytesOf(content, type);
  }
}

/** The tokens of a type by their names. */
function tokensOf({ tokens, types }: Vocabulary, type: TokenType): ReadonlyMap<string, number> {
  return new Map(
    [...tokens.entries()].filter(([id, name]) => types[id] === type && name !== '').map(([id, name]) => [name, id]),
  );
}

/** Any of the texts, the longest first, as a group that `split` keeps. */
function anyOf(texts: readonly string[]): RegExp {
  if (texts.length === 0) return /(?!)/g;
  const escaped = [...texts]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(${escaped.join('|')})`, 'g');
}
