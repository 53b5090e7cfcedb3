"""The second reader: what another encoder makes of a whole message that is not plainly calm.

The second encoder is larger and was taught danger alone; it errs elsewhere than the first, so the two
together err less (docs/risk-measurements.md). It takes longer to read with, so what the first finds plainly
calm is not read again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from bot.risk.calm import CalmReader
from bot.risk.heads import SEE, Encode, Floats, SenseHeads, Thresholds, packed, unpacked

MOST_WORDS = 40


@dataclass(frozen=True)
class SecondReader:
    """Heads over its vector, and how they count. `mix` is the first reader, the second and a bias a head.

    `asked_from`: the odds that a person should see the message, by the first reader.
    """

    heads: SenseHeads
    mix: Floats
    asked_from: float
    thresholds: Thresholds
    calm: CalmReader

    def is_asked(self, first: Floats, whole: str) -> bool:
        """Whether the first reader's odds, one a head, leave anything to ask.

        Of a long message one vector says little; there the first reader's clauses say more.
        """
        return bool(first[SEE] >= self.asked_from) and _is_read(whole)

    def is_calm(self, first: Floats, whole: str, encode: Encode) -> bool:
        """Whether a message is surely unlike danger, by the first reader's odds and by the calm reader."""
        return _is_read(whole) and self.calm.is_calm(first, encode([whole]))

    def weigh(self, first: Floats, vector: Floats) -> Floats:
        """The odds of every head by both; `vector` is the second encoder's, a row."""
        weighed: Floats = (
            self.mix[0] * first + self.mix[1] * self.heads.score(vector)[0] + self.mix[2]
        )
        return weighed

    def parts(self) -> dict[str, Any]:
        """As arrays for the file of the score."""
        heads = {f"second_{name}": value for name, value in vars(self.heads).items()}
        limits = packed("second_limits", self.thresholds)
        return {
            "second_mix": self.mix,
            "second_asked_from": self.asked_from,
            **heads,
            **limits,
        } | self.calm.parts()

    @classmethod
    def from_parts(cls, parts: Mapping[str, Any]) -> Self | None:
        """From the arrays of a file; None where there is no second reader in it."""
        if "second_mix" not in parts:
            return None
        heads = SenseHeads(*(parts[f"second_{each.name}"] for each in fields(SenseHeads)))
        asked_from = float(parts["second_asked_from"])
        limits, calm = unpacked("second_limits", parts), CalmReader.from_parts(parts)
        return cls(heads, parts["second_mix"], asked_from, limits, calm)


def _is_read(whole: str) -> bool:
    return len(whole.split()) <= MOST_WORDS
