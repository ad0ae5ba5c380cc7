"""Derivatives of a group's log-probabilities by a low-rank adapter, by PyTorch's autograd and transformers' models.

usage: gradients.py NAME=MODEL.gguf … > test/engine/fixtures/gradients.json
  The models are those of test/parity/random-models.ts with F32 weights, written by random-models.mjs, and the embedded one.
needs: pip install torch transformers gguf numpy

Attempts, coefficients and the adapter's numbers follow from sines, the same in the test. Of each derivative there are its
length and some of its numbers, for there are a million.
"""
import json
import math
import sys

import numpy as np
import torch
from gguf import GGUFReader
from transformers import AutoConfig, AutoModelForCausalLM

RANK = 2
KEPT = 24
MODULES = ['query', 'key', 'value', 'output', 'gate', 'up', 'down']
NAMES = {
    'query': 'self_attn.q_proj',
    'key': 'self_attn.k_proj',
    'value': 'self_attn.v_proj',
    'output': 'self_attn.o_proj',
    'gate': 'mlp.gate_proj',
    'up': 'mlp.up_proj',
    'down': 'mlp.down_proj',
}
# Those that are rows of one matrix.
FUSED = {'query': 'self_attn.qkv_proj', 'key': 'self_attn.qkv_proj', 'value': 'self_attn.qkv_proj', 'gate': 'mlp.gate_up_proj', 'up': 'mlp.gate_up_proj'}


def sines(count, phase, size):
    return torch.tensor(size * np.sin(phase + 0.7 * np.arange(count)), dtype=torch.float32)


def tokens(count, phase, vocabulary):
    return [int(abs(math.sin(phase + i)) * (vocabulary - 1)) for i in range(count)]


def group(vocabulary):
    return tokens(9, 1, vocabulary), [tokens(7, 20, vocabulary), tokens(1, 40, vocabulary), tokens(4, 60, vocabulary)]


class Adapted(torch.nn.Module):
    """A linear module with adapters of all modules that are rows of it."""

    def __init__(self, linear):
        super().__init__()
        self.linear = linear
        self.parts = []

    def forward(self, x):
        y = self.linear(x)
        rows = [torch.zeros(*y.shape[:-1], start) if start else None for start, _, _ in self.parts]
        for (start, a, b), before in zip(self.parts, rows):
            own = x @ a.T @ b.T
            after = torch.zeros(*y.shape[:-1], y.shape[-1] - start - own.shape[-1])
            y = y + torch.cat([part for part in (before, own, after) if part is not None], -1)
        return y


def adapt(model, sizes):
    """@param sizes rows of each module"""
    adapter = []
    for layer_index, layer in enumerate(model.model.layers):
        own, start = {}, {}
        for index, module in enumerate(MODULES):
            name = NAMES[module]
            if module in FUSED and not hasattr(layer.get_submodule(name.split('.')[0]), name.split('.')[1]):
                name = FUSED[module]
            parent = layer.get_submodule(name.split('.')[0])
            linear = getattr(parent, name.split('.')[1])
            if not isinstance(linear, Adapted):
                linear = Adapted(linear)
                setattr(parent, name.split('.')[1], linear)
            rows, columns = sizes[module], linear.linear.in_features
            phase = 3 * layer_index + index
            a = sines(RANK * columns, phase, 0.1).reshape(RANK, columns).requires_grad_()
            b = sines(rows * RANK, phase + 0.5, 0.1).reshape(rows, RANK).requires_grad_()
            linear.parts.append((start.get(name, 0), a, b))
            start[name] = start.get(name, 0) + rows
            own[module] = (a, b)
        adapter.append(own)
    return adapter


def summary(gradient):
    values = gradient.flatten()
    places = [(place * 7919) % len(values) for place in range(KEPT)]
    return {'length': float(values.norm()), 'values': [float(f'{values[place]:.6g}') for place in places]}


def complete(config, reader):
    """What transformers does not read of a GGUF file."""
    fields = {name.split('.', 1)[1]: field.contents() for name, field in reader.fields.items() if '.' in name}
    tensors = {tensor.name: tensor.data.tolist() for tensor in reader.tensors if tensor.n_elements < 1000}
    config.pad_token_id = None
    config.attention_bias = config.model_type == 'llama' and 'blk.0.attn_q.bias' in tensors
    if config.model_type.startswith('gemma'):
        config.query_pre_attn_scalar = fields['attention.key_length']
    if config.model_type == 'gemma2':
        config.attn_logit_softcapping = fields['attn_logit_softcapping']
        config.final_logit_softcapping = fields['final_logit_softcapping']
    scaling = fields.get('rope.scaling.type')
    if config.model_type.startswith('gemma3'):
        pattern = fields['attention.sliding_window_pattern']
        kinds = ['sliding_attention'] * (pattern - 1) + ['full_attention']
        config.layer_types = [kinds[layer % pattern] for layer in range(config.num_hidden_layers)]
        config.rope_parameters['full_attention'] |= {'rope_type': 'linear', 'factor': fields['rope.scaling.factor']}
    elif scaling == 'linear':
        config.rope_parameters |= {'rope_type': 'linear', 'factor': fields['rope.scaling.factor']}
    elif scaling == 'longrope':
        original = fields['rope.scaling.original_context_length']
        config.original_max_position_embeddings = original
        config.rope_parameters |= {
            'rope_type': 'longrope',
            'partial_rotary_factor': fields['rope.dimension_count'] / fields['attention.key_length'],
            'short_factor': tensors['rope_factors_short.weight'],
            'long_factor': tensors['rope_factors_long.weight'],
            'original_max_position_embeddings': original,
            'attention_factor': fields['rope.scaling.attn_factor'],
        }


def derivatives(path):
    folder, _, file = path.rpartition('/')
    config = AutoConfig.from_pretrained(folder, gguf_file=file)
    reader = GGUFReader(path)
    complete(config, reader)
    model = AutoModelForCausalLM.from_pretrained(
        folder, gguf_file=file, config=config, dtype=torch.float32, attn_implementation='eager'
    )
    model.requires_grad_(False)
    for name, parameter in model.named_parameters():
        if name.endswith('o_proj.bias'):  # a Llama has all four or none
            parameter.zero_()
    tensors = {tensor.name: torch.tensor(tensor.data) for tensor in reader.tensors}
    if 'rope_freqs.weight' in tensors:
        model.model.rotary_emb.inv_freq /= tensors['rope_freqs.weight']
    head = getattr(config, 'head_dim', None) or config.hidden_size // config.num_attention_heads
    query, key = config.num_attention_heads * head, config.num_key_value_heads * head
    sizes = dict(zip(MODULES, [query, key, key, config.hidden_size, config.intermediate_size, config.intermediate_size, config.hidden_size]))
    adapter = adapt(model, sizes)
    prompt, attempts = group(config.vocab_size)
    loss = 0
    found = []
    for index, attempt in enumerate(attempts):
        logits = model(torch.tensor([prompt + attempt])).logits[0]
        chosen = torch.log_softmax(logits, -1)[len(prompt) - 1 : -1].gather(1, torch.tensor(attempt)[:, None])[:, 0]
        loss = loss + (sines(len(attempt), 5 + index, 1) * chosen).sum()
        found.append([float(f'{value:.6g}') for value in chosen])
    loss.backward()
    layers = [{module: {'a': summary(a.grad), 'b': summary(b.grad)} for module, (a, b) in own.items()} for own in adapter]
    return {'logProbabilities': found, 'layers': layers}


cases = dict(argument.split('=', 1) for argument in sys.argv[1:])
json.dump({name: derivatives(path) for name, path in cases.items()}, sys.stdout)
