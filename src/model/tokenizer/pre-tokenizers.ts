/** How text is cut into words before BPE. */
export interface PreTokenization {
  /** Whether combining characters are composed first (NFC). */
  readonly composes: boolean;
  /** Regular expressions as tokenizer.json writes them: what one matches, and what lies between, the next one cuts. */
  readonly splits: readonly string[];
  /** Whether a word that is a token is taken as it is, though no joining of pairs leads to it. */
  readonly ignoresMerges: boolean;
  /** Whether the beginning-of-text token is put before every text where the file does not say. */
  readonly addsBeginning: boolean;
}

const WORDS_OF_GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

const CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";

/** GPT-4's words, with one or up to three digits in a number. */
const wordsOfGpt4 = (digits: '\\p{N}' | '\\p{N}{1,3}') =>
  `${CONTRACTION}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;

/** GPT-4o's words: capitals, then small letters; letters without case are both. */
const wordsOfGpt4o = (digits: '\\p{N}' | '\\p{N}{1,3}', contraction: string) => {
  const upper = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]';
  const lower = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]';
  return `[^\\r\\n\\p{L}\\p{N}]?${upper}*${lower}+${contraction}|[^\\r\\n\\p{L}\\p{N}]?${upper}+${lower}*${contraction}|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
};

const GPT2 = plain(WORDS_OF_GPT2);
const SINGLE_DIGITS = plain('\\p{N}', WORDS_OF_GPT2);
const QWEN2 = plain(wordsOfGpt4('\\p{N}'));
const GPT4 = plain(wordsOfGpt4('\\p{N}{1,3}'));
const LLAMA3: PreTokenization = { ...GPT4, ignoresMerges: true, addsBeginning: true };
const TEKKEN: PreTokenization = { ...plain(wordsOfGpt4o('\\p{N}', '')), ignoresMerges: true, addsBeginning: true };

/** DeepSeek's characters of Chinese and Korean. */
const CJK = '[一-龥ࠀ-一가-퟿]+';

/**
 * By `tokenizer.ggml.pre`: those of models with the architectures that run here. The regular expressions are those of
 * the models' tokenizer.json, which src/llama-vocab.cpp of llama.cpp quotes or adapts.
 */
export const preTokenizations: ReadonlyMap<string, PreTokenization> = new Map([
  // Files made before pre-tokenizers had names.
  ['default', plain('[\\p{P}\\$\\+<=>\\^~\\|]+', WORDS_OF_GPT2, '\\p{N}+', '[0-9][0-9][0-9]')],
  ['gpt-2', GPT2],
  ['mellum', GPT2],
  ['a.x-4.0', GPT2],
  ['trillion', GPT2],
  ['smollm', SINGLE_DIGITS],
  ['starcoder', SINGLE_DIGITS],
  ['refact', SINGLE_DIGITS],
  ['minerva-7b', SINGLE_DIGITS],
  ['qwen2', { ...QWEN2, composes: true }],
  ['deepseek-r1-qwen', QWEN2],
  ['megrez', QWEN2],
  ['kormo', QWEN2],
  ['llama-bpe', LLAMA3],
  ['llama3', LLAMA3],
  ['llama-v3', LLAMA3],
  ['falcon3', LLAMA3],
  ['pixtral', LLAMA3],
  ['midm-2.0', LLAMA3],
  ['smaug-bpe', GPT4],
  ['dbrx', GPT4],
  ['gpt-4o', plain(wordsOfGpt4o('\\p{N}{1,3}', `${CONTRACTION}?`))],
  ['tekken', TEKKEN],
  [
    'seed-coder',
    plain(
      `${CONTRACTION}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}\\r\\n]+|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`,
    ),
  ],
  ['deepseek-coder', plain('[\\r\\n]', '\\s?\\p{L}+', '\\s?\\p{P}+', CJK, '\\p{N}')],
  [
    'deepseek-llm',
    plain(
      '[\\r\\n]',
      '\\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-ώᾀ-ᾴᾶ-ᾼιῂ-ῄῆ-ῌῐ-ΐῖ-Ίῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤΩℨK-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃]+',
      '\\s?[!-/:-~！-／：-～‘-‟　-。]+',
      '\\s+$',
      CJK,
      '\\p{N}+',
    ),
  ],
]);

function plain(...splits: string[]): PreTokenization {
  return { composes: false, splits, ignoresMerges: false, addsBeginning: false };
}
