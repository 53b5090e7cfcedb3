"""The encoder of the second reader, which the risk check asks about what is not plainly calm.

Its lower layers are as they were published; the upper ones were taught on our messages, all but those that
are kept back.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

from bot.understanding.encoder import KEPT, MODEL, Encoder, digest_of
from bot.understanding.nlu_files import NLU_DATA
from bot.understanding.weights import CARD, is_whole

SECOND: Final = NLU_DATA / "second-encoder"
MOST_TOKENS: Final = 64
"""Of a long message it reads the beginning: it takes four times as long as the first for each word."""
WEIGHTS: Final = "model.safetensors"
PINNED: Final = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""The SHA-256 of the published weights."""


class WrongWeightsError(ValueError):
    """The file is not the one that was published; the message says where it belongs."""


def see_published(folder: Path) -> None:
    """Raise WrongWeightsError where the published weights do not lie in this folder."""
    file = folder / WEIGHTS
    if not file.exists() or digest_of(file) != PINNED:
        message = f"{file} is not the published file of all-mpnet-base-v2 (SHA-256 {PINNED})."
        raise WrongWeightsError(message)


def open_second(folder: Path = SECOND, remembered: int = KEPT) -> Encoder | None:
    """The encoder, loaded once; None where its files are missing or damaged."""
    return _opened(folder, remembered) if is_whole(folder) else None


def digest_of_second(folder: Path = SECOND) -> str:
    """The SHA-256 of its weights as its card says; empty without a card.

    A score belongs to these weights also where their file is damaged: then its first reader serves on.
    """
    card = folder / CARD
    return str(json.loads(card.read_text("utf-8"))["sha256"][MODEL]) if card.exists() else ""


@cache
def _opened(folder: Path, remembered: int) -> Encoder:
    return Encoder(folder, remembered, most_tokens=MOST_TOKENS)
