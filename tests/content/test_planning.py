"""Changes planned for a day: carried out once, in order, and never past the checks."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Connection, create_engine, insert

from content import history, planning, publishing, repository, reviewing
from content.checks.piece import Piece
from content.planning import PUBLISH, WITHDRAW, Plan, PlanError
from content.repository import Draft
from store.database import Database
from store.tables import StaffMember, Table
from tests.conftest import OFFICE_HOURS
from tests.content.pieces import ENTRY_ID, HOURS, OTHER_ID, RATES_FILE, body, stored

NOW = OFFICE_HOURS
LATER = NOW + timedelta(days=1)


def load(tx: Connection) -> int:
    for piece in stored():
        label, review = publishing.headline(Piece(piece.entry_id, piece.kind, piece.body))
        draft = Draft(piece.entry_id, piece.kind, label, review, piece.body, piece.phrases)
        number = repository.save_revision(tx, draft, author_id=None, why="starter", now=NOW)
        repository.publish_revision(tx, draft, number, publisher_id=None, now=NOW)
    return min(_member(tx, name) for name in ("Robin Editor", "Sam Supervisor"))


def _member(tx: Connection, name: str) -> int:
    return tx.execute(
        insert(StaffMember)
        .values(
            email=f"{name.split(maxsplit=1)[0]}@example.org",
            name=name,
            shown_name=name.split(maxsplit=1)[0],
            role=name.split()[1].lower(),
            password_hash="",
            must_change_password=False,
            active=True,
            created_at=NOW,
        )
        .returning(StaffMember.id)
    ).scalar_one()


def draft(tx: Connection, label: str, entry_id: str = ENTRY_ID, text: str = "") -> int:
    newest = history.newest(tx, entry_id)
    assert newest is not None
    changed = replace(newest.piece, body=text or body(label=label))
    number = publishing.save_draft(
        tx, changed, started_from=newest.number, author_id=1, why="test", now=NOW
    )
    reviewing.ask(tx, entry_id, number, by=1, words="", now=NOW)
    reviewing.decide(tx, entry_id, number, approve=True, by=2, words="", now=NOW)
    return number


def plan(tx: Connection, /, what: str = PUBLISH, number: int | None = None, **more: Any) -> None:
    given: dict[str, Any] = {"at": LATER, "by": 1, "why": "test", "now": NOW, **more}
    entry_id = given.pop("entry_id", ENTRY_ID)
    planning.plan(tx, entry_id, what, number=number, **given)


def carry_out(tx: Connection, now: datetime = LATER) -> Plan | None:
    return planning.carry_out_next(tx, hours=HOURS, now=now)


def live(tx: Connection, entry_id: str = ENTRY_ID) -> int | None:
    newest = history.newest(tx, entry_id)
    return newest.live if newest else None


async def test_a_planned_version_goes_live_at_its_moment_and_not_before(database: Database) -> None:
    await database.write(load)
    number = await database.write(draft, "New label")
    await database.write(plan, PUBLISH, number)
    assert await database.write(carry_out, LATER - timedelta(seconds=1)) is None
    assert await database.read(live) == 1
    done = await database.write(carry_out)
    assert done is not None
    assert (done.state, done.problem, done.who) == ("done", "", "Robin Editor")
    assert await database.read(live) == number
    assert await database.write(carry_out) is None


async def test_an_answer_ends_by_itself(database: Database) -> None:
    await database.write(load)
    await database.write(plan, WITHDRAW)
    await database.write(carry_out)
    assert await database.read(live) is None
    assert await database.read(history.is_withdrawn, ENTRY_ID)
    assert not await database.read(history.is_withdrawn, OTHER_ID)


async def test_what_would_not_pass_the_checks_then_changes_nothing_and_says_why(
    database: Database,
) -> None:
    await database.write(load)
    number = await database.write(draft, "", ENTRY_ID, body(label=""))
    await database.write(plan, PUBLISH, number)
    failed = await database.write(carry_out)
    assert failed is not None
    assert failed.state == "failed"
    assert "label" in failed.problem
    assert await database.read(live) == 1
    [still] = await database.read(planning.open_plans)
    assert still.problem == failed.problem
    assert await database.write(planning.cancel, ENTRY_ID, still.id)
    assert await database.read(planning.open_plans) == []


async def test_a_plan_never_takes_the_place_of_something_newer(database: Database) -> None:
    await database.write(load)
    planned = await database.write(draft, "First")
    newer = await database.write(draft, "Second")
    await database.write(plan, PUBLISH, planned)
    await database.write(
        lambda tx: publishing.publish(
            tx, ENTRY_ID, newer, replaces=1, publisher_id=1, hours=HOURS, now=NOW
        )
    )
    failed = await database.write(carry_out)
    assert failed is not None
    assert "newer" in failed.problem
    assert await database.read(live) == newer


async def test_plans_are_carried_out_in_the_order_of_their_moments(database: Database) -> None:
    await database.write(load)
    number = await database.write(draft, "New label")
    await database.write(lambda tx: plan(tx, WITHDRAW, at=LATER + timedelta(days=1)))
    await database.write(plan, PUBLISH, number)
    late = LATER + timedelta(days=9)
    kinds = [(await database.write(carry_out, late)).what for _ in range(2)]  # type: ignore[union-attr]
    assert kinds == [PUBLISH, WITHDRAW]


async def test_a_second_plan_of_a_kind_takes_the_place_of_the_first(database: Database) -> None:
    await database.write(load)
    await database.write(plan, WITHDRAW)
    await database.write(lambda tx: plan(tx, WITHDRAW, at=LATER + timedelta(days=1)))
    [only] = await database.read(planning.open_plans, ENTRY_ID)
    assert only.at == LATER + timedelta(days=1)
    assert await database.read(planning.open_plans, OTHER_ID) == []


@pytest.mark.parametrize(
    ("what", "given"),
    [
        (PUBLISH, {"number": 9}),
        (PUBLISH, {"number": None}),
        (PUBLISH, {"number": 1, "at": NOW}),
        (WITHDRAW, {"entry_id": "safety/suicide"}),
        (WITHDRAW, {"entry_id": "ema/no-such"}),
    ],
)
async def test_what_cannot_be_planned_is_refused(
    database: Database, what: str, given: dict[str, Any]
) -> None:
    await database.write(load)
    with pytest.raises(PlanError):
        await database.write(lambda tx: plan(tx, what, **given))
    assert await database.read(planning.open_plans) == []


async def test_an_old_version_is_back_in_service_at_once_as_a_new_one(database: Database) -> None:
    await database.write(load)
    await database.write(draft, "Wrong")

    def publish_and_roll_back(tx: Connection) -> int:
        given: dict[str, Any] = {"publisher_id": 1, "hours": HOURS, "now": NOW}
        publishing.publish(tx, ENTRY_ID, 2, replaces=1, **given)
        return publishing.roll_back(
            tx, ENTRY_ID, 1, replaces=2, by=1, why="Back", hours=HOURS, now=NOW
        )

    assert await database.write(publish_and_roll_back) == 3
    newest = await database.read(history.newest, ENTRY_ID)
    assert newest is not None
    assert (newest.live, newest.number, newest.body, newest.why) == (3, 3, body(), "Back")


async def test_rolling_back_past_what_changed_meanwhile_is_refused(database: Database) -> None:
    await database.write(load)
    with pytest.raises(publishing.EditConflictError):
        await database.write(
            lambda tx: publishing.roll_back(
                tx, ENTRY_ID, 1, replaces=7, by=1, why="Back", hours=HOURS, now=NOW
            )
        )
    assert await database.read(live) == 1


async def test_an_old_version_that_is_wrong_today_does_not_come_back(database: Database) -> None:
    await database.write(load)
    name = "service-wide/rates"
    await database.write(draft, "", name, RATES_FILE.replace("ema-wales-weekly", "other"))
    with pytest.raises(publishing.PublishError):
        await database.write(
            lambda tx: publishing.roll_back(
                tx, name, 2, replaces=1, by=1, why="Back", hours=HOURS, now=NOW
            )
        )
    newest = await database.read(history.newest, name)
    assert newest is not None
    assert (newest.live, newest.latest) == (1, 2)


class Calendar(RuleBasedStateMachine):
    """Whatever is planned, cancelled and published by hand: nothing is done twice, early, or backwards."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = create_engine("sqlite://")
        self.tx = self.engine.connect()
        Table.metadata.create_all(self.tx)
        load(self.tx)
        self.now, self.latest = NOW, 1
        self.live: int | None = 1
        self.plans: dict[str, tuple[datetime, int | None]] = {}

    def teardown(self) -> None:
        self.tx.close()
        self.engine.dispose()

    @rule()
    def somebody_writes(self) -> None:
        self.latest = draft(self.tx, f"Label {self.latest}")

    @rule(data=st.data(), hours=st.integers(1, 48))
    def somebody_plans_a_version(self, data: st.DataObject, hours: int) -> None:
        number = data.draw(st.integers(1, self.latest))
        at = self.now + timedelta(hours=hours)
        plan(self.tx, PUBLISH, number, at=at, now=self.now)
        self.plans[PUBLISH] = (at, number)

    @rule(hours=st.integers(1, 48))
    def somebody_plans_the_end(self, hours: int) -> None:
        at = self.now + timedelta(hours=hours)
        plan(self.tx, WITHDRAW, at=at, now=self.now)
        self.plans[WITHDRAW] = (at, None)

    @precondition(lambda self: self.live)
    @rule()
    def somebody_publishes_the_newest(self) -> None:
        publishing.publish(
            self.tx,
            ENTRY_ID,
            self.latest,
            replaces=self.live,
            publisher_id=1,
            hours=HOURS,
            now=self.now,
        )
        self.live = self.latest

    @precondition(lambda self: self.plans)
    @rule()
    def somebody_cancels(self) -> None:
        [first, *_] = planning.open_plans(self.tx)
        assert planning.cancel(self.tx, ENTRY_ID, first.id)
        del self.plans[first.what]

    @rule(hours=st.integers(1, 30))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        due = sorted(
            (at, what, number) for what, (at, number) in self.plans.items() if at <= self.now
        )
        done = []
        while (carried := carry_out(self.tx, self.now)) is not None:
            done.append(carried)
        assert sorted(each.at for each in done) == [at for at, _, _ in due]
        for each in done:
            del self.plans[each.what]
            if each.what == WITHDRAW:
                self.live = None
            elif self.live is None or (each.number or 0) >= self.live:
                self.live = each.number
            else:
                assert each.state == "failed"
                assert planning.cancel(self.tx, ENTRY_ID, each.id)

    @invariant()
    def young_people_get_what_was_decided(self) -> None:
        assert live(self.tx) == self.live
        assert {each.what for each in planning.open_plans(self.tx)} == set(self.plans)


Calendar.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestCalendar = Calendar.TestCase
