"""A statement: one version of one fact, with who said it, when, how sure it is and what it rests on.

Nothing is merged: versions that differ stand side by side until somebody settles which is right.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.decision import Level
from handoff.asked import Question
from handoff.subjects import SUBJECTS, Subject

Sure = Literal["inferred", "said", "confirmed", "unsure", "declined", "not so"]
HOW_SURE: dict[Sure, str] = {
    "inferred": "read into their words by the service",
    "said": "they say so",
    "confirmed": "confirmed",
    "unsure": "not sure",
    "declined": "asked, and they would rather not say",
    "not so": "not so",
}
SAID_BY = (
    "young person", "parent or carer", "friend or relative", "professional", "adviser",
)  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """One version of a fact. `ref` names it, so that another can take its place.

    `words` are the exact words it rests on, in message `seq`; both may be missing where an adviser
    heard it elsewhere, and then `by` says who wrote it down. `by` is empty where the service read it.
    """

    ref: str
    subject: str
    about: str
    value: str
    said_by: str
    sure: Sure
    words: str = ""
    seq: int | None = None
    at: datetime | None = None
    by: str = ""
    replaces: str = ""
    earlier_case: bool = False

    @property
    def what(self) -> str:
        """The subject in words."""
        return SUBJECTS[self.subject].label.lower()

    @property
    def read(self) -> bool:
        """Whether the service read it into words, and no person has confirmed it."""
        return self.sure == "inferred"

    def version_of(self) -> tuple[str, str]:
        """What it is a version of: two statements on the same matter have the same."""
        loose = SUBJECTS[self.subject].many and not self.about
        return self.subject, self.ref if loose else self.about.casefold()

    def says_the_same_as(self, other: "Statement") -> bool:
        """Whether nothing differs that an adviser would have to weigh."""
        mine, theirs = (
            (
                one.version_of()[0],
                one.about.casefold(),
                one.value.casefold(),
                one.sure == "declined",
            )
            for one in (self, other)
        )
        return mine == theirs


@dataclass(frozen=True)
class Judged:
    """The level as a person judged it, and why."""

    level: Level
    by: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Matter:
    """All that stands on one subject, what no longer stands, and our newest question about it."""

    subject: Subject
    statements: Sequence[Statement] = ()
    gone: Sequence[Statement] = ()
    question: Question | None = None

    @property
    def state(self) -> Literal["known", "asked", "not asked"]:
        """Whether anything is known, or was at least asked; a plain "no" is something known."""
        if self.statements:
            return "known"
        return "asked" if self.question else "not asked"

    @property
    def differ(self) -> Sequence[Statement]:
        """The statements that another one contradicts."""
        return [
            one
            for one in self.statements
            if any(
                one.version_of() == other.version_of() and not one.says_the_same_as(other)
                for other in self.statements
            )
        ]


@dataclass
class Ledger:
    """Statements as they come in, in the order in which they were made; later ones may replace earlier."""

    made: list[Statement] = field(default_factory=list)
    taken_back: set[str] = field(default_factory=set)

    def add(self, statement: Statement) -> None:
        """Take a statement in; one whose name is known already is the same one again."""
        if all(statement.ref != one.ref for one in self.made):
            self.made.append(statement)

    def take_back(self, subject: str) -> None:
        """What was said so far on a subject was taken back by who said it."""
        self.taken_back |= {one.ref for one in self.made if one.subject == subject and not one.by}

    def standing(self) -> list[Statement]:
        """What nothing took the place of. Of those that say the same the surest stands, or the newest."""
        gone = self._gone()
        kept: list[Statement] = []
        for one in (one for one in self.made if one.ref not in gone and one.sure != "not so"):
            same = next((other for other in kept if other.says_the_same_as(one)), None)
            if same is None:
                kept.append(one)
            elif _weight(one) >= _weight(same):
                kept[kept.index(same)] = one
        return kept

    def gone(self) -> list[Statement]:
        """What was corrected, denied or taken back. A confirmation takes nothing away, so it is not here."""
        gone, standing = self._gone(), self.standing()
        return [
            one
            for one in self.made
            if one.ref in gone and not any(one.says_the_same_as(other) for other in standing)
        ]

    def _gone(self) -> set[str]:
        """What something took the place of, with whatever said the same before."""
        named = {one.ref: one for one in self.made}
        gone = set(self.taken_back)
        for later in self.made:
            was = named.get(later.replaces)
            if was:
                gone |= {
                    one.ref for one in self.made if one is was or _said_before(one, was, later)
                }
        return gone


def read_ref(conversation_id: int, seq: int, subject: str, about: str, value: str) -> str:
    """The name of something read from a message: the same reading has the same name at every look."""
    digest = hashlib.sha256(f"{about}|{value}".casefold().encode()).hexdigest()[:10]
    return f"m{conversation_id}.{seq}.{subject}.{digest}"


def _said_before(one: Statement, was: Statement, later: Statement) -> bool:
    in_time = one.at is None or later.at is None or one.at < later.at
    return one is not later and in_time and one.says_the_same_as(was)


def _weight(statement: Statement) -> int:
    return {"inferred": 0, "unsure": 1, "said": 2, "declined": 2}.get(statement.sure, 3)
