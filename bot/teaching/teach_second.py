"""Teaching the second reader: the upper layers of its network learn what our messages say of danger.

Heavy, and needed once: what answers reads the files that this writes.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from bot.teaching.lessons import Lessons
from bot.teaching.mpnet import LAYERS, MpnetEncoder, read_weights
from bot.teaching.teach import Plan, Teacher, Tell
from bot.understanding.encoder import MODEL, TOKENIZER
from bot.understanding.second_encoder import MOST_TOKENS, WEIGHTS
from bot.understanding.weights import write_card

PLAN: Final = Plan(
    turns=0, danger_turns=0, whole_turns=2, rate=1.5e-4, frozen_layers=3, most_tokens=MOST_TOKENS
)


def teach_second(given: Path, lessons: Lessons, into: Path, tell: Tell) -> None:
    """Teach the published files in the folder `given`, and write the encoder into the folder `into`."""
    network = MpnetEncoder(read_weights(given / WEIGHTS)).eval()
    tokenizer = Tokenizer.from_file(str(given / TOKENIZER))
    teacher = Teacher(network, tokenizer, lessons, PLAN)
    network.centre_on(*teacher.tokens_of([each.whole for each in lessons.messages[::500]]))
    teacher.teach(tell)
    into.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=into.parent) as made:
        whole = Path(made) / "whole.onnx"
        _export(network, whole)
        quantize_dynamic(
            str(whole), str(into / MODEL), weight_type=QuantType.QInt8, per_channel=True
        )
    shutil.copyfile(given / TOKENIZER, into / TOKENIZER)
    about = {"messages": len(lessons.messages), "turns": PLAN.whole_turns}
    layers = {"layers": LAYERS, "left as published": PLAN.frozen_layers}
    write_card(into, {"from": "all-mpnet-base-v2 (Apache-2.0)", **layers, "taught_on": about})


class _Tokens(nn.Module):
    """The network as it is asked once it is taught: a vector a token."""

    def __init__(self, network: MpnetEncoder) -> None:
        super().__init__()
        self._network = network

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self._network.tokens(ids, mask)


def _export(network: MpnetEncoder, into: Path) -> None:
    ids = torch.randint(5, 2_000, (2, 12))
    names = {name: {0: "text", 1: "token"} for name in ("input_ids", "attention_mask")}
    torch.onnx.export(
        _Tokens(network).eval(),
        (ids, torch.ones_like(ids)),
        str(into),
        input_names=list(names),
        output_names=["last_hidden_state"],
        dynamic_axes=names,
        opset_version=17,
        dynamo=False,
    )
