"""For whom an answer is marked, and who is reading: their age where it is known, and whether in school."""

from dataclasses import dataclass
from typing import Final, Literal

Audience = Literal["everyone", "16-plus", "adults"]
LEAST_AGE: Final = {"everyone": 0, "16-plus": 16, "adults": 18}


@dataclass(frozen=True)
class Reader:
    """What is known of who will read an answer. `in_school`: the chat stands on a school's own site."""

    age: int | None = None
    in_school: bool = False


ANYBODY: Final = Reader()
"""Nothing is known, so that nothing is withheld."""
