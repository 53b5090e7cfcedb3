"""What a network must offer to be taught: vectors for texts, and what its vocabulary calls a hidden word."""

from abc import ABC, abstractmethod
from typing import ClassVar

from torch import Tensor, nn


class Teachable(nn.Module, ABC):
    """A network whose vectors a teacher can shape."""

    width: ClassVar[int]
    hidden_word: ClassVar[int]
    last_special: ClassVar[int]
    """Up to this one the vocabulary holds marks and unused places, no words."""

    @abstractmethod
    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """A unit vector a text: `ids` of its tokens, and in `mask` which of them are there."""

    @abstractmethod
    def freeze_lowest(self, layers: int) -> None:
        """Leave the words and this many of the lowest layers as they are: they know English already."""
