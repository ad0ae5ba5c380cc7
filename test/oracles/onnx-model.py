"""A small model of every kind of part that our encoder writes, encoded by the onnx package.

usage: onnx-model.py > test/unit/model/fixtures/onnx-model.txt     (base64)
needs: pip install onnx
"""
import base64

from onnx import TensorProto, helper

inline = helper.make_tensor('inline', TensorProto.INT64, [2], b'\x01' + b'\0' * 7 + b'\xff' * 8, raw=True)
external = TensorProto(name='external', data_type=TensorProto.UINT8, dims=[3, 2, 64])
for key, value in {'location': 'weights.data', 'offset': str(5 * 2**30), 'length': '384'}.items():
    external.external_data.add(key=key, value=value)
external.data_location = TensorProto.EXTERNAL
node = helper.make_node(
    'Anything', ['x', '', 'inline'], ['y', 'z'], name='layer/node', domain='com.example', axis=-1, perm=[0, 2, 1], epsilon=1e-5
)
graph = helper.make_graph(
    [node],
    'test',
    [helper.make_tensor_value_info('x', TensorProto.FLOAT, ['b', 1, 'P+S+t'])],
    [helper.make_tensor_value_info('y', TensorProto.INT64, [])],
    [inline, external],
)
model = helper.make_model(
    graph,
    opset_imports=[helper.make_opsetid('', 14), helper.make_opsetid('com.example', 1)],
    ir_version=8,
    producer_name='test',
)
print(base64.b64encode(model.SerializeToString(deterministic=True)).decode())
