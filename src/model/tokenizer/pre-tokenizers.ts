/** How text is cut into words before BPE, in the form of Hugging Face's tokenizer.json. */
export interface PreTokenization {
  readonly normalizer: object | null;
  readonly pre_tokenizer: object;
}

/** As in Qwen 2's tokenizer.json. */
const QWEN2_WORDS =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

const byteLevel = (useRegex: boolean) => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: useRegex,
});

/** By `tokenizer.ggml.pre`. */
export const preTokenizations: ReadonlyMap<string, PreTokenization> = new Map([
  [
    'smollm',
    {
      normalizer: null,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [{ type: 'Digits', individual_digits: true }, byteLevel(true)],
      },
    },
  ],
  [
    'qwen2',
    {
      normalizer: { type: 'NFC' },
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: QWEN2_WORDS }, behavior: 'Isolated', invert: false },
          byteLevel(false),
        ],
      },
    },
  ],
]);
