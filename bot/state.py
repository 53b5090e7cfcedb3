"""What the bot remembers of a conversation between two messages."""

import json
from collections.abc import Collection, Mapping
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

    `kind` is `choice` (which of these entries), `nation` (before `entries` can be answered),
    `person` (do you want to talk to somebody), `facts` (is what we keep in mind right) or `related`:
    nothing was asked, but these entries were named beside an answer and may be asked for by their
    labels. What waits for the nation may be several `entries`.
    """

    kind: Literal["choice", "nation", "person", "related", "facts"]
    entries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checking:
    """A checker (content.checker) that was named beside an answer, or begun.

    `asked` is the question that waits for its answer. `offered`: it was just offered, so that a plain
    yes takes it up. `reminded`: who left it was asked once whether to carry on.
    """

    checker: str
    stage: Literal["named", "asking", "aside", "done"]
    answers: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""
    offered: bool = False
    reminded: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it was begun and can be carried on."""
        return self.stage in ("asking", "aside")

    def put_aside(self) -> Self:
        """The same, waiting until the person takes it up by themselves."""
        stage = "aside" if self.is_open else self.stage
        return replace(self, stage=stage, offered=False, reminded=True)


@dataclass(frozen=True)
class DialogueState:
    """The bot's memory. Facts are kept; the rest starts afresh after a release or a long silence.

    `given` are the entries answered so far, `recent` the young person's last messages (for the risk
    check, which reads a message with those before it), `families` the dangers seen in them, `warned`
    which words of safety were said.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    topic: str | None = None
    pending: Pending | None = None
    misses: int = 0
    greeted: bool = False
    given: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    checking: Checking | None = None

    def with_fact(self, name: str, fact: Fact) -> Self:
        """The state that knows this too; the newest word on a matter counts."""
        return replace(self, facts={**self.facts, name: fact})

    def without_facts(self, names: Collection[str]) -> Self:
        """The state that no longer knows these."""
        kept = {name: fact for name, fact in self.facts.items() if name not in names}
        return replace(self, facts=kept)

    def about(self, entry_id: str) -> Self:
        """The state in which this was talked about last."""
        return replace(self, topic=entry_id)

    def afresh(self) -> "DialogueState":
        """Only the facts, and a checker that was begun: what was pending or talked about is over."""
        begun = self.checking.put_aside() if self.checking and self.checking.is_open else None
        return DialogueState(
            facts=self.facts, greeted=self.greeted, recent=self.recent, checking=begun
        )

    def to_json(self) -> str:
        """For storing."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """From storage. What an older version did not keep has its usual value."""
        raw: dict[str, Any] = json.loads(text)
        pending, checking = raw.get("pending"), raw.get("checking")
        return cls(
            facts={name: Fact(**fact) for name, fact in raw.get("facts", {}).items()},
            topic=raw.get("topic"),
            pending=Pending(pending["kind"], tuple(pending["entries"])) if pending else None,
            misses=raw.get("misses", 0),
            greeted=raw.get("greeted", False),
            given=tuple(raw.get("given", ())),
            recent=tuple(raw.get("recent", ())),
            families=tuple(raw.get("families", ())),
            warned=tuple(raw.get("warned", ())),
            checking=Checking(**checking) if checking else None,
        )
