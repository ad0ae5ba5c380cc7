"""RepExp's picks on the repository's pools, worked out independently of the program, with NumPy.

In two ways: with the matrix A itself, as the paper writes it, and by greedy maximisation of log det(I + H_S H_S^T).
They must agree; the picks are written for test/unit/bench/independent-picks.test.ts to compare with.

usage: python3 bench/selection/independent.py POOL [POOL ...]
"""

import json
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
STORED = HERE.parent / 'pools' / 'stored'
PICKS = 16


def read_features(pool):
    """By problem, the features of each attempt [N, N + 1] without their mean, from a triangle of float16 numbers."""
    data = (STORED / f'{pool}.projected.safetensors').read_bytes()
    start = 8 + int.from_bytes(data[:8], 'little')
    header = json.loads(data[8:start])
    features = {}
    for problem, entry in header.items():
        if problem == '__metadata__':
            continue
        begin, end = (start + offset for offset in entry['data_offsets'])
        values = np.frombuffer(data[begin:end], np.float16).astype(np.float64)
        count = int((np.sqrt(1 + 8 * len(values)) - 1) / 2)
        rows = np.zeros((count, count))
        rows[np.tril_indices(count)] = values
        # The last row is the mean.
        features[problem] = rows[:-1]
    return features


def candidates_of(problem, attempts):
    centre = attempts.mean(axis=0)
    return np.stack([attempts[c['attempts']].mean(axis=0) - centre for c in problem['candidates']])


def by_matrix(h):
    a = np.eye(h.shape[1])
    picked = [0]
    while len(picked) < min(PICKS, len(h)):
        last = h[picked[-1]]
        along = a @ last
        a -= np.outer(along, along) / (1 + last @ along)
        bonus = np.einsum('ij,jk,ik->i', h, a, h)
        bonus[picked] = -np.inf
        picked.append(int(np.argmax(bonus)))
    return picked


def by_determinant(h):
    gram = np.eye(len(h)) + h @ h.T
    picked = [0]
    while len(picked) < min(PICKS, len(h)):
        others = [i for i in range(len(h)) if i not in picked]
        volumes = [np.linalg.slogdet(gram[np.ix_([*picked, i], [*picked, i])])[1] for i in others]
        picked.append(others[int(np.argmax(volumes))])
    return picked


def main(pools):
    expected = {}
    for pool in pools:
        problems = json.loads((STORED / f'{pool}.json').read_text())['problems']
        features = read_features(pool)
        for problem in problems:
            if problem['id'] not in features:
                continue
            h = candidates_of(problem, features[problem['id']])
            picks = by_matrix(h)
            if picks != by_determinant(h):
                sys.exit(f'{pool}, {problem["id"]}: the two ways disagree')
            expected.setdefault(pool, {})[problem['id']] = picks
    (HERE / 'independent-picks.json').write_text(json.dumps(expected) + '\n')
    print(sum(map(len, expected.values())), 'problems: both ways agree')


main(sys.argv[1:])
