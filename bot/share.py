"""A share with the interval in which the true one lies: few messages tell less than many."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """So many of so many, with the 95 % interval after Wilson."""

    hits: int
    count: int

    @classmethod
    def of(cls, marks: Iterable[bool]) -> "Share":
        """How many of these are true."""
        counted = list(marks)
        return cls(sum(counted), len(counted))

    @property
    def value(self) -> float:
        """The share itself, 0 when there is nothing to share."""
        return self.hits / self.count if self.count else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, most likely."""
        if not self.count:
            return 0.0, 1.0
        z = 1.96
        centre = (self.value + z * z / (2 * self.count)) / (1 + z * z / self.count)
        spread = self.value * (1 - self.value) / self.count + z * z / (4 * self.count**2)
        half = z * math.sqrt(spread) / (1 + z * z / self.count)
        return max(0.0, centre - half), min(1.0, centre + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:6.1%}  {low:.1%} to {high:.1%}  ({self.hits} of {self.count})"
