"""Small vocabularies, and llama.cpp's token ids with them, for every pre-tokenizer that we read and for SentencePiece.

usage: vocabularies.py PHI3.gguf > test/unit/model/fixtures/vocabularies.json
  PHI3.gguf: vendor/llama.cpp/models/ggml-vocab-phi-3.gguf in the source archive of llama-cpp-python on PyPI (Phi-3's and
  so Llama 2's vocabulary, MIT licence)
needs: pip install gguf llama-cpp-python

The archive's other ggml-vocab-*.gguf, with `tokenizer.ggml.pre` replaced by `kv_overrides`, are what whole vocabularies
were compared on by hand. Where llama.cpp adapts a regular expression (combining marks, white space beyond ASCII), Hugging
Face's tokenizers package given the model's own is the judge; such characters are not in the texts here.
"""
import json
import sys
import tempfile
from collections import Counter

from gguf import GGUFReader, GGUFWriter, TokenType
from llama_cpp import Llama

texts = [
    'def add(a, b):\n    return a + b  # sum\n\n\n\tx = "a"\r\n\r\n  ',
    "don't I'LL HTTPServer camelCase ALLCAPS's x.y();\n//// /* a/b/\n */ ---\n\n}; z;\n;\n",
    '1 12 123 1234 1234567 3.14 0x1F 2a 1qqq 1zzz 1uuu',
    "Schöne Grüße, naïve café — 世界你好，한국 мир ½ Ⅷ ２３ 'é's 😀👍🏽",
    '   leading, trailing   \n \n  and a private hello  ',
    'the end <|im_end|> <s></s><|end|> <x-tool> of <x-tool>\n <0x0A> ▁Ġ',
    '\u0000\u007f \u00a0 \u200b\ufeff\ttab',
]
# By what llama.cpp makes of them; the names in one row mean the same.
pre_tokenizers = [
    ['default'],
    ['gpt-2', 'mellum', 'a.x-4.0', 'trillion'],
    ['smollm', 'starcoder', 'refact', 'minerva-7b'],
    ['qwen2', 'deepseek-r1-qwen', 'megrez', 'kormo'],
    ['llama-bpe', 'llama3', 'llama-v3', 'falcon3', 'pixtral', 'midm-2.0'],
    ['smaug-bpe', 'dbrx'],
    ['gpt-4o'],
    ['tekken'],
    ['seed-coder'],
    ['deepseek-coder'],
    ['deepseek-llm'],
]


def ids(write, overrides):
    """llama.cpp's ids of the texts with the vocabulary that `write` puts into a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = f'{folder}/vocabulary.gguf'
        writer = GGUFWriter(file, 'llama')
        write(writer)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        model = Llama(file, vocab_only=True, verbose=False, kv_overrides=overrides)
        return [model.tokenize(text.encode(), add_bos=False, special=False) for text in texts]


def characters_of_bytes():
    """GPT-2's `bytes_to_unicode`, by byte."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = iter(range(0x100, 0x200))
    return [chr(byte if byte in printable else next(others)) for byte in range(256)]


def byte_level():
    """A vocabulary trained on the texts as they are, uncut: its joins go over every place where words may be cut."""
    alphabet = characters_of_bytes()
    words = [[alphabet[byte] for byte in text.encode()] for text in texts]
    merges = {}
    while True:
        pairs = Counter(pair for word in words for pair in zip(word, word[1:]) if len(''.join(pair)) <= 6)
        if not pairs:
            break
        pair = max(pairs, key=lambda pair: ('Ġ' not in ''.join(pair), pairs[pair]))  # spaces last, or they take all
        merges[pair] = ''.join(pair)
        for word in words:
            for at in range(len(word) - 2, -1, -1):
                if tuple(word[at : at + 2]) == pair:
                    word[at : at + 2] = [merges[pair]]
    # The last but one is a word that no joins lead to.
    tokens = ['<|im_start|>', '<|im_end|>', *alphabet, *dict.fromkeys(merges.values()), 'Ġprivate', '<x-tool>']
    types = [TokenType.NORMAL] * len(tokens)
    types[0] = types[1] = TokenType.CONTROL
    types[-1] = TokenType.USER_DEFINED
    merges = [' '.join(pair) for pair in merges]

    def write(writer):
        writer.add_tokenizer_model('gpt2')
        writer.add_token_list(tokens)
        writer.add_token_types(types)
        writer.add_token_merges(merges)
        writer.add_bos_token_id(0)
        writer.add_eos_token_id(1)

    expected = [
        {'pre': names, 'ids': ids(write, {'tokenizer.ggml.pre': names[0]})} for names in pre_tokenizers
    ]
    return {'tokens': tokens, 'types': types, 'merges': merges, 'expected': expected}


def sentence_piece():
    fields = {key: field.contents() for key, field in GGUFReader(sys.argv[1]).fields.items()}
    escaped = [(' ' + text).replace(' ', '▁') for text in texts]
    rows = zip(fields['tokenizer.ggml.tokens'], fields['tokenizer.ggml.scores'], fields['tokenizer.ggml.token_type'])
    kept = [('<s>', 0, TokenType.CONTROL), ('</s>', 0, TokenType.CONTROL), ('<|end|>', 0, TokenType.CONTROL)]
    for token, score, kind in rows:
        # Every token that could become part of a text, so that the ids mean what they mean in the whole vocabulary.
        if kind == TokenType.BYTE or kind == TokenType.NORMAL and any(token in text for text in escaped):
            kept.append((token, score, kind))
    kept.append(('<x-tool>', 0, TokenType.USER_DEFINED))
    tokens, types = [token for token, _, _ in kept], [kind for _, _, kind in kept]
    scores = [score - 0.5 for _, score, _ in kept]  # no whole number, so that any writer writes floats

    def write(writer):
        writer.add_tokenizer_model('llama')
        writer.add_token_list(tokens)
        writer.add_token_types(types)
        writer.add_token_scores(scores)
        writer.add_bos_token_id(0)
        writer.add_eos_token_id(1)

    expected = [
        {'addsSpace': adds, 'ids': ids(write, {'tokenizer.ggml.add_space_prefix': adds})} for adds in [True, False]
    ]
    return {'tokens': tokens, 'types': types, 'scores': scores, 'expected': expected}


print(json.dumps({'texts': texts, 'byteLevel': byte_level(), 'sentencePiece': sentence_piece()}, ensure_ascii=False))
