"""What scores are made of: heads that read words or a vector, and from where on their odds count."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.risk.features import features_of

SEE, URGENT, EMERGENCY, FIRST_FAMILY = 0, 1, 2, 3
"""The places of the heads: a person should see this, urgent, emergency, then one a family."""

Floats = NDArray[np.float32]
Encode = Callable[[list[str]], Floats]


@dataclass(frozen=True)
class WordHeads:
    """The heads that read words: a row of weights a feature."""

    rarity: Floats
    weights: Floats
    bias: Floats

    def score(self, plain: str) -> Floats:
        """Log-odds of every head for one text."""
        present = features_of(plain)
        if not len(present):
            return self.bias
        value = self.rarity[present]
        value = value / max(float(np.sqrt(np.square(value).sum())), 1e-9)
        scored: Floats = value @ self.weights[present] + self.bias
        return scored


@dataclass(frozen=True)
class SenseHeads:
    """The heads that read the encoder's vector, through one hidden layer."""

    hidden_weights: Floats
    hidden_bias: Floats
    weights: Floats
    bias: Floats

    def score(self, vectors: Floats) -> Floats:
        """Log-odds of every head, a row a vector."""
        hidden = np.maximum(vectors @ self.hidden_weights + self.hidden_bias, 0)
        scored: Floats = hidden @ self.weights + self.bias
        return scored


@dataclass(frozen=True)
class Thresholds:
    """From where on a score counts: three for danger as such, two a family.

    Emergency has a second one, past which it raises a message alone.
    """

    general: Floats
    emergency_alone: float
    family_see: Floats
    family_urgent: Floats


def packed(name: str, limits: Thresholds) -> dict[str, Any]:
    """Thresholds as arrays for a file, under this name."""
    return {
        f"{name}_general": limits.general,
        f"{name}_alone": np.array(limits.emergency_alone),
        f"{name}_see": limits.family_see,
        f"{name}_urgent": limits.family_urgent,
    }


def unpacked(name: str, parts: Any) -> Thresholds:
    """Thresholds from the arrays of a file."""
    return Thresholds(
        parts[f"{name}_general"],
        float(parts[f"{name}_alone"]),
        parts[f"{name}_see"],
        parts[f"{name}_urgent"],
    )
