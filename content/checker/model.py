"""What a checker is: its questions, its rules, and what it says at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from content.entry import Source
from content.nation import Nation

NOT_SURE = "not sure"
"""An answer that every question takes."""

MOST_QUESTIONS = 6
OLDEST = 120

Kind = Literal["yes-no", "choice", "nation", "age", "amount"]
About = Literal["possible", "elsewhere", "unclear"]
Answers = Mapping[str, str]
Rule = Mapping[str, frozenset[str]]
"""All of these must be so: for each thing that is asked, the answers that fit."""


@dataclass(frozen=True)
class Option:
    """An answer to choose. `words` mean it too; `up_to` names the rate where a band of money ends."""

    value: str
    label: str
    words: tuple[str, ...] = ()
    up_to: str = ""


@dataclass(frozen=True)
class Question:
    """One question. Several may ask for the same thing (`asks`) where its words differ by nation.

    `only_if` says when it is put. The answer is kept as the first of `facts` about the person; any of
    them, when it is known, answers the question unasked.
    """

    name: str
    asks: str
    kind: Kind
    web: str
    sms: str
    options: tuple[Option, ...] = ()
    only_if: tuple[Rule, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What is said when one of its rules fits; without a rule, when no other outcome fits.

    `about`: it may be possible, there is something else instead, or somebody has to look at it.
    """

    name: str
    title: str
    about: About
    rules: tuple[Rule, ...]
    web: str
    apply: str
    ask: str
    sms: str
    read: tuple[str, ...]
    sources: tuple[Source, ...]
    checked: date


@dataclass(frozen=True)
class Checker:
    """A short conversation. `beside` are the entries that offer it, in the `nations` it is for."""

    name: str
    title: str
    button: str
    nations: tuple[Nation, ...]
    beside: tuple[str, ...]
    review: date
    check_before_launch: bool
    notes: str
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]

    def question(self, name: str) -> Question | None:
        """The question of this name."""
        return next((each for each in self.questions if each.name == name), None)
