"""Random blocks of every tensor type that we read, and their values by the gguf package.

usage: dequantize.py > test/unit/model/fixtures/dequantize.json
needs: pip install gguf numpy
"""
import base64
import json

import numpy as np
from gguf import GGML_QUANT_SIZES, dequantize
from gguf import GGMLQuantizationType as Type

random = np.random.default_rng(4)
# Where a block keeps half-precision scales; random bits there could be infinite.
halves = {
    'Q4_0': [0],
    'Q4_1': [0, 2],
    'Q5_0': [0],
    'Q5_1': [0, 2],
    'Q8_0': [0],
    'Q2_K': [80, 82],
    'Q3_K': [108],
    'Q4_K': [0, 2],
    'Q5_K': [0, 2],
    'Q6_K': [208],
    'IQ4_NL': [0],
    'IQ4_XS': [0],
}
cases = {}
for name, places in halves.items():
    _, size = GGML_QUANT_SIZES[Type[name]]
    blocks = random.integers(0, 256, (3, size), dtype=np.uint8)
    for at in places:
        scales = (random.normal(size=3) * 0.01).astype(np.float16)
        scales[2] = np.float16(3e-7)  # a subnormal number
        blocks[:, at : at + 2] = scales.view(np.uint8).reshape(3, 2)
    cases[name] = blocks
numbers = np.append((random.normal(size=30) * 10.0 ** random.integers(-9, 5, 30)), [0.0, -0.0]).astype(np.float32)
cases['F32'] = numbers.view(np.uint8)
cases['F16'] = np.append(numbers.clip(-6e4, 6e4), [np.inf, 6e-8]).astype(np.float16).view(np.uint8)
cases['BF16'] = (numbers.view(np.uint32) >> 16).astype(np.uint16).view(np.uint8)
print(
    json.dumps(
        {
            name: {
                'bytes': base64.b64encode(data.tobytes()).decode(),
                # As bits, because JSON has no infinity and no negative zero.
                'values': base64.b64encode(
                    np.ascontiguousarray(dequantize(data.reshape(-1), Type[name]), np.float32).tobytes()
                ).decode(),
            }
            for name, data in cases.items()
        },
        indent=2,
    )
)
