"""What the bot remembers of a conversation between two messages."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Self

SaidBy = Literal["young person", "adviser"]


@dataclass(frozen=True)
class Fact:
    """Something known about the person, who said it, and in which message (its number)."""

    value: str
    said_by: SaidBy
    seq: int


@dataclass(frozen=True)
class Pending:
    """A question that waits for its answer.

    `kind` is `choice` (which of these entries), `nation` (before `entries[0]` can be answered),
    `person` (do you want to talk to somebody) or `related`: nothing was asked, but these entries were
    named beside an answer and may be asked for by their labels.
    """

    kind: Literal["choice", "nation", "person", "related"]
    entries: tuple[str, ...] = ()


@dataclass(frozen=True)
class DialogueState:
    """The bot's memory. Facts are kept; the rest starts afresh after a release or a long silence.

    `given` are the entries answered so far, `recent` the young person's last messages (for the risk
    check, which reads a message with those before it), `families` the dangers seen in them.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    topic: str | None = None
    pending: Pending | None = None
    misses: int = 0
    greeted: bool = False
    given: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    families: tuple[str, ...] = ()

    def with_fact(self, name: str, fact: Fact) -> Self:
        """The state that knows this too; the newest word on a matter counts."""
        return replace(self, facts={**self.facts, name: fact})

    def afresh(self) -> "DialogueState":
        """Only the facts: what was pending or talked about is over."""
        return DialogueState(facts=self.facts, greeted=self.greeted, recent=self.recent)

    def to_json(self) -> str:
        """For storing."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """From storage. What an older version did not keep has its usual value."""
        raw: dict[str, Any] = json.loads(text)
        pending = raw.get("pending")
        return cls(
            facts={name: Fact(**fact) for name, fact in raw.get("facts", {}).items()},
            topic=raw.get("topic"),
            pending=Pending(pending["kind"], tuple(pending["entries"])) if pending else None,
            misses=raw.get("misses", 0),
            greeted=raw.get("greeted", False),
            given=tuple(raw.get("given", ())),
            recent=tuple(raw.get("recent", ())),
            families=tuple(raw.get("families", ())),
        )
