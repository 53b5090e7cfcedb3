"""The queue as one adviser's desk shows it: in its groups, and no longer than anybody reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from babel import Locale
from sqlalchemy import Connection

from bot.decision import Level
from handoff.codes import code_in_words
from handoff.looking import lookers
from handoff.profiles import Acquaintance, Profile, acquaintances, language_of, profiles
from handoff.queue import InLine, QueueRow, line, open_cases
from staff.desk.alerts import LostAlert, lost_alerts
from staff.desk.sending import DeadLetter, dead_letters

SHOWN_WAITING, SHOWN_HELD, SHOWN_FIRST = 40, 20, 3
"""How many rows of each group are shown; a link shows all. Emergencies are always shown, and my own."""


@dataclass(frozen=True)
class Marks:
    """What else a row says: who looks, whom they know, the language they write, and why it suits me."""

    lookers: Sequence[str] = ()
    knows: Sequence[Acquaintance] = ()
    language: str = ""
    suits_me: str = ""


@dataclass(frozen=True)
class QueueView:
    """Open cases: emergencies that wait, those that suit me, the others that wait, and those held.

    After them the texts that did not arrive, whoever wrote them, and the alerts that nobody got.
    `everyone` are all who wait, in order; `over` those of them that are over their target.
    """

    emergencies: Sequence[QueueRow]
    first: Sequence[QueueRow]
    waiting: Sequence[QueueRow]
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
        return len(self.everyone) - len(self.emergencies) - len(self.waiting)

    @property
    def more_held(self) -> int:
        """How many are held that are not shown."""
        return self.held_count - len(self.held)

    def of(self, case_id: int) -> Marks:
        """What else the row of a case says."""
        return self.marks.get(case_id, _NO_MARKS)


_NO_MARKS = Marks()


def queue_view(
    tx: Connection,
    me: int,
    now: datetime,
    *,
    everything: bool = False,
    open_case: int | None = None,
) -> QueueView:
    """The queue as it is now. The case that is open stays in sight wherever it stands."""
    everyone = line(tx)
    waiting = [each for each in everyone if each.state == "waiting"]
    held = [each for each in everyone if each.state == "held"]
    rows = open_cases(tx, only=_shown(waiting, held, me, everything=everything, also=open_case))
    marks = _marks(tx, [row for row in rows if row.state == "waiting"], me, now)
    return QueueView(
        emergencies=[
            row for row in rows if row.state == "waiting" and row.level == Level.EMERGENCY
        ],
        first=[row for row in rows if marks.get(row.case_id, _NO_MARKS).suits_me][:SHOWN_FIRST],
        waiting=[row for row in rows if row.state == "waiting" and row.level != Level.EMERGENCY],
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


def _shown(
    waiting: Sequence[InLine],
    held: Sequence[InLine],
    me: int,
    *,
    everything: bool,
    also: int | None,
) -> list[int] | None:
    """The cases whose rows are shown; None for all of them."""
    if everything:
        return None
    grave = (each for each in waiting if each.level == Level.EMERGENCY)
    others = (each for each in waiting if each.level != Level.EMERGENCY)
    mine = (each for each in held if each.owner_id == me)
    theirs = (each for each in held if each.owner_id != me)
    groups: Iterable[Iterable[InLine]] = (
        grave, islice(others, SHOWN_WAITING), mine, islice(theirs, SHOWN_HELD),
    )  # fmt: skip
    chosen = [each.case_id for group in groups for each in group]
    return chosen if also is None else [*chosen, also]


def _marks(tx: Connection, rows: Sequence[QueueRow], me: int, now: datetime) -> dict[int, Marks]:
    looking = lookers(tx, [row.case_id for row in rows], me, now)
    known = acquaintances(tx, [row.conversation_id for row in rows], now)
    mine = profiles(tx).get(me, Profile())
    return {
        row.case_id: _marks_of(
            row, looking.get(row.case_id, ()), known.get(row.conversation_id, ()), me, mine
        )
        for row in rows
    }


def _marks_of(
    row: QueueRow,
    looking: Sequence[str],
    known: Sequence[Acquaintance],
    me: int,
    mine: Profile,
) -> Marks:
    code = language_of(row.reason)
    language = _language(code)
    skills = [skill for skill in mine.skills if _about(skill, row)]
    suits = ""
    if any(each.staff_id == me for each in known):
        suits = "they know you"
    elif language and language.casefold() in {each.casefold() for each in mine.languages}:
        suits = f"they write in {language}"
    elif skills:
        suits = f"it is about {skills[0]}"
    return Marks(looking, [each for each in known if each.staff_id != me], language, suits)


def _about(skill: str, row: QueueRow) -> bool:
    """Whether one of the words of a skill stands in the reason of a case."""
    return skill.casefold() in f"{row.reason} {code_in_words(row.reason)}".casefold()


def _language(code: str) -> str:
    return Locale("en").languages.get(code, code) if code else ""
