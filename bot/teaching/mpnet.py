"""The network of the second reader: the lowest layers of all-mpnet-base-v2, of which the upper ones are taught.

The middle of that network tells danger apart as well as its end (docs/risk-measurements.md), in half the time.
"""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.teaching.teachable import Teachable

LAYERS: Final = 6
_WIDTH, _HEADS, _PADDING = 768, 12, 1
_BUCKETS, _NEAR, _FAR = 16, 8, 128
_DROPPED = 0.1

Weights = Mapping[str, Tensor]


class MpnetEncoder(Teachable):
    """Word ids and their mask to vectors. Dropout reaches only the layers that are taught."""

    width = _WIDTH
    hidden_word = 30526  # <mask> in the vocabulary of the published weights
    last_special = 1002

    def __init__(self, weights: Weights) -> None:
        """With the published weights, of which all layers above the lowest are left out."""
        super().__init__()
        self.words = nn.Embedding.from_pretrained(weights["embeddings.word_embeddings.weight"])
        self.places = nn.Embedding.from_pretrained(weights["embeddings.position_embeddings.weight"])
        self.apart = nn.Embedding.from_pretrained(weights["encoder.relative_attention_bias.weight"])
        self.after_words = _level(weights, "embeddings")
        self.layers = nn.ModuleList(
            _Layer(weights, f"encoder.layer.{place}") for place in range(LAYERS)
        )
        self.register_buffer("shared", torch.zeros(_WIDTH))
        self._frozen = 0

    def tokens(self, ids: Tensor, mask: Tensor) -> Tensor:
        """A vector for every token of every text."""
        counted = (ids != _PADDING).long()
        places = torch.cumsum(counted, 1) * counted + _PADDING
        state = self.after_words(self.words(ids) + self.places(places))
        apart = self.apart(_buckets(ids.shape[1])).permute(2, 0, 1)[None]
        bias = apart + (1.0 - mask[:, None, None, :].float()) * -1e9
        for layer in self.layers:
            state = layer(state, bias)
        return state

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """A unit vector a text, what all texts share taken off."""
        return functional.normalize(self._mean(ids, mask) - self.shared, dim=-1)

    def centre_on(self, ids: Tensor, mask: Tensor) -> None:
        """Take off from now on what these texts have in common: most of a vector of this network."""
        with torch.no_grad():
            self.shared.copy_(self._mean(ids, mask).mean(0))

    def freeze_lowest(self, layers: int) -> None:
        """Leave the words and the lowest layers as they are: they know English already."""
        self.requires_grad_(requires_grad=False)
        self.layers[layers:].requires_grad_(requires_grad=True)
        self._frozen = layers

    def train(self, mode: bool = True) -> "MpnetEncoder":
        """Get ready to be taught, or not; the frozen layers never drop anything."""
        super().train(mode)
        self.layers[: self._frozen].train(mode=False)
        return self

    def _mean(self, ids: Tensor, mask: Tensor) -> Tensor:
        weights = mask[..., None].float()
        return (self.tokens(ids, mask) * weights).sum(1) / weights.sum(1)


class _Layer(nn.Module):
    """One layer of the transformer."""

    def __init__(self, weights: Weights, name: str) -> None:
        super().__init__()
        parts = (_line(weights, f"{name}.attention.attn.{part}") for part in "qkvo")
        self.query, self.key, self.value, self.out = parts
        self.after_attention = _level(weights, f"{name}.attention")
        self.wide = _line(weights, f"{name}.intermediate.dense")
        self.narrow = _line(weights, f"{name}.output.dense")
        self.after_all = _level(weights, f"{name}.output")

    def forward(self, state: Tensor, bias: Tensor) -> Tensor:
        """Hidden states in and out: batch, tokens, width."""
        asked, known, told = (
            part(state).unflatten(2, (_HEADS, -1)).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        shares = (asked @ known.transpose(2, 3) / math.sqrt(_WIDTH / _HEADS) + bias).softmax(-1)
        heard = self.out((shares @ told).transpose(1, 2).flatten(2))
        state = self.after_attention(state + self._drop(heard))
        return self.after_all(state + self._drop(self.narrow(functional.gelu(self.wide(state)))))

    def _drop(self, state: Tensor) -> Tensor:
        """Some of the width is left out, the same for every token of a text: quicker than for each one."""
        if not self.training:
            return state
        return state * functional.dropout(torch.ones(len(state), 1, _WIDTH), _DROPPED)


def read_weights(file: Path) -> Weights:
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


def _line(weights: Weights, name: str) -> nn.Linear:
    given, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    line = nn.Linear(given.shape[1], given.shape[0])
    line.load_state_dict({"weight": given, "bias": bias})
    return line


def _level(weights: Weights, name: str) -> nn.LayerNorm:
    level = nn.LayerNorm(_WIDTH, 1e-5)
    level.load_state_dict(
        {part: weights[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias")}
    )
    return level


def _buckets(length: Tensor | int) -> Tensor:
    """How far apart each two tokens are: near ones to the token, far ones roughly, before and after."""
    place = torch.arange(length)
    apart = place[:, None] - place[None, :]
    far = torch.log(apart.abs().clamp(min=1).float() / _NEAR) / math.log(_FAR / _NEAR)
    roughly = (_NEAR + (far * (_BUCKETS - _NEAR)).long()).clamp(max=_BUCKETS - 1)
    bucket = torch.where(apart.abs() < _NEAR, apart.abs(), roughly)
    return bucket + (apart < 0).long() * _BUCKETS
