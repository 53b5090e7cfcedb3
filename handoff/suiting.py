"""Why a waiting case suits one adviser more than another: whom they know, language, area, skill."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from handoff.areas import areas_of, covers
from handoff.codes import code_in_words
from handoff.profiles import (
    Acquaintance,
    Profile,
    acquaintances,
    chosen_language,
    language_of,
    name_of_language,
)
from handoff.queue import InLine


@dataclass(frozen=True)
class Need:
    """What matters of a case: whom they know from before, the language they write, or the one they chose to be
    spoken to in, what it is about, where."""

    knows: Sequence[Acquaintance] = ()
    language: str = ""
    about: str = ""
    areas: Sequence[str] = field(default_factory=list)
    chosen: str = ""


def needs_of(tx: Connection, cases: Iterable[InLine], now: datetime) -> Mapping[int, Need]:
    """The need of each case, by its number."""
    cases = list(cases)
    known = acquaintances(tx, [case.conversation_id for case in cases], now)
    areas = areas_of(tx, [case.person_id for case in cases])
    return {
        case.case_id: Need(
            known.get(case.conversation_id, ()),
            name_of_language(language_of(case.reason)),
            f"{case.reason} {code_in_words(case.reason)}".casefold(),
            areas.get(case.person_id, ()),
            chosen_language(case.language),
        )
        for case in cases
    }


def why_suited(staff_id: int, profile: Profile, need: Need) -> str:
    """What makes a case suit this adviser, in a few words; empty where nothing does."""
    if any(each.staff_id == staff_id for each in need.knows):
        return "they know you"
    spoken = {each.casefold() for each in profile.languages}
    if need.language and need.language.casefold() in spoken:
        return f"they write in {need.language}"
    if need.chosen and need.chosen.casefold() in spoken:
        return f"they chose {need.chosen}"
    for area in profile.areas:
        if any(covers(area, place) for place in need.areas):
            return f"it is in {area}"
    skill = next((skill for skill in profile.skills if skill.casefold() in need.about), "")
    return f"it is about {skill}" if skill else ""
