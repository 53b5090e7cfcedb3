"""Questions that mean the same, put together, the most asked first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np

from bot.meaning import Vector
from bot.understanding.anonymous import GAP, without_gaps
from store.clock import LONDON, in_london
from store.learning import CORRECTED, NOT_HELPED, UNANSWERED, UNSURE

WEEKS = 8
ALIKE = 0.65
"""From this likeness on two questions count as one; measured on the phrases of the starter pack."""
_EXAMPLES = 5
_SHORTEST_PHRASE = 2


@dataclass(frozen=True)
class Asked:
    """One question, its persons left out."""

    id: int
    text: str
    what: str
    entry_id: str
    revision: int | None
    guess: str
    at: datetime

    @property
    def meant(self) -> str:
        """The words that are compared."""
        return without_gaps(self.text)


@dataclass(frozen=True)
class Group:
    """Questions that mean the same, newest first; `head` is the wording with the fewest gaps."""

    head: str
    asked: tuple[Asked, ...]

    @cached_property
    def guess(self) -> str:
        """The entry that these were mostly taken for; empty where there is none."""
        guesses = Counter(one.guess for one in self.asked if one.guess)
        return guesses.most_common(1)[0][0] if guesses else ""

    @cached_property
    def examples(self) -> tuple[Asked, ...]:
        """The newest of different wording."""
        by_words = {one.text.casefold(): one for one in reversed(self.asked)}
        return tuple(sorted(by_words.values(), key=lambda one: one.at, reverse=True)[:_EXAMPLES])

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """What the bot could learn from: each wording once, without the gaps."""
        words = (without_gaps(one.text) for one in self.asked)
        long_enough = [each for each in words if len(each.split()) >= _SHORTEST_PHRASE]
        return tuple({each.casefold(): each for each in reversed(long_enough)}.values())

    @property
    def ids(self) -> str:
        """Which questions these are, for a form."""
        return ",".join(str(one.id) for one in self.asked)

    def count(self, what: str) -> int:
        """How many were unanswered, unsure or not helped."""
        return sum(one.what == what for one in self.asked)

    @property
    def unanswered(self) -> int:
        """Nothing of ours fitted."""
        return self.count(UNANSWERED)

    @property
    def unsure(self) -> int:
        """The bot had to ask which answer was meant."""
        return self.count(UNSURE)

    @property
    def not_helped(self) -> int:
        """There was an answer, and it did not help."""
        return self.count(NOT_HELPED)

    @property
    def corrected(self) -> int:
        """An adviser says that the answer was the wrong one."""
        return self.count(CORRECTED)


def group(asked: Sequence[Asked], vectors: Vector) -> list[Group]:
    """Put together what is alike: the question with most others like it first, with those, and so on."""
    if not asked:
        return []
    alike = vectors @ vectors.T >= ALIKE
    np.fill_diagonal(alike, val=True)
    free = np.ones(len(asked), dtype=bool)
    groups: list[Group] = []
    neighbours = alike.sum(axis=1)
    while free.any():
        head = int(np.argmax(np.where(free, neighbours, -1)))
        members = np.flatnonzero(alike[head] & free)
        free[members] = False
        neighbours = neighbours - alike[:, members].sum(axis=1)
        ordered = sorted(
            (asked[int(place)] for place in members), key=lambda one: one.at, reverse=True
        )
        groups.append(Group(_clearest(ordered), tuple(ordered)))
    return sorted(groups, key=lambda each: (len(each.asked), each.asked[0].at), reverse=True)


def _clearest(asked: Sequence[Asked]) -> str:
    """The wording with the fewest gaps; of those the shortest that is a phrase."""
    return min(
        (one.text for one in asked),
        key=lambda text: (
            text.count(GAP),
            len(text.split()) < _SHORTEST_PHRASE,
            len(text),
        ),
    )


def monday(moment: datetime) -> date:
    """The first day of the week in the UK."""
    day = in_london(moment).date()
    return day - timedelta(days=day.weekday())


def first_moment(now: datetime) -> datetime:
    """When the first of the weeks began."""
    first = monday(now) - timedelta(weeks=WEEKS - 1)
    return datetime.combine(first, time(), LONDON)


def by_week(asked: Sequence[Asked], now: datetime) -> list[tuple[date, int]]:
    """How many in each of the last weeks, the oldest first, with the week's Monday."""
    last = monday(now)
    counted = Counter(monday(one.at) for one in asked)
    weeks = [last - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    return [(week, counted[week]) for week in weeks]
