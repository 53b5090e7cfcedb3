"""The encoder of the second reader, which the risk check asks about what is not plainly calm.

It is as it was published: never taught on our messages, and so not too sure of what it knows by heart.
"""

from functools import cache
from pathlib import Path
from typing import Final

from bot.understanding.encoder import MODEL, Encoder, digest_of
from bot.understanding.nlu_files import NLU_DATA
from bot.understanding.weights import is_whole

SECOND: Final = NLU_DATA / "second-encoder"
MOST_TOKENS: Final = 64
"""Of a long message it reads the beginning: it takes four times as long as the first for each word."""


def open_second(folder: Path = SECOND) -> Encoder | None:
    """The encoder, loaded once; None where its files are missing or damaged."""
    return _opened(folder) if is_whole(folder) else None


def digest_of_second(folder: Path = SECOND) -> str:
    """The SHA-256 of its weights; empty where there is none."""
    return digest_of(folder / MODEL) if is_whole(folder) else ""


@cache
def _opened(folder: Path) -> Encoder:
    return Encoder(folder, most_tokens=MOST_TOKENS)
