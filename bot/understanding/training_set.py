"""What an engine learns from, and what it is checked on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TrainingSet:
    """`phrases`: each id with what young people say. `texts`: each id with its label or more."""

    phrases: Mapping[str, Sequence[str]]
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """A message with what it asks: the ids that are right. None are right when it is out of scope."""

    text: str
    right: frozenset[str] = frozenset()
    kind: str = ""

    @property
    def in_scope(self) -> bool:
        """Whether we have an answer to it."""
        return bool(self.right)
