"""The life of a case, whatever order things happen in, and who wins when two reach for it at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, Engine, func, make_url, select

from bot.decision import Level
from handoff.cases import CaseError, Outcome, hand_off, note, open_case_of, return_cases
from handoff.moves import change_level, finish, hand_back, pick_up
from handoff.queue import open_cases, place_of, waiting_conversations
from store.clock import SetClock
from store.database import Database, open_sqlite
from store.encryption import Vault, new_key
from store.tables import Case, CaseEvent, Table
from store.types import give_vault
from tests.handoff.stories import (
    LIBRARY,
    WAIT,
    YoungPerson,
    adviser,
    holder,
    needs_a_person,
    read,
    waiting_case,
    writes,
    young_person,
)

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
PEOPLE = ("ann", "ben", "cas")
STAFF = ("Sam", "Alex")


@cache
def tables_in_memory() -> Engine:
    engine = open_sqlite(make_url("sqlite://"))
    give_vault(engine.dialect, Vault([new_key()]))
    Table.metadata.create_all(engine)
    return engine.execution_options(writes=True)


class LifeOfCases(RuleBasedStateMachine):
    """Three young people and two advisers do anything they like, in any order."""

    people = st.sampled_from(PEOPLE)
    staff = st.sampled_from(STAFF)
    levels = st.sampled_from(list(Level))

    def __init__(self) -> None:
        super().__init__()
        self.tx: Connection = tables_in_memory().connect()
        self.transaction = self.tx.begin()
        self.now = NOON
        self.owner: dict[str, str | None] = {}
        self.level: dict[str, Level] = {}

    @initialize()
    def everybody_is_there(self) -> None:
        self.who = {
            name: young_person(self.tx, self.now, address=name, channel="sms") for name in PEOPLE
        }
        self.advisers = {name: adviser(self.tx, name) for name in STAFF}

    @rule(name=people, level=levels)
    def a_message_needs_a_person(self, name: str, level: Level) -> None:
        self.now += timedelta(minutes=1)
        who = self.who[name]
        result = hand_off(
            self.tx,
            person_id=who.person_id,
            conversation_id=who.conversation_id,
            level=level,
            reason="asked for a person",
            seq=1,
            due_at=self.now + WAIT,
            now=self.now,
        )
        known = name in self.level
        raised = known and level.rank > self.level[name].rank
        assert result.what == ("raised" if raised else "updated" if known else "opened")
        self.level[name] = level if raised or not known else self.level[name]
        self.owner.setdefault(name, None)

    @precondition(lambda self: self.level)
    @rule(name=people, by=staff)
    def somebody_picks_it_up(self, name: str, by: str) -> None:
        free = name in self.owner and self.owner[name] is None
        if self.moves(name, pick_up, by=by, library=LIBRARY) is not None:
            assert free
            self.owner[name] = by
        else:
            assert not free

    @precondition(lambda self: self.level)
    @rule(name=people, by=staff, back=st.booleans())
    def somebody_ends_it(self, name: str, by: str, back: bool) -> None:
        mine = self.owner.get(name) == by
        ended = (
            self.moves(name, hand_back, by=by, library=LIBRARY)
            if back
            else self.moves(
                name,
                finish,
                by=by,
                library=LIBRARY,
                outcome=Outcome.HELPED,
                agreed="Call on Monday",
            )
        )
        assert (ended is not None) == mine
        if mine:
            assert holder(self.tx, self.who[name]) == ("bot" if back else "closed")
            del self.owner[name], self.level[name]

    @precondition(lambda self: self.level)
    @rule(
        name=people,
        by=staff,
        level=levels,
        reason=st.sampled_from(["", "  no ", "She is home now"]),
    )
    def somebody_judges_the_level(self, name: str, by: str, level: Level, reason: str) -> None:
        done = self.moves(name, change_level, by=by, level=level, reason=reason)
        assert (done is not None) == (self.owner.get(name) == by and len(reason.strip()) >= 5)
        if done is not None:
            self.level[name] = level

    @invariant()
    def the_tables_agree(self) -> None:
        """One open case a person; one owner once claimed; the level is the one that was last given."""
        for name, who in getattr(self, "who", {}).items():
            case = open_case_of(self.tx, who.person_id)
            assert (case is not None) == (name in self.level)
            if case is not None:
                owner = self.owner[name]
                assert case.level == self.level[name]
                assert case.state == ("held" if owner else "waiting")
                assert case.owner_id == (self.advisers[owner] if owner else None)

    @invariant()
    def the_queue_is_in_order(self) -> None:
        """The gravest first, then the one that waits longest; places count up without a gap."""
        waiting = [row for row in open_cases(self.tx) if row.state == "waiting"]
        order = [(-Level(row.level).rank, row.waiting_since) for row in waiting]
        assert order == sorted(order)
        assert [place_of(self.tx, row.case_id) for row in waiting] == [*range(1, len(waiting) + 1)]
        assert waiting_conversations(self.tx) == [
            (row.conversation_id, place) for place, row in enumerate(waiting, start=1)
        ]

    def moves(self, name: str, move: object, *, by: str, **more: object) -> object | None:
        """Try a move on somebody's newest case; none when it was refused, and then nothing changed."""
        self.now += timedelta(minutes=1)
        case_id = self.tx.execute(
            select(func.max(Case.id)).where(Case.person_id == self.who[name].person_id)
        ).scalar_one()
        try:
            with self.tx.begin_nested():
                return move(  # type: ignore[operator, no-any-return]
                    self.tx, case_id=case_id or 0, staff_id=self.advisers[by], now=self.now, **more
                )
        except CaseError:
            return None

    def teardown(self) -> None:
        self.transaction.rollback()
        self.tx.close()


LifeOfCases.TestCase.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
TestLifeOfCases = LifeOfCases.TestCase


async def test_of_many_who_claim_at_once_exactly_one_wins(
    database: Database, clock: SetClock
) -> None:
    names = [f"Adviser{number}" for number in range(8)]
    staff = [await database.write(adviser, name) for name in names]
    for round_number in range(10):
        who, case_id = await database.write(
            waiting_case, clock.now(), address=f"person {round_number}"
        )
        outcomes = await asyncio.gather(
            *(
                database.write(
                    pick_up, case_id=case_id, staff_id=one, library=LIBRARY, now=clock.now()
                )
                for one in staff
            ),
            return_exceptions=True,
        )
        refused = [str(outcome) for outcome in outcomes if isinstance(outcome, CaseError)]
        [winner] = [
            name
            for name, outcome in zip(names, outcomes, strict=True)
            if not isinstance(outcome, BaseException)
        ]
        assert refused == [f"{winner} picked this case up a moment before you."] * 7
        assert await database.read(announcements, who) == 1


async def test_a_message_and_a_claim_at_once_never_lock_each_other_out(
    database: Database, clock: SetClock
) -> None:
    sam = await database.write(adviser)
    for round_number in range(10):
        who, case_id = await database.write(
            waiting_case, clock.now(), address=f"person {round_number}"
        )
        await asyncio.gather(
            database.write(
                pick_up, case_id=case_id, staff_id=sam, library=LIBRARY, now=clock.now()
            ),
            database.write(a_grave_message, who, clock.now()),
        )
        assert await database.read(holder, who) == "adviser"


async def test_a_closed_case_cannot_be_claimed(sqlite: Database, clock: SetClock) -> None:
    sam, alex = await sqlite.write(adviser), await sqlite.write(adviser, "Alex")
    _, case_id = await sqlite.write(waiting_case, clock.now())
    move = {"case_id": case_id, "library": LIBRARY, "now": clock.now()}
    await sqlite.write(pick_up, staff_id=sam, **move)  # type: ignore[arg-type]
    await sqlite.write(hand_back, staff_id=sam, **move)  # type: ignore[arg-type]
    refused = await asyncio.gather(
        sqlite.write(pick_up, staff_id=alex, **move),  # type: ignore[arg-type]
        return_exceptions=True,
    )
    assert "closed" in str(refused[0])


async def test_a_note_is_kept_and_an_empty_one_refused(sqlite: Database, clock: SetClock) -> None:
    sam = await sqlite.write(adviser)
    _, case_id = await sqlite.write(waiting_case, clock.now())
    await sqlite.write(note, case_id, sam, " Rang the college. ", clock.now())
    [refused] = await asyncio.gather(
        sqlite.write(note, case_id, sam, "  ", clock.now()), return_exceptions=True
    )
    assert isinstance(refused, CaseError)

    def notes(tx: Connection) -> list[str | None]:
        return list(tx.execute(select(CaseEvent.text).where(CaseEvent.kind == "note")).scalars())

    assert await sqlite.read(notes) == ["Rang the college."]


def announcements(tx: Connection, who: YoungPerson) -> int:
    return len([1 for _, kind, _ in read(tx, who) if kind == "handoff"])


def a_grave_message(tx: Connection, who: YoungPerson, now: datetime) -> None:
    writes(tx, who, "he hit me", now)
    needs_a_person(tx, who, now, level=Level.URGENT, reason="home-abuse.violence")


async def test_the_cases_of_somebody_who_left_are_back_in_the_queue(
    database: Database, clock: SetClock
) -> None:
    sam, alex = await database.write(adviser), await database.write(adviser, "Alex")
    who, case_id = await database.write(waiting_case, clock.now())
    move = {"case_id": case_id, "library": LIBRARY, "now": clock.now()}
    await database.write(pick_up, staff_id=sam, **move)  # type: ignore[arg-type]
    assert await database.write(return_cases, sam, clock.now()) == 1
    assert await database.read(holder, who) == "queue"
    await database.write(pick_up, staff_id=alex, **move)  # type: ignore[arg-type]
    assert await database.read(holder, who) == "adviser"
