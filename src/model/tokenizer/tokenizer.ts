import { Tokenizer as Bpe } from '@huggingface/tokenizers';
import { bytesOfByteLevel } from './byte-level.js';
import type { PreTokenization } from './pre-tokenizers.js';

/** Kinds of token, as `tokenizer.ggml.token_type` numbers them (`enum llama_token_type` in llama.h). */
enum TokenType {
  Control = 3,
  UserDefined = 4,
  Unused = 5,
}

/** What a model file says of its tokens; types by `TokenType`, normal ones have others. */
export interface Vocabulary {
  readonly tokens: readonly string[];
  readonly types: readonly number[];
  /** Pairs that BPE joins, the first ones first. */
  readonly merges: readonly string[];
  readonly preTokenization: PreTokenization;
}

const NO_BYTES = new Uint8Array(0);

/** Text to tokens and back, byte-level BPE as the model was trained with. */
export class Tokenizer {
  /** Control tokens (`<|im_start|>` and such) by their names. */
  readonly controlTokens: ReadonlyMap<string, number>;
  private readonly bpe: Bpe;
  private readonly controlPattern: RegExp;

  constructor(private readonly vocabulary: Vocabulary) {
    const { tokens, types, merges, preTokenization } = vocabulary;
    const userDefined: object[] = [];
    const controlTokens = new Map<string, number>();
    for (const [id, content] of tokens.entries()) {
      if (types[id] === TokenType.Control) controlTokens.set(content, id);
      else if (types[id] === TokenType.UserDefined)
        userDefined.push({ id, content, normalized: false, special: false });
    }
    this.controlTokens = controlTokens;
    this.controlPattern = anyOf([...controlTokens.keys()]);
    const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
    this.bpe = new Bpe(
      {
        ...preTokenization,
        added_tokens: userDefined, // and no control token, so that no text becomes one unawares
        post_processor: null,
        decoder: null,
        model: { type: 'BPE', vocab, merges },
      },
      {},
    );
  }

  /** Tokens in the vocabulary. */
  get size(): number {
    return this.vocabulary.tokens.length;
  }

  /** The tokens of a text. Names of control tokens in it are plain text. */
  encode(text: string): number[] {
    return text === '' ? [] : this.bpe.encode(text, { add_special_tokens: false }).ids;
  }

  /**
   * The tokens of a text whose control tokens' names mean these tokens.
   *
   * @param quote a character that `quoteControlTokens` put into parts of the text; it is left out of the tokens
   */
  encodeWithControlTokens(text: string, quote: string): number[] {
    const tokens: number[] = [];
    for (const part of text.split(this.controlPattern)) {
      const control = this.controlTokens.get(part);
      if (control !== undefined) tokens.push(control);
      else tokens.push(...this.encode(part.replaceAll(quote, '')));
    }
    return tokens;
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
    const type = types[token];
    if (type === TokenType.Control || type === TokenType.Unused) return NO_BYTES;
    const bytes = type === TokenType.UserDefined ? undefined : bytesOfByteLevel(content);
    return bytes ?? new TextEncoder().encode(content);
  }
}

/** Any of the texts, the longest first, as a group that `split` keeps. */
function anyOf(texts: readonly string[]): RegExp {
  if (texts.length === 0) return /(?!)/g;
  const escaped = [...texts]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(${escaped.join('|')})`, 'g');
}
