"""The calm reader: whether a message is so unlike danger that an urgent pattern in it is taken for need.

Its head lies over the second encoder's vector. It was taught danger with homely words beside it too
("mum kicked me out i like your new logo"), where the other heads are easily put at ease: calm is believed
against a pattern, so it must not be lightly said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from bot.risk.heads import URGENT, Floats, SenseHeads


@dataclass(frozen=True)
class CalmReader:
    """A head for urgent, how the first reader's odds, its own and a bias count, and below what all is calm."""

    heads: SenseHeads
    mix: Floats
    limit: float

    def is_calm(self, first: Floats, vector: Floats) -> bool:
        """Whether all is surely well; `first` are the first reader's odds, one a head, `vector` a row."""
        own = self.heads.score(vector)[0, 0]
        return bool(self.mix[0] * first[URGENT] + self.mix[1] * own + self.mix[2] < self.limit)

    def parts(self) -> dict[str, Any]:
        """As arrays for the file of the score."""
        heads = {f"calm_{name}": value for name, value in vars(self.heads).items()}
        return {"calm_mix": self.mix, "calm_limit": self.limit, **heads}

    @classmethod
    def from_parts(cls, parts: Mapping[str, Any]) -> Self:
        """From the arrays of a file."""
        heads = SenseHeads(*(parts[f"calm_{each.name}"] for each in fields(SenseHeads)))
        return cls(heads, parts["calm_mix"], float(parts["calm_limit"]))
