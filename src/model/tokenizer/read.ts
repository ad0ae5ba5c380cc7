import { UnsupportedTokenizerError } from '../errors.js';
import type { GgufFile } from '../gguf/file.js';
import { preTokenizations } from './pre-tokenizers.js';
import { Tokenizer } from './tokenizer.js';

/**
 * The tokenizer that a model file describes.
 *
 * @throws UnsupportedTokenizerError, DamagedModelError
 */
export function readTokenizer(file: GgufFile): Tokenizer {
  const supported = [...preTokenizations.keys()].map((name) => `gpt2 with ${name}`);
  const model = file.required('tokenizer.ggml.model', file.string);
  const pre = file.string('tokenizer.ggml.pre') ?? 'default';
  const preTokenization = preTokenizations.get(pre);
  if (model !== 'gpt2' || !preTokenization) {
    throw new UnsupportedTokenizerError(file.path, `${model} with ${pre}`, supported);
  }
  return new Tokenizer({
    tokens: file.required('tokenizer.ggml.tokens', file.strings),
    types: file.required('tokenizer.ggml.token_type', file.numbers),
    merges: file.required('tokenizer.ggml.merges', file.strings),
    preTokenization,
  });
}

/** Names of control tokens that end an answer in the chat formats we know, whatever the file says of its end token. */
const END_NAMES = ['<|im_end|>', '<|endoftext|>'];

/** The tokens that end an answer: what the file names, and what chat formats use. */
export function endTokensOf(file: GgufFile, tokenizer: Tokenizer): readonly number[] {
  const named = ['tokenizer.ggml.eos_token_id', 'tokenizer.ggml.eot_token_id'].map((key) => file.number(key));
  const known = END_NAMES.map((name) => tokenizer.controlTokens.get(name));
  return [...new Set([...named, ...known].filter((token) => token !== undefined))];
}
