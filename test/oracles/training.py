"""Bonuses of groups, GRPO's advantages, its clipped objective and AdamW's steps, by NumPy and PyTorch.

usage: training.py > test/unit/core/fixtures/training.json
needs: pip install numpy torch
"""
import json
import sys

import numpy as np
import torch

random = np.random.default_rng(3)


def bonuses(features, lam, scaled):
    """In the features' own dimensions, as the paper writes it."""
    h = features - features.mean(0)
    if scaled:
        h = h / np.sqrt((h**2).sum(1).mean())
    s = lam * np.eye(h.shape[1]) + h.T @ h
    return np.einsum('ni,ij,nj->n', h, np.linalg.inv(s), h)


def groups():
    for size, width, length in [(8, 5, 0.3), (8, 40, 0.3), (8, 40, 30), (3, 2, 1)]:
        features = length * random.standard_normal((size, width))
        yield {
            'features': features.tolist(),
            'published': bonuses(features, 0.01, False).tolist(),
            'scaled': bonuses(features, 0.01, True).tolist(),
        }


def advantages(rewards):
    rewards = torch.tensor(rewards, dtype=torch.float64)
    return ((rewards - rewards.mean()) / (rewards.std() + 1e-6)).tolist()


def objective():
    lengths, advantage = [3, 1, 4], [1.2, -0.7, 0.4]
    drawn = [-2 * torch.tensor(random.random(n)) for n in lengths]
    now = [(each + 0.5 * torch.tensor(random.standard_normal(len(each)))).requires_grad_() for each in drawn]
    initial = [each + 0.3 * torch.tensor(random.standard_normal(len(each))) for each in drawn]
    low, high, weight, tokens = 0.2, 0.28, 0.05, 20
    loss = 0
    for a, old, new, first in zip(advantage, drawn, now, initial):
        ratio = torch.exp(new - old)
        loss = loss - torch.minimum(ratio * a, torch.clamp(ratio, 1 - low, 1 + high) * a).sum()
        back = first - new
        loss = loss + weight * (torch.exp(back) - back - 1).sum()
    loss = loss / tokens
    loss.backward()
    values = lambda all: [each.detach().tolist() for each in all]
    return {
        'advantages': advantage, 'drawn': values(drawn), 'now': values(now), 'initial': values(initial),
        'clip': {'low': low, 'high': high}, 'weight': weight, 'tokens': tokens,
        'loss': float(loss), 'derivatives': values(each.grad for each in now),
    }


def adamw():
    options = {'learningRate': 0.03, 'beta1': 0.9, 'beta2': 0.99, 'epsilon': 1e-8, 'weightDecay': 0.1, 'maxGradientNorm': 1.5}
    parameters = [torch.tensor(random.standard_normal(n), dtype=torch.float32, requires_grad=True) for n in (4, 3)]
    begun = [each.detach().tolist() for each in parameters]
    optimizer = torch.optim.AdamW(parameters, lr=0.03, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1)
    steps = []
    for _ in range(5):
        gradients = [torch.tensor(random.standard_normal(len(each)), dtype=torch.float32) for each in parameters]
        for each, gradient in zip(parameters, gradients):
            each.grad = gradient.clone()
        norm = torch.nn.utils.clip_grad_norm_(parameters, 1.5)
        optimizer.step()
        steps.append({
            'gradients': [each.tolist() for each in gradients],
            'norm': float(norm),
            'parameters': [each.detach().tolist() for each in parameters],
        })
    return {'options': options, 'begun': begun, 'steps': steps}


rewards = [1, 0, 0.25, 1, 0]
json.dump(
    {
        'groups': list(groups()),
        'advantages': {'rewards': rewards, 'values': advantages(rewards)},
        'objective': objective(),
        'adamw': adamw(),
    },
    sys.stdout,
)
