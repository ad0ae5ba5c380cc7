"""Writes test/unit/core/fixtures/selection.json: the numbers that src/core is held against, worked out with NumPy
straight from the definitions (explicit matrices and inverses, nothing incremental).
usage: python test/oracles/selection.py > test/unit/core/fixtures/selection.json"""
import json
from math import comb

import numpy as np

rng = np.random.default_rng(7)


def repexp(features, first, lam=1.0):
    """The paper's greedy rule with A inverted afresh at every step."""
    picked = [first]
    while len(picked) < len(features):
        chosen = features[picked]
        a = np.linalg.inv(lam * np.eye(features.shape[1]) + chosen.T @ chosen)
        bonus = np.einsum("nd,de,ne->n", features, a, features)
        bonus[picked] = -np.inf
        picked.append(int(np.argmax(bonus)))
    return picked


def bonuses(features, picked, lam=1.0):
    chosen = features[picked]
    a = np.linalg.inv(lam * np.eye(features.shape[1]) + chosen.T @ chosen)
    return np.einsum("nd,de,ne->n", features, a, features)


cases = []
for n, d, scale in [(12, 3, 1.0), (20, 64, 0.3), (16, 16, 5.0)]:
    raw = np.round(rng.normal(size=(n, d)) * scale, 4)
    features = raw - raw.mean(0)
    first = int(rng.integers(n))
    order = repexp(features, first)
    cases.append(
        {
            "raw": raw.tolist(),
            "centre": raw.mean(0).tolist(),
            "order": order,
            "bonusAfter3": bonuses(features, order[:3]).tolist(),
        }
    )

dense = np.zeros((4, 6))
for r, c, s in [(0, 1, 1), (0, 4, -1), (1, 0, -1), (2, 5, 1), (3, 1, 1), (3, 2, -1), (3, 3, 1)]:
    dense[r, c] = s
vector = np.round(rng.normal(size=6), 4)
scale = float(np.sqrt(np.sqrt(6) / 4))
projection = {
    "entries": [{"row": int(r), "column": int(c), "sign": int(dense[r, c])} for r, c in np.argwhere(dense)],
    "rows": 4,
    "scale": scale,
    "vector": vector.tolist(),
    "projected": (scale * dense @ vector).tolist(),
}

passes = [
    {"n": n, "c": c, "k": k, "value": 1 - comb(n - c, k) / comb(n, k)}
    for n, c, k in [(1, 0, 1), (1, 1, 1), (32, 1, 1), (32, 1, 8), (32, 5, 8), (48, 24, 3), (200, 7, 100), (10, 10, 4), (10, 0, 10)]
]



def wilson(c, n, z=1.959964):
    """The roots of (p - c/n)^2 = z^2 p (1 - p) / n, which is what the interval is."""
    a, b, const = 1 + z * z / n, -(2 * c / n + z * z / n), (c / n) ** 2
    low, high = sorted(np.roots([a, b, const]).real)
    return {"successes": c, "trials": n, "low": max(0.0, float(low)), "high": min(1.0, float(high))}


intervals = [wilson(c, n) for c, n in [(0, 10), (1, 48), (24, 48), (5, 5), (3, 1000)]]

print(json.dumps({"cases": cases, "projection": projection, "passAtK": passes, "intervals": intervals}))
