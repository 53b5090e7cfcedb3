"""The queue as one adviser's desk shows it: in its groups, and no longer than anybody reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from aiohttp import web
from sqlalchemy import Connection

from bot.decision import Level
from handoff.codes import code_in_words
from handoff.looking import lookers
from handoff.offered_first import (
    USUAL_GRACE,
    OfferedFirst,
    may_be_offered_first,
    offered_first,
    who_is_ready,
)
from handoff.presence import supervises
from handoff.profiles import Acquaintance, Profile, profiles
from handoff.queue import InLine, QueueRow, line, open_cases
from handoff.suiting import needs_of, why_suited
from staff.desk.alerts import LostAlert, lost_alerts
from staff.desk.sending import DeadLetter, dead_letters

GRACE: web.AppKey[timedelta] = web.AppKey("offered_first_for")
"""For how long a case is offered first to those whom it suits."""
SHOWN_WAITING, SHOWN_HELD, SHOWN_FIRST = 40, 20, 3
"""How many rows of each group are shown; a link shows all. Emergencies are always shown, and my own."""


@dataclass(frozen=True)
class Marks:
    """What else a row says: who looks, whom they know, the language they write, why it suits me, and
    whom it is offered before others."""

    lookers: Sequence[str] = ()
    knows: Sequence[Acquaintance] = ()
    language: str = ""
    suits_me: str = ""
    first: OfferedFirst | None = None
    chosen_language: str = ""


@dataclass(frozen=True)
class QueueView:
    """Open cases: emergencies that wait, those that suit me, the others that wait, and those held.

    `with_others` wait too, and are offered first to colleagues whom they suit; `opens_at` is when the
    first of them is everybody's.
    After them the texts that did not arrive, whoever wrote them, and the alerts that nobody got.
    `everyone` are all who wait, in order; `over` those of them that are over their target.
    """

    emergencies: Sequence[QueueRow]
    first: Sequence[QueueRow]
    waiting: Sequence[QueueRow]
    with_others: Sequence[QueueRow]
    held: Sequence[QueueRow]
    dead_letters: Sequence[DeadLetter]
    lost_alerts: Sequence[LostAlert]
    everyone: Sequence[InLine]
    over: Sequence[InLine]
    held_count: int
    marks: Mapping[int, Marks] = field(default_factory=dict)

    @property
    def more_waiting(self) -> int:
        """How many wait that are not shown."""
        shown = (self.emergencies, self.waiting, self.with_others)
        return len(self.everyone) - sum(map(len, shown))

    @property
    def more_held(self) -> int:
        """How many are held that are not shown."""
        return self.held_count - len(self.held)

    @property
    def opens_at(self) -> datetime | None:
        """When the next case that is offered first to others is everybody's."""
        firsts = (self.of(row.case_id).first for row in self.with_others)
        return min((first.until for first in firsts if first), default=None)

    def of(self, case_id: int) -> Marks:
        """What else the row of a case says."""
        return self.marks.get(case_id, _NO_MARKS)


_NO_MARKS = Marks()


def queue_view(
    tx: Connection,
    me: int,
    now: datetime,
    *,
    grace: timedelta = USUAL_GRACE,
    everything: bool = False,
    open_case: int | None = None,
) -> QueueView:
    """The queue as it is now. The case that is open stays in sight wherever it stands."""
    everyone = line(tx)
    waiting = [each for each in everyone if each.state == "waiting"]
    held = [each for each in everyone if each.state == "held"]
    firsts = _firsts(tx, waiting, grace, now)
    apart = {case for case, first in firsts.items() if me not in first.ids and case != open_case}
    if apart and supervises(tx, me):
        apart = set()
    mine = [case for case, first in firsts.items() if me in first.ids]
    also = mine if open_case is None else [*mine, open_case]
    chosen = None if everything else _shown(waiting, held, me, apart=apart, also=also)
    rows = open_cases(tx, only=chosen)
    shown = {row.case_id for row in rows}
    marks = _marks(tx, [each for each in waiting if each.case_id in shown], firsts, me, now)
    calm = [row for row in rows if row.state == "waiting" and row.level != Level.EMERGENCY]
    return QueueView(
        emergencies=[
            row for row in rows if row.state == "waiting" and row.level == Level.EMERGENCY
        ],
        first=[row for row in rows if marks.get(row.case_id, _NO_MARKS).suits_me][:SHOWN_FIRST],
        waiting=[row for row in calm if row.case_id not in apart],
        with_others=[row for row in calm if row.case_id in apart],
        held=[row for row in rows if row.state == "held"],
        dead_letters=dead_letters(tx),
        lost_alerts=lost_alerts(tx, now),
        everyone=waiting,
        over=[each for each in waiting if each.due_at <= now],
        held_count=len(held),
        marks=marks,
    )


def why_in_words(row: QueueRow) -> str:
    """The reason a case was opened for, in plain words."""
    return code_in_words(row.reason)


def _firsts(
    tx: Connection, waiting: Sequence[InLine], grace: timedelta, now: datetime
) -> dict[int, OfferedFirst]:
    """The cases that are offered to some before others now, and to whom."""
    young = [case for case in waiting if may_be_offered_first(case, grace, now)]
    if not young:
        return {}
    needs, ready = needs_of(tx, young, now), who_is_ready(tx, now)
    found = {
        case.case_id: offered_first(case, needs[case.case_id], ready, grace, now) for case in young
    }
    return {case_id: first for case_id, first in found.items() if first}


def _shown(
    waiting: Sequence[InLine],
    held: Sequence[InLine],
    me: int,
    *,
    apart: set[int],
    also: Sequence[int],
) -> list[int]:
    """The cases whose rows are shown; `apart` are those that stand in a group of their own."""
    grave = (each for each in waiting if each.level == Level.EMERGENCY)
    calm = [each for each in waiting if each.level != Level.EMERGENCY]
    others = (each for each in calm if each.case_id not in apart)
    set_apart = (each for each in calm if each.case_id in apart)
    mine = (each for each in held if each.owner_id == me)
    theirs = (each for each in held if each.owner_id != me)
    groups: Iterable[Iterable[InLine]] = (
        grave, islice(others, SHOWN_WAITING), islice(set_apart, SHOWN_WAITING), mine,
        islice(theirs, SHOWN_HELD),
    )  # fmt: skip
    return [*(each.case_id for group in groups for each in group), *also]


def _marks(
    tx: Connection,
    cases: Sequence[InLine],
    firsts: Mapping[int, OfferedFirst],
    me: int,
    now: datetime,
) -> dict[int, Marks]:
    looking = lookers(tx, [case.case_id for case in cases], me, now)
    mine, needs = profiles(tx).get(me, Profile()), needs_of(tx, cases, now)
    return {
        case_id: Marks(
            looking.get(case_id, ()),
            [each for each in need.knows if each.staff_id != me],
            need.language,
            why_suited(me, mine, need),
            firsts.get(case_id),
            need.chosen,
        )
        for case_id, need in needs.items()
    }
