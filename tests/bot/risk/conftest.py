"""A small world for the risk check: two families, a few phrases, and a stand-in for the encoder."""

import numpy as np
import pytest

from bot.meaning import Vector
from bot.risk.families import Family, parse_family, read_families
from bot.risk.features import features_of
from bot.risk.heads import Encode, Floats

SUICIDE = """
family: suicide
about: Wanting to die.
safety_reply: suicide
codes:
  suicide.now: {level: emergency, about: Doing it}
  suicide.thoughts: {level: urgent, about: Wanting it}
  suicide.low: {level: complex, about: Very low}
patterns:
  - {code: suicide.thoughts, any: [want to die], catches: [i want to die], passes: [hello]}
  - {code: suicide.low, any: [so (low|empty|alone)], catches: [so low], passes: [hello]}
examples:
  suicide.now: [im doing it now goodbye, pills are in my hand goodbye, on the bridge saying goodbye]
  suicide.thoughts: [i wish i was dead, no reason to be alive, everyone better off without me]
  suicide.low: [everything feels grey and empty, i feel low all day, nothing is fun now]
lookalikes: [my phone is dead, dead funny that, i died laughing, goodbye to year 11]
"""
NEED = """
family: complex-need
about: Needs a person.
codes: {complex-need.debt: {level: complex, about: In debt}}
patterns:
  - {code: complex-need.debt, any: [in debt], catches: [im in debt], passes: [hello]}
examples: {complex-need.debt: [i owe money to everyone, bailiffs are coming, loan shark wants it]}
lookalikes: [you owe me a pizza]
"""
ROUTINE = [
    "what is ema",
    "how do i apply for college",
    "when is open day",
    "am i old enough to vote",
]
EVERYDAY = ["see you at seven", "the bus is late", "had chips for tea", "happy birthday"]


@pytest.fixture(scope="session")
def small() -> tuple[Family, ...]:
    """Danger in one family, need in another."""
    return parse_family(SUICIDE, "suicide.yml"), parse_family(NEED, "complex-need.yml")


@pytest.fixture(scope="session")
def families() -> tuple[Family, ...]:
    """The families of the service."""
    return read_families()


@pytest.fixture(scope="session")
def encode() -> Encode:
    """Words thrown into 64 places: alike words, alike vectors."""

    def encode(texts: list[str]) -> Floats:
        vectors = np.zeros((len(texts), 64), np.float32)
        for row, text in enumerate(texts):
            np.add.at(vectors[row], features_of(text) % 64, 1)
        shares: Vector = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return shares

    return encode
