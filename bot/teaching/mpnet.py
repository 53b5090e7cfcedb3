"""The encoder of the second reader, made from the published weights of all-mpnet-base-v2: its lowest layers.

Heavy, and needed once: what answers reads the file that this writes. The middle of that network tells
danger apart as well as its end (docs/safety.md), in half the time.
"""

import json
import math
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from bot.understanding.encoder import MODEL, TOKENIZER
from bot.understanding.second_encoder import WEIGHTS
from bot.understanding.weights import write_card

LAYERS: Final = 6
_WIDTH, _HEADS, _PADDING = 768, 12, 1
_BUCKETS, _NEAR, _FAR = 16, 8, 128
_SUMMED = "encoder.layer."

Weights = Mapping[str, Tensor]


def make_second(given: Path, into: Path) -> None:
    """Write the encoder into the folder `into`, from the published files in the folder `given`."""
    weights = given / WEIGHTS
    into.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=into.parent) as made:
        whole = Path(made) / "whole.onnx"
        _export(_Lowest(_read(weights)).eval(), whole)
        quantize_dynamic(
            str(whole), str(into / MODEL), weight_type=QuantType.QInt8, per_channel=True
        )
    shutil.copyfile(given / TOKENIZER, into / TOKENIZER)
    write_card(into, {"from": "all-mpnet-base-v2 (Apache-2.0)", "layers": LAYERS})


def _read(file: Path) -> Weights:
    """The numbers in a file of the safetensors format: their places in JSON, then one after another."""
    data = file.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    places = json.loads(data[8:start])
    places.pop("__metadata__", None)
    return {
        name: torch.from_numpy(
            np.frombuffer(
                data[start + about["data_offsets"][0] : start + about["data_offsets"][1]],
                np.float32,
            )
            .reshape(about["shape"])
            .copy()
        )
        for name, about in places.items()
        if about["dtype"] == "F32"
    }


class _Lowest(nn.Module):
    """The embeddings and the lowest layers: ids and which of them are there in, a vector a token out."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        # As numbers of the network, and turned beforehand: only such are written in eight bits.
        for name, one in weights.items():
            summed = one.dim() == 2 and _SUMMED in name
            self.register_buffer(_plain(name), one.T.contiguous() if summed else one)

    def _of(self, name: str) -> Tensor:
        number: Tensor = getattr(self, _plain(name))
        return number

    def forward(self, ids: Tensor, there: Tensor) -> Tensor:
        counted = (ids != _PADDING).long()
        places = torch.cumsum(counted, 1) * counted + _PADDING
        words = self._of("embeddings.word_embeddings.weight")[ids]
        words = words + self._of("embeddings.position_embeddings.weight")[places]
        state = self._level(words, "embeddings")
        apart = self._of("encoder.relative_attention_bias.weight")[_buckets(ids.shape[1])]
        hidden = (1.0 - there[:, None, None, :].float()) * -1e9
        bias = apart.permute(2, 0, 1)[None] + hidden
        for layer in range(LAYERS):
            state = self._layer(state, bias, f"encoder.layer.{layer}")
        return state

    def _layer(self, state: Tensor, bias: Tensor, name: str) -> Tensor:
        asked, known, told = (
            self._sum(state, f"{name}.attention.attn.{part}")
            .unflatten(2, (_HEADS, -1))
            .transpose(1, 2)
            for part in "qkv"
        )
        shares = (asked @ known.transpose(2, 3) / math.sqrt(_WIDTH / _HEADS) + bias).softmax(-1)
        heard = self._sum((shares @ told).transpose(1, 2).flatten(2), f"{name}.attention.attn.o")
        state = self._level(state + heard, f"{name}.attention")
        thought = functional.gelu(self._sum(state, f"{name}.intermediate.dense"))
        return self._level(state + self._sum(thought, f"{name}.output.dense"), f"{name}.output")

    def _sum(self, state: Tensor, name: str) -> Tensor:
        return state @ self._of(f"{name}.weight") + self._of(f"{name}.bias")

    def _level(self, state: Tensor, name: str) -> Tensor:
        weight, bias = (self._of(f"{name}.LayerNorm.{part}") for part in ("weight", "bias"))
        return functional.layer_norm(state, (_WIDTH,), weight, bias, 1e-5)


def _plain(name: str) -> str:
    return name.replace(".", "_")


def _buckets(length: Tensor | int) -> Tensor:
    """How far apart each two tokens are: near ones to the token, far ones roughly, before and after."""
    place = torch.arange(length)
    apart = place[:, None] - place[None, :]
    far = torch.log(apart.abs().clamp(min=1).float() / _NEAR) / math.log(_FAR / _NEAR)
    roughly = (_NEAR + (far * (_BUCKETS - _NEAR)).long()).clamp(max=_BUCKETS - 1)
    bucket = torch.where(apart.abs() < _NEAR, apart.abs(), roughly)
    return bucket + (apart < 0).long() * _BUCKETS


def _export(network: nn.Module, into: Path) -> None:
    ids = torch.randint(5, 2_000, (2, 12))
    names = {name: {0: "text", 1: "token"} for name in ("input_ids", "attention_mask")}
    torch.onnx.export(
        network,
        (ids, torch.ones_like(ids)),
        str(into),
        input_names=list(names),
        output_names=["last_hidden_state"],
        dynamic_axes=names,
        opset_version=17,
        dynamo=False,
    )
