"""What advisers can do, how much they have, and whom young people know already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel import Locale
from sqlalchemy import Connection, bindparam, case, delete, func, select
from sqlalchemy.orm import aliased

from bot.decision import Level
from content.languages import ENGLISH
from handoff.presence import is_here
from store.insert import insert_if_new
from store.tables import AdviserProfile, Case, Conversation, Message, StaffMember

WEIGHTS = {Level.EMERGENCY: 4, Level.URGENT: 3, Level.COMPLEX: 2, Level.ROUTINE: 1}
"""How much a case of each level weighs in somebody's caseload."""
USUAL_MOST = 12
_WRITES_IN = "writes in "
_PROFILES = select(AdviserProfile.__table__)
_LOADS = (
    select(Case.owner_id, func.sum(case(WEIGHTS, value=Case.level, else_=1)))
    .where(Case.state == "held")
    .group_by(Case.owner_id)
)
_HERE, _THERE = aliased(Conversation), aliased(Conversation)
_KNOWN = (
    select(
        _HERE.id,
        StaffMember.id.label("staff_id"),
        StaffMember.shown_name,
        StaffMember.present_at,
    )
    .select_from(_HERE)
    .join(_THERE, _THERE.person_id == _HERE.person_id)
    .join(Message, Message.conversation_id == _THERE.id)
    .join(StaffMember, StaffMember.id == Message.staff_id)
    .where(_HERE.id.in_(bindparam("conversations", expanding=True)), StaffMember.active.is_(True))
    .group_by(_HERE.id, StaffMember.id, StaffMember.shown_name, StaffMember.present_at)
    .order_by(func.max(Message.at).desc())
)


@dataclass(frozen=True)
class Profile:
    """What one member can do, in words that they chose; `most` is the load they should have at most."""

    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    most: int = USUAL_MOST

    @property
    def in_words(self) -> str:
        """Everything on one line."""
        return ", ".join((*self.languages, *self.skills, *self.areas))


@dataclass(frozen=True)
class Acquaintance:
    """Somebody who has written with a young person before, and whether they are here."""

    staff_id: int
    name: str
    here: bool


def profiles(tx: Connection) -> dict[int, Profile]:
    """Everybody's profile who has one."""
    rows = tx.execute(_PROFILES)
    return {
        row.staff_id: Profile(
            _words(row.languages), _words(row.skills), _words(row.areas), row.most
        )
        for row in rows
    }


def keep_profile(
    tx: Connection, staff_id: int, *, languages: str, skills: str, areas: str, most: int
) -> None:
    """Keep what a member says of themselves."""
    values: dict[str, Any] = {
        "languages": ", ".join(_words(languages)),
        "skills": ", ".join(_words(skills)),
        "areas": ", ".join(_words(areas)),
        "most": most,
    }
    tx.execute(delete(AdviserProfile).where(AdviserProfile.staff_id == staff_id))
    insert_if_new(tx, AdviserProfile, staff_id=staff_id, **values)


def loads(tx: Connection) -> dict[int, int]:
    """The weight of what each member has now."""
    rows = tx.execute(_LOADS)
    return {row[0]: int(row[1]) for row in rows}


def acquaintances(
    tx: Connection, conversation_ids: Iterable[int], now: datetime
) -> dict[int, list[Acquaintance]]:
    """Who has written with the people of these conversations, on any channel: the latest first."""
    rows = tx.execute(_KNOWN, {"conversations": list(conversation_ids)})
    found: dict[int, list[Acquaintance]] = {}
    for row in rows:
        known = Acquaintance(row.staff_id, row.shown_name, is_here(row.present_at, now))
        found.setdefault(row.id, []).append(known)
    return found


def language_of(reason: str) -> str:
    """The language that a case was opened for, as a two letter code; empty where it is English."""
    return reason.removeprefix(_WRITES_IN) if reason.startswith(_WRITES_IN) else ""


def chosen_language(code: str | None) -> str:
    """The name of the language that somebody chose to be spoken to in; empty where that is English."""
    return name_of_language(code) if code and code != ENGLISH else ""


def name_of_language(code: str) -> str:
    """What a language is called in English; empty where there is none."""
    return Locale("en").languages.get(code, code) if code else ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in (" ".join(part.split()) for part in text.split(",")) if word)
