"""Draws the ONNX graph of all-MiniLM-L6-v2, a BERT of 6 layers, with mean pooling and L2 norm inside.

Beside the sentence vector (after the last layer) it gives the pooled output of two layers in the middle.

Architecture: Devlin et al. 2018 (arXiv 1810.04805); pooling: Reimers and Gurevych 2019 (arXiv 1908.10084).
Weights go by the names of the safetensors file, such as `encoder.layer.0.attention.self.query.weight`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper

LAYERS, HEADS, WIDTH = 6, 12, 384
POOLED = (6, 3, 5)  # the layers whose output is pooled, the sentence vector first
HEAD_WIDTH = WIDTH // HEADS
OPSET = 17  # the first with LayerNormalization
LAYER_NORM_EPSILON = 1e-12


class Graph:
    """Collects nodes and constants; every method returns the name of its output."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, np.ndarray] = {}

    def node(self, kind: str, *inputs: str, **attributes: object) -> str:
        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants[name] = value
        return name

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name].astype(np.float32))

    def linear(self, x: str, name: str) -> str:
        matrix = self.constant(f"{name}.weight", self.weights[f"{name}.weight"].T.astype(np.float32).copy())
        return self.node("Add", self.node("MatMul", x, matrix), self.weight(f"{name}.bias"))

    def layer_norm(self, x: str, name: str) -> str:
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", x, scale, bias, axis=-1, epsilon=LAYER_NORM_EPSILON)

    def gelu(self, x: str) -> str:
        root2 = self.constant("root2", np.array(np.sqrt(2.0), dtype=np.float32))
        one = self.constant("one", np.array(1.0, dtype=np.float32))
        half = self.constant("half", np.array(0.5, dtype=np.float32))
        gate = self.node("Add", self.node("Erf", self.node("Div", x, root2)), one)
        return self.node("Mul", self.node("Mul", x, gate), half)


def _embeddings(graph: Graph) -> str:
    words = graph.node("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    length = graph.node("Shape", "input_ids", start=1, end=2)
    zero = graph.constant("zero", np.array([0], dtype=np.int64))
    positions = graph.node("Slice", graph.weight("embeddings.position_embeddings.weight"), zero, length, zero)
    kinds = graph.weights["embeddings.token_type_embeddings.weight"][0].astype(np.float32)
    total = graph.node("Add", graph.node("Add", words, positions), graph.constant("first_sentence", kinds))
    return graph.layer_norm(total, "embeddings.LayerNorm")


def _heads(graph: Graph, x: str, perm: list[int]) -> str:
    shape = graph.constant("split_heads", np.array([0, 0, HEADS, HEAD_WIDTH], dtype=np.int64))
    return graph.node("Transpose", graph.node("Reshape", x, shape), perm=perm)


def _attention(graph: Graph, x: str, bias: str, name: str) -> str:
    query = _heads(graph, graph.linear(x, f"{name}.self.query"), [0, 2, 1, 3])
    key = _heads(graph, graph.linear(x, f"{name}.self.key"), [0, 2, 3, 1])
    value = _heads(graph, graph.linear(x, f"{name}.self.value"), [0, 2, 1, 3])
    scale = graph.constant("scale", np.array(np.sqrt(HEAD_WIDTH), dtype=np.float32))
    scores = graph.node("Add", graph.node("Div", graph.node("MatMul", query, key), scale), bias)
    mixed = graph.node("MatMul", graph.node("Softmax", scores, axis=-1), value)
    joined = graph.constant("join_heads", np.array([0, 0, WIDTH], dtype=np.int64))
    flat = graph.node("Reshape", graph.node("Transpose", mixed, perm=[0, 2, 1, 3]), joined)
    total = graph.node("Add", graph.linear(flat, f"{name}.output.dense"), x)
    return graph.layer_norm(total, f"{name}.output.LayerNorm")


def _layer(graph: Graph, x: str, bias: str, number: int) -> str:
    name = f"encoder.layer.{number}"
    x = _attention(graph, x, bias, f"{name}.attention")
    wide = graph.gelu(graph.linear(x, f"{name}.intermediate.dense"))
    total = graph.node("Add", graph.linear(wide, f"{name}.output.dense"), x)
    return graph.layer_norm(total, f"{name}.output.LayerNorm")


def _attention_bias(graph: Graph, mask: str) -> str:
    """0 where a token is, -10000 where padding is; shape (batch, 1, 1, tokens)."""
    axes = graph.constant("head_axes", np.array([1, 2], dtype=np.int64))
    far = graph.constant("far", np.array(-10000.0, dtype=np.float32))
    absent = graph.node("Sub", graph.constant("one", np.array(1.0, dtype=np.float32)), mask)
    return graph.node("Mul", graph.node("Unsqueeze", absent, axes), far)


def _pooled(graph: Graph, x: str, mask: str) -> str:
    last = graph.constant("last_axis", np.array([2], dtype=np.int64))
    middle = graph.constant("token_axis", np.array([1], dtype=np.int64))
    weights = graph.node("Unsqueeze", mask, last)
    total = graph.node("ReduceSum", graph.node("Mul", x, weights), middle, keepdims=0)
    count = graph.node("ReduceSum", weights, middle, keepdims=0)
    return graph.node("LpNormalization", graph.node("Div", total, count), axis=-1, p=2)


def sentence_graph(weights: Mapping[str, np.ndarray]) -> ModelProto:
    """The checked graph: `input_ids`, `attention_mask` int64 (batch, tokens) -> `vectors` float (batch, 3, 384)."""
    graph = Graph(weights)
    mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    bias = _attention_bias(graph, mask)
    outputs = [_embeddings(graph)]
    for number in range(LAYERS):
        outputs.append(_layer(graph, outputs[-1], bias, number))
    pooled = [_pooled(graph, outputs[number], mask) for number in POOLED]
    vectors = [graph.node("Unsqueeze", one, graph.constant("vector_axis", np.array([1]))) for one in pooled]
    graph.nodes.append(helper.make_node("Concat", vectors, ["vectors"], axis=1))
    shape = ["batch", "tokens"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")]
    result = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", len(POOLED), WIDTH])
    constants = [numpy_helper.from_array(value, name) for name, value in graph.constants.items()]
    body = helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", inputs, [result], constants)
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    checker.check_model(model)
    return model
