"""Where a young person lives or learns, as far as it is known, and whether somebody's area covers it."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.understanding.entities import find_entities
from content.nation import Nation
from handoff.inferring import readings
from store.tables import Conversation, RecordedFact

HOME, LEARNING = "home", "learning-area"
_A_POSTCODES_LETTERS = 2
_WRITTEN = (
    select(RecordedFact.person_id, RecordedFact.subject, RecordedFact.value)
    .where(
        RecordedFact.person_id.in_(bindparam("people", expanding=True)),
        RecordedFact.subject.in_((HOME, LEARNING)),
    )
    .order_by(RecordedFact.id)
)
_SAID: Any = (
    select(Conversation.person_id, Conversation.home)
    .where(
        Conversation.person_id.in_(bindparam("people", expanding=True)),
        Conversation.home.is_not(None),
    )
    .order_by(Conversation.last_at.desc())
)


def home_in(text: str) -> str:
    """Where somebody says in these words that they live; empty where they do not plainly say it."""
    if "live" not in text.casefold():
        return ""
    homes = [reading.value for reading in readings(text) if reading.subject == HOME]
    return homes[-1] if homes else ""


def areas_of(tx: Connection, person_ids: Iterable[int]) -> dict[int, list[str]]:
    """The home and the learning area of people. What an adviser wrote down stands before what was read."""
    people = list(person_ids)
    written: dict[int, dict[str, str]] = {}
    for fact in tx.execute(_WRITTEN, {"people": people}):
        # The newest version of each counts, also where it says "not so".
        written.setdefault(fact.person_id, {})[fact.subject] = fact.value
    for row in tx.execute(_SAID, {"people": people}):
        known = written.setdefault(row.person_id, {})
        known.setdefault(HOME, row.home)
    return {person: [area for area in known.values() if area] for person, known in written.items()}


def covers(area: str, place: str) -> bool:
    """Whether an adviser's area (a town, a nation, a postcode's beginning) has this place in it."""
    mine, theirs = _plain(area), _known_as(place)
    if len(mine) <= _A_POSTCODES_LETTERS:
        return bool(mine) and re.search(rf" {re.escape(mine)}[0-9]", theirs) is not None
    return f" {mine} " in theirs


@lru_cache(maxsize=1024)
def _known_as(place: str) -> str:
    """A place's own words, and the nation that it lies in where that is known."""
    nations = [Nation(each.value).title for each in find_entities(place) if each.kind == "nation"]
    return f" {_plain(' '.join((place, *nations)))} "


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", words.casefold()).split())
