"""Whom a waiting case is offered first: present advisers with room whom it suits, for a short grace.

The others see it apart and may pick it up all the same, so nobody is ever kept from helping. Urgent cases
and emergencies, and cases that came back from an adviser, are everybody's at once. The grace ends halfway
to the target at the latest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.decision import Level
from handoff.presence import colleagues
from handoff.profiles import WEIGHTS, Profile, loads, profiles
from handoff.queue import InLine
from handoff.suiting import Need, why_suited

USUAL_GRACE = timedelta(minutes=2)


@dataclass(frozen=True)
class Ready:
    """Somebody who works on cases and is here: what they can do, and how much more they can take."""

    staff_id: int
    name: str
    profile: Profile
    room: int


@dataclass(frozen=True)
class OfferedFirst:
    """Until when a case is for these members before others."""

    until: datetime
    ids: frozenset[int]
    names: Sequence[str]


def who_is_ready(tx: Connection, now: datetime) -> list[Ready]:
    """Everybody who is here, whether they have room or not."""
    can, load = profiles(tx), loads(tx)
    return [
        Ready(each.id, each.name, can.get(each.id, Profile()), _room(each.id, can, load))
        for each in colleagues(tx, now)
        if each.here
    ]


def may_be_offered_first(case: InLine, grace: timedelta, now: datetime) -> bool:
    """Whether a case is of those that are offered to some before others, and its grace still runs."""
    calm = Level(case.level).rank < Level.URGENT.rank
    waits_anew = case.state == "waiting" and not case.returned
    return calm and waits_anew and now < _until(case, grace)


def offered_first(
    case: InLine, need: Need, ready: Sequence[Ready], grace: timedelta, now: datetime
) -> OfferedFirst | None:
    """Whom the case is offered first; None where it is everybody's."""
    if not may_be_offered_first(case, grace, now):
        return None
    weight = WEIGHTS[Level(case.level)]
    suited = [
        each
        for each in ready
        if each.room >= weight and why_suited(each.staff_id, each.profile, need)
    ]
    if not suited:
        return None
    return OfferedFirst(
        _until(case, grace),
        frozenset(each.staff_id for each in suited),
        [each.name for each in suited],
    )


def _until(case: InLine, grace: timedelta) -> datetime:
    return case.waiting_since + min(grace, (case.due_at - case.waiting_since) / 2)


def _room(staff_id: int, can: Mapping[int, Profile], load: Mapping[int, int]) -> int:
    return can.get(staff_id, Profile()).most - load.get(staff_id, 0)
