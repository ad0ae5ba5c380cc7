import * as l10n from '@vscode/l10n';
import { UnsupportedTokenizerError } from '../errors.js';
import type { GgufFile } from '../gguf/file.js';
import { ByteLevelBpe } from './byte-level-bpe.js';
import { type PreTokenization, preTokenizations } from './pre-tokenizers.js';
import { byteTokensOf, SentencePiece } from './sentence-piece.js';
import { Tokenizer } from './tokenizer.js';
import type { TokenizerModel, Vocabulary } from './vocabulary.js';

/**
 * The tokenizer that a model file describes.
 *
 * @throws UnsupportedTokenizerError, DamagedModelError
 */
export function readTokenizer(file: GgufFile): Tokenizer {
  const kind = kindOf(file);
  const vocabulary: Vocabulary = {
    tokens: file.required('tokenizer.ggml.tokens', file.strings),
    types: file.required('tokenizer.ggml.token_type', file.numbers),
  };
  // Phi-3's tokenizer.json says so (`rstrip`), for which GGUF has no key.
  const stripsAfterControlTokens = kind === 'sentence-piece' && file.string('general.architecture') === 'phi3';
  return new Tokenizer(vocabulary, readModel(file, kind, vocabulary), { stripsAfterControlTokens });
}

/** The token that every text begins with, where the model was trained so. */
export function beginningOf(file: GgufFile): number | undefined {
  const kind = kindOf(file);
  const usual = kind === 'sentence-piece' || kind.addsBeginning;
  const adds = file.boolean('tokenizer.ggml.add_bos_token') ?? usual;
  return adds ? file.number('tokenizer.ggml.bos_token_id') : undefined;
}

/**
 * Names of control tokens that end an answer or a text, whatever the file says of its end tokens: the `special_eog_ids`
 * of llama.cpp's src/llama-vocab.cpp, as far as they belong to architectures that run here.
 */
const END_NAMES = [
  '</s>',
  '<eos>',
  '<EOT>',
  '<|EOT|>',
  '<|end|>',
  '<|im_end|>',
  '<|eot_id|>',
  '<|eom_id|>',
  '<|endoftext|>',
  '<|end_of_text|>',
  '<end_of_turn>',
  '<｜end▁of▁sentence｜>',
  // Beyond the end of a file, a code model begins the next one.
  '<|fim_pad|>',
  '<fim_pad>',
  '<|repo_name|>',
  '<reponame>',
  '<|file_sep|>',
];

/** The tokens that end an answer: what the file names, and what chat formats use. */
export function endTokensOf(file: GgufFile, tokenizer: Tokenizer): readonly number[] {
  const named = ['eos', 'eot', 'eom'].map((name) => file.number(`tokenizer.ggml.${name}_token_id`));
  const known = END_NAMES.map((name) => tokenizer.controlTokens.get(name));
  return [...new Set([...named, ...known].filter((token) => token !== undefined))];
}

/** SentencePiece, or byte-level BPE with its way to cut words. */
type Kind = 'sentence-piece' | PreTokenization;

function kindOf(file: GgufFile): Kind {
  const model = file.required('tokenizer.ggml.model', file.string);
  if (model === 'llama') return 'sentence-piece';
  const pre = file.string('tokenizer.ggml.pre') ?? 'default';
  const preTokenization = preTokenizations.get(pre);
  if (model === 'gpt2' && preTokenization) return preTokenization;
  throw unsupported(file, l10n.t('{0} with {1}', model, pre));
}

function readModel(file: GgufFile, kind: Kind, vocabulary: Vocabulary): TokenizerModel {
  if (kind !== 'sentence-piece') {
    return new ByteLevelBpe(vocabulary, file.required('tokenizer.ggml.merges', file.strings), kind);
  }
  const byteTokens = byteTokensOf(vocabulary);
  if (!byteTokens) throw unsupported(file, l10n.t('llama without tokens for bytes'));
  const scores = file.required('tokenizer.ggml.scores', file.numbers);
  const addsSpace = file.boolean('tokenizer.ggml.add_space_prefix') ?? true;
  return new SentencePiece(vocabulary, scores, byteTokens, addsSpace);
}

function unsupported(file: GgufFile, found: string): UnsupportedTokenizerError {
  const names = [...preTokenizations.keys()].map((name) => l10n.t('{0} with {1}', 'gpt2', name));
  return new UnsupportedTokenizerError(file.path, found, ['llama', ...names]);
}
