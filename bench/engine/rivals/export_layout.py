"""A GGUF file as the ONNX graph that public exports have (onnxruntime-genai's builder, onnx-community): com.microsoft
GroupQueryAttention, whose whole cache goes in as past_key_values.* and comes out as present.*.

usage: export_layout.py MODEL.gguf FOLDER BLOCK

Writes FOLDER/model.onnx and model.onnx_data. Every matrix is kept in 8 bits a weight with a scale and a zero point for
each BLOCK weights (MatMulNBits, accuracy level 4), as our own graph keeps them: the layouts are compared, not kernels.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from gguf import GGUFReader, dequantize
from onnx import TensorProto, helper, numpy_helper

source, folder, block = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
MICROSOFT = "com.microsoft"
MOST_POSITIONS = 8192

reader = GGUFReader(source)
metadata = {name: field.contents() for name, field in reader.fields.items()}
stored = {tensor.name: tensor for tensor in reader.tensors}
architecture = metadata["general.architecture"]
assert architecture in ("llama", "qwen2"), architecture


def of_model(key, default=None):
    return metadata.get(f"{architecture}.{key}", default)


layers, width = of_model("block_count"), of_model("embedding_length")
heads, kv_heads = of_model("attention.head_count"), of_model("attention.head_count_kv")
head_dim = of_model("attention.key_length", width // heads)
epsilon = of_model("attention.layer_norm_rms_epsilon")
positions = min(of_model("context_length"), MOST_POSITIONS)

nodes, initializers = [], []


def weights(name):
    return np.ascontiguousarray(dequantize(stored[name].data, stored[name].tensor_type)).astype(np.float32)


def constant(name, values):
    initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
    return name


def node(operator, name, inputs, outputs=None, domain="", **attributes):
    outputs = outputs or [name]
    nodes.append(helper.make_node(operator, inputs, outputs, name=name, domain=domain, **attributes))
    return outputs[0]


def quantized(name, matrix):
    """The names of the matrix's quants, scales and zero points: weight = scale * (quant - zero point)."""
    rows, columns = matrix.shape
    blocks = matrix.reshape(rows, columns // block, block)
    low, high = np.minimum(blocks.min(2), 0), np.maximum(blocks.max(2), 0)
    scale = (high - low) / 255
    scale[scale == 0] = 1
    zero = np.clip(np.rint(-low / scale), 0, 255)
    quants = np.clip(np.rint(blocks / scale[..., None]) + zero[..., None], 0, 255)
    return (
        constant(f"{name}/quants", quants.astype(np.uint8)),
        constant(f"{name}/scales", scale.astype(np.float32).reshape(-1)),
        constant(f"{name}/zero_points", zero.astype(np.uint8).reshape(-1)),
    )


def linear(name, x, matrix, bias=None):
    rows, columns = matrix.shape
    product = name if bias is None else f"{name}/product"
    attributes = {"K": columns, "N": rows, "bits": 8, "block_size": block, "accuracy_level": 4}
    node("MatMulNBits", product, [x, *quantized(name, matrix)], domain=MICROSOFT, **attributes)
    return product if bias is None else node("Add", name, [product, constant(f"{name}/bias", bias)])


def in_halves(rows, count):
    """llama files keep the rows of q and k for rotary embedding of neighbours; here it is of halves."""
    if architecture != "llama":
        return rows
    return rows.reshape(count, len(rows) // count // 2, 2, *rows.shape[1:]).swapaxes(1, 2).reshape(rows.shape)


def projection(layer, which, x, count=None):
    name = f"blk.{layer}.{which}"
    arrange = (lambda rows: in_halves(rows, count)) if count else (lambda rows: rows)
    bias = arrange(weights(f"{name}.bias")) if f"{name}.bias" in stored else None
    return linear(f"{layer}/{which}", x, arrange(weights(f"{name}.weight")), bias)


def skip_norm(name, residual, update, gamma):
    """The sum, normed, and the sum itself."""
    outputs = [f"{name}/normed", "", "", f"{name}/sum"]
    inputs = [residual, update, constant(f"{name}/gamma", weights(gamma))]
    node("SkipSimplifiedLayerNormalization", name, inputs, outputs, MICROSOFT, epsilon=epsilon)
    return outputs[0], outputs[3]


embedding = weights("token_embd.weight")
vocabulary = len(embedding)
quants, scales, zeros = (
    next(tensor for tensor in initializers if tensor.name == name) for name in quantized("embed", embedding)
)
quants.dims[:] = [vocabulary, width]
scales.dims[:] = zeros.dims[:] = [vocabulary, width // block]
gather = {"bits": 8, "block_size": block, "gather_axis": 0, "quantize_axis": 1}
x = node("GatherBlockQuantized", "embedded", [quants.name, "input_ids", scales.name, zeros.name], None, MICROSOFT, **gather)

# What GroupQueryAttention wants to know of the mask: the place of each row's last token, and all columns.
one, first = constant("one", np.array([1], np.int64)), constant("first", np.array(1, np.int64))
counts = node("ReduceSum", "mask/counts", ["attention_mask", one], keepdims=0)
last = node("Cast", "mask/last", [node("Sub", "mask/last64", [counts, one])], to=TensorProto.INT32)
shape = node("Shape", "mask/shape", ["attention_mask"])
total = node("Cast", "mask/total", [node("Gather", "mask/total64", [shape, first], axis=0)], to=TensorProto.INT32)

frequencies = 1 / of_model("rope.freq_base", 10000.0) ** (np.arange(0, head_dim, 2) / head_dim)
angles = np.outer(np.arange(positions), frequencies)
cosines = constant("cosines", np.cos(angles).astype(np.float32))
sines = constant("sines", np.sin(angles).astype(np.float32))

inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", s]) for name, s in (("input_ids", "t"), ("attention_mask", "all"))]
outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", "t", vocabulary])]
gamma = constant("norm/gamma", weights("blk.0.attn_norm.weight"))
normed = node("SimplifiedLayerNormalization", "norm", [x, gamma], epsilon=epsilon, axis=-1, stash_type=1)
residual = x
for layer in range(layers):
    past, present = f"past_key_values.{layer}", f"present.{layer}"
    for part in ("key", "value"):
        inputs.append(helper.make_tensor_value_info(f"{past}.{part}", TensorProto.FLOAT, ["b", kv_heads, "past", head_dim]))
        outputs.append(helper.make_tensor_value_info(f"{present}.{part}", TensorProto.FLOAT, ["b", kv_heads, "all", head_dim]))
    query = projection(layer, "attn_q", normed, heads)
    key = projection(layer, "attn_k", normed, kv_heads)
    value = projection(layer, "attn_v", normed)
    attended = node(
        "GroupQueryAttention",
        f"{layer}/attended",
        [query, key, value, f"{past}.key", f"{past}.value", last, total, cosines, sines],
        [f"{layer}/attended", f"{present}.key", f"{present}.value"],
        MICROSOFT,
        num_heads=heads,
        kv_num_heads=kv_heads,
        scale=float(1 / np.sqrt(head_dim)),
        do_rotary=1,
        rotary_interleaved=0,
    )
    update = projection(layer, "attn_output", attended)
    normed, residual = skip_norm(f"{layer}/between", residual, update, f"blk.{layer}.ffn_norm.weight")
    gate, up = projection(layer, "ffn_gate", normed), projection(layer, "ffn_up", normed)
    activated = node("Mul", f"{layer}/silu", [gate, node("Sigmoid", f"{layer}/sigmoid", [gate])])
    update = projection(layer, "ffn_down", node("Mul", f"{layer}/gated", [activated, up]))
    after = f"blk.{layer + 1}.attn_norm.weight" if layer + 1 < layers else "output_norm.weight"
    normed, residual = skip_norm(f"{layer}/after", residual, update, after)
head = weights("output.weight") if "output.weight" in stored else embedding
linear("logits", normed, head)

graph = helper.make_graph(nodes, "exported", inputs, outputs, initializers)
opsets = [helper.make_opsetid("", 14), helper.make_opsetid(MICROSOFT, 1)]
folder.mkdir(parents=True, exist_ok=True)
onnx.save(
    helper.make_model(graph, opset_imports=opsets, ir_version=8),
    folder / "model.onnx",
    save_as_external_data=True,
    location="model.onnx_data",
    size_threshold=1024,
)
