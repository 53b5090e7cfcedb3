"""The encoder as a PyTorch module, filled from the ONNX file and written back into it.

The starting weights are those of the pinned ONNX file, so nothing else is fetched and nothing exported:
the same graph gets other numbers.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from bot.teaching.teachable import Teachable

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
WORDS, PLACES = 30522, 512
_NARROW = 1e-12
_DROPPED = 0.1


class Layer(nn.Module):
    """One layer of the transformer."""

    def __init__(self) -> None:
        """With weights still to be filled in."""
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.after_attention = nn.LayerNorm(WIDTH, _NARROW)
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.after_all = nn.LayerNorm(WIDTH, _NARROW)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Hidden states in and out: batch, words, width."""
        batch, words, _ = hidden.shape

        def heads(of: nn.Linear) -> Tensor:
            return of(hidden).view(batch, words, HEADS, WIDTH // HEADS).transpose(1, 2)

        # Written out: the ready-made one is slow to learn through in half precision.
        alike = heads(self.query) @ heads(self.key).transpose(-1, -2) * (WIDTH // HEADS) ** -0.5
        seen = functional.softmax(alike.masked_fill(~mask, -1e4), dim=-1) @ heads(self.value)
        together = seen.transpose(1, 2).reshape(batch, words, WIDTH)
        hidden = self.after_attention(hidden + self._drop(self.out(together)))
        inner = functional.gelu(self.wide(hidden))
        return self.after_all(hidden + self._drop(self.narrow(inner)))

    def _drop(self, hidden: Tensor) -> Tensor:
        """Some of the width is left out, the same for every word of a text: quicker than for each word."""
        kept = torch.ones(len(hidden), 1, WIDTH, dtype=hidden.dtype)
        return hidden * functional.dropout(kept, _DROPPED, self.training)


class SentenceEncoder(Teachable):
    """Word ids and their mask to unit vectors, as `bot.understanding.encoder` makes them."""

    width = WIDTH
    hidden_word = 103  # [MASK] in the vocabulary of the starting weights
    last_special = 998

    def __init__(self) -> None:
        """With weights still to be filled in."""
        super().__init__()
        self.words = nn.Embedding(WORDS, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.after_words = nn.LayerNorm(WIDTH, _NARROW)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """A unit vector a text. While it learns the layers reckon in half precision, to be quicker."""
        places = torch.arange(ids.shape[1])
        hidden = self.words(ids) + self.places(places) + self.kinds.weight[0]
        hidden = self.drop(self.after_words(hidden))
        attended = mask[:, None, None, :].bool()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            for layer in self.layers:
                hidden = layer(hidden, attended)
        hidden = hidden.float()
        weights = mask[..., None].float()
        return functional.normalize((hidden * weights).sum(1) / weights.sum(1), dim=-1)

    def freeze_lowest(self, layers: int) -> None:
        """Leave the words and the lowest layers as they are: they know English already."""
        for part in (self.words, self.kinds, self.places, self.after_words, *self.layers[:layers]):
            part.requires_grad_(requires_grad=False)


def read_network(file: Path) -> SentenceEncoder:
    """The encoder with the weights of an ONNX file of the same make."""
    numbers = {
        each.name: numpy_helper.to_array(each) for each in onnx.load(str(file)).graph.initializer
    }
    network = SentenceEncoder()
    with torch.no_grad():
        for name, weights, turned in _named_weights(network):
            read = torch.from_numpy(np.array(numbers[name]))
            weights.copy_(read.T if turned else read)
    return network


def write_network(network: SentenceEncoder, model: Path, into: Path) -> None:
    """The graph of the ONNX file `model` with this network's weights, as one file."""
    graph = onnx.load(str(model))
    ours = {
        name: (weights.detach().T if turned else weights.detach()).contiguous().numpy()
        for name, weights, turned in _named_weights(network)
    }
    for each in graph.graph.initializer:
        if each.name in ours:
            each.CopyFrom(numpy_helper.from_array(ours[each.name], each.name))
    onnx.save_model(graph, str(into), save_as_external_data=False)


def _named_weights(network: SentenceEncoder) -> Iterator[tuple[str, Tensor, bool]]:
    """Each weight with its name in the ONNX file, and whether it lies turned there."""
    yield ".model.embeddings.word_embeddings.weight", network.words.weight, False
    yield ".model.embeddings.token_type_embeddings.weight", network.kinds.weight, False
    yield ".model.embeddings.position_embeddings.weight", network.places.weight, False
    yield from _norm("model.layers.-1.embeddings_norm_layernorm", network.after_words)
    for number, layer in enumerate(network.layers):
        here = f"model.layers.{number}"
        yield from _linear(f"{here}.attn.q_proj", layer.query)
        yield from _linear(f"{here}.attn.k_proj", layer.key)
        yield from _linear(f"{here}.attn.v_proj", layer.value)
        yield from _linear(f"{here}.attn.o_proj", layer.out)
        yield from _norm(f"{here}.attention_output_norm_layernorm", layer.after_attention)
        yield from _linear(f"{here}.mlp.fc1", layer.wide)
        yield from _linear(f"{here}.mlp.fc2", layer.narrow)
        yield from _norm(f"{here}.mlp_output_norm_layernorm", layer.after_all)


def _linear(name: str, part: nn.Linear) -> Iterator[tuple[str, Tensor, bool]]:
    yield f"{name}.MatMul.weight", part.weight, True
    yield f"{name}.Add.bias", part.bias, False


def _norm(name: str, part: nn.LayerNorm) -> Iterator[tuple[str, Tensor, bool]]:
    yield f"{name}.weight", part.weight, False
    yield f"{name}.bias", part.bias, False
