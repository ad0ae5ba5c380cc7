"""Logits of a llama or qwen2 GGUF file, worked out in NumPy and double precision, independent of ONNX and of our code.

usage: decoder.py MODEL.gguf TOKENS.json OUT.json
  TOKENS.json: the token ids, a list
  OUT.json gets the tokens and 2,000 logits at random places: positions, tokens' ids, values
needs: pip install gguf numpy
"""
import json
import sys

import numpy as np
from gguf import GGUFReader, dequantize

model, tokens_file, out = sys.argv[1:]
reader = GGUFReader(model)
fields = {name: field.contents() for name, field in reader.fields.items()}
tensors = {tensor.name: tensor for tensor in reader.tensors}
arch = fields['general.architecture']


def number(key):
    return fields[f'{arch}.{key}']


def weight(name):
    return dequantize(tensors[name].data, tensors[name].tensor_type).astype(np.float64)


def norm(x, name):
    return x / np.sqrt((x**2).mean(-1, keepdims=True) + number('attention.layer_norm_rms_epsilon')) * weight(name)


def linear(x, name):
    bias = name.replace('.weight', '.bias')
    return x @ weight(name).T + (weight(bias) if bias in tensors else 0)


def rotate(x):
    """x [t, heads, hd]. llama files turn neighbouring dimensions, qwen2 files turn halves."""
    t, _, hd = x.shape
    angles = np.outer(np.arange(t), number('rope.freq_base') ** (-np.arange(0, hd, 2) / hd))
    cos, sin = np.cos(angles)[:, None], np.sin(angles)[:, None]
    first, second = (x[..., 0::2], x[..., 1::2]) if arch == 'llama' else (x[..., : hd // 2], x[..., hd // 2 :])
    a, b = first * cos - second * sin, second * cos + first * sin
    return np.stack([a, b], -1).reshape(x.shape) if arch == 'llama' else np.concatenate([a, b], -1)


ids = np.array(json.load(open(tokens_file)))
heads, kv_heads = number('attention.head_count'), number('attention.head_count_kv')
t = len(ids)
embedding = tensors['token_embd.weight']
x = dequantize(embedding.data[ids], embedding.tensor_type).astype(np.float64)
for layer in range(number('block_count')):
    name = f'blk.{layer}.'
    h = norm(x, name + 'attn_norm.weight')
    q = rotate(linear(h, name + 'attn_q.weight').reshape(t, heads, -1))
    k = rotate(linear(h, name + 'attn_k.weight').reshape(t, kv_heads, -1)).repeat(heads // kv_heads, 1)
    v = linear(h, name + 'attn_v.weight').reshape(t, kv_heads, -1).repeat(heads // kv_heads, 1)
    scores = np.einsum('qhd,khd->hqk', q, k) / np.sqrt(q.shape[-1])
    scores[:, np.triu(np.ones((t, t), bool), 1)] = -np.inf
    p = np.exp(scores - scores.max(-1, keepdims=True))
    attended = np.einsum('hqk,khd->qhd', p / p.sum(-1, keepdims=True), v).reshape(t, -1)
    x = x + linear(attended, name + 'attn_output.weight')
    h = norm(x, name + 'ffn_norm.weight')
    gate = linear(h, name + 'ffn_gate.weight')
    x = x + linear(gate / (1 + np.exp(-gate)) * linear(h, name + 'ffn_up.weight'), name + 'ffn_down.weight')
x = norm(x, 'output_norm.weight')
head = tensors.get('output.weight', embedding)
vocabulary = int(head.shape[1])
logits = np.empty((t, vocabulary))
for start in range(0, vocabulary, 8192):  # a large vocabulary would not fit in memory as doubles
    rows = slice(start, min(start + 8192, vocabulary))
    logits[:, rows] = x @ dequantize(head.data[rows], head.tensor_type).astype(np.float64).T

random = np.random.default_rng(1)
positions, chosen = random.integers(0, t, 2000), random.integers(0, vocabulary, 2000)
chosen[:t], positions[:t] = logits.argmax(1), np.arange(t)  # the most probable ones, too
json.dump(
    {
        'tokens': ids.tolist(),
        'positions': positions.tolist(),
        'ids': chosen.tolist(),
        'logits': np.round(logits[positions, chosen], 5).tolist(),
    },
    open(out, 'w'),
    separators=(',', ':'),
)
