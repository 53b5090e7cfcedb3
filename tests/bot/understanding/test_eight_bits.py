"""The encoder's file made smaller and quicker: what it says of a text stays what it was."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bot.understanding.eight_bits import with_joined_attention, write_in_eight_bits

WIDTH, HEADS, LAYERS = 24, 3, 2
Floats = NDArray[np.float32]
DICE = np.random.default_rng(3)


def small_encoder() -> onnx.ModelProto:
    """Two layers of attention over given hidden states, as the starting weights have them."""
    numbers: list[onnx.TensorProto] = []
    nodes: list[onnx.NodeProto] = []

    def number(name: str, *shape: int) -> str:
        values = DICE.normal(0, 0.3, shape).astype(np.float32)
        numbers.append(numpy_helper.from_array(values, name))
        return name

    hidden = "hidden"
    for layer in range(LAYERS):
        asked = []
        for name in ("q", "k", "v"):
            here = f"{layer}.{name}"
            nodes.append(
                helper.make_node(
                    "MatMul", [hidden, number(f"{here}.w", WIDTH, WIDTH)], [f"{here}.m"]
                )
            )
            nodes.append(
                helper.make_node("Add", [f"{here}.m", number(f"{here}.b", WIDTH)], [f"{here}.o"])
            )
            asked.append(f"{here}.o")
        after = f"{layer}.after"
        nodes.append(
            helper.make_node(
                "MultiHeadAttention", asked, [after], domain="com.microsoft", num_heads=HEADS
            )
        )
        nodes.append(helper.make_node("Add", [hidden, after], [f"{layer}.out"]))
        hidden = f"{layer}.out"
    shape = ["batch", "words", WIDTH]
    graph = helper.make_graph(
        nodes,
        "small",
        [
            helper.make_tensor_value_info("hidden", TensorProto.FLOAT, shape),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, shape[:2]),
        ],
        [helper.make_tensor_value_info(hidden, TensorProto.FLOAT, shape)],
        numbers,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def said_by(model: bytes, hidden: Floats, mask: NDArray[np.int64] | None = None) -> Floats:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    takes = {each.name for each in session.get_inputs()}
    every = np.ones(hidden.shape[:2], np.int64) if mask is None else mask
    given = {"hidden": hidden, "attention_mask": every}
    return np.asarray(session.run(None, {name: given[name] for name in takes})[0])


@pytest.fixture
def hidden() -> Floats:
    return DICE.normal(0, 1, (2, 5, WIDTH)).astype(np.float32)


def test_joined_attention_says_the_same_with_fewer_nodes(hidden: Floats) -> None:
    model = small_encoder()
    before, nodes = said_by(model.SerializeToString(), hidden), len(model.graph.node)
    joined = with_joined_attention(model)
    assert [node.op_type for node in joined.graph.node] == ["Cast", *["Attention", "Add"] * LAYERS]
    assert len(joined.graph.node) < nodes
    np.testing.assert_allclose(said_by(joined.SerializeToString(), hidden), before, atol=1e-5)


def test_what_only_fills_up_a_shorter_text_counts_for_nothing(hidden: Floats) -> None:
    joined = with_joined_attention(small_encoder()).SerializeToString()
    alone = said_by(joined, hidden[:1, :3])
    mask = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]], np.int64)
    np.testing.assert_allclose(said_by(joined, hidden, mask)[:1, :3], alone, atol=1e-5)


def test_a_model_without_such_attention_stays_as_it_is() -> None:
    model = small_encoder()
    first_attention = [node.op_type for node in model.graph.node].index("MultiHeadAttention")
    del model.graph.node[first_attention:]
    before = model.SerializeToString()
    assert with_joined_attention(model).SerializeToString() == before


def test_eight_bits_hardly_change_what_is_said(tmp_path: Path, hidden: Floats) -> None:
    model = small_encoder()
    before = said_by(model.SerializeToString(), hidden)
    onnx.save_model(model, str(tmp_path / "model.onnx"))
    write_in_eight_bits(tmp_path / "model.onnx", tmp_path / "model.int8.onnx")
    after = said_by((tmp_path / "model.int8.onnx").read_bytes(), hidden)
    alike = (before * after).sum() / np.linalg.norm(before) / np.linalg.norm(after)
    assert alike > 0.999
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["model.int8.onnx", "model.onnx"]
