import { Tokenizer as Bpe } from '@huggingface/tokenizers';
import { bytesOfByteLevel } from './byte-level.js';
import type { PreTokenization } from './pre-tokenizers.js';
import { type TokenizerModel, TokenType, type Vocabulary } from './vocabulary.js';

/** Byte-level BPE, as GPT-2 and most models after it have it. */
export class ByteLevelBpe implements TokenizerModel {
  private bpe: Bpe | undefined;

  /** @param merges pairs that are joined, separated by a space, the first ones first */
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly merges: readonly string[],
    private readonly preTokenization: PreTokenization,
  ) {}

  encode(text: string): number[] {
    if (text === '') return [];
    this.bpe ??= this.makeBpe(); // takes long for a large vocabulary, and of many models only the description is wanted
    return this.bpe.encode(text, { add_special_tokens: false }).ids;
  }

  private makeBpe(): Bpe {
    const { tokens, types } = this.vocabulary;
    const { composes, splits, ignoresMerges } = this.preTokenization;
    const entries = tokens
      .map((token, id): [string, number] => [token, id])
      .filter(([, id]) => types[id] !== TokenType.Control); // so that no text becomes one unawares
    return new Bpe(
      {
        normalizer: composes ? { type: 'NFC' } : null,
        pre_tokenizer: { type: 'Sequence', pretokenizers: [...splits.map(isolating), BYTES] },
        added_tokens: [],
        post_processor: null,
        decoder: null,
        model: {
          type: 'BPE',
          vocab: Object.fromEntries(entries),
          merges: this.merges,
          ignore_merges: ignoresMerges,
        },
      },
      {},
    );
  }

  bytesOf(content: string, type: number): Uint8Array {
    const bytes = type === TokenType.UserDefined ? undefined : bytesOfByteLevel(content);
    return bytes ?? new TextEncoder().encode(content);
  }
}

/** Writes bytes as characters, after the regular expressions have cut the text. */
const BYTES = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };

const isolating = (pattern: string) => ({
  type: 'Split',
  pattern: { Regex: pattern },
  behavior: 'Isolated',
  invert: false,
});
