"""Which waits and emergencies alert whom, and what an alert may hold."""

import json
import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, update

from app.alerting import Alerting
from bot.decision import Level
from handoff.breaches import AGAIN_AFTER, mark_breaches
from handoff.cases import claim, judge_level
from handoff.promises.climbing import climb
from handoff.promises.entering import enter
from handoff.returning import return_cases
from store import alerts
from store.alerts import BREACHED
from store.clock import SetClock
from store.database import Database
from store.tables import AlertRow, Case, CaseEvent, Person
from tests.app.alerts.watched import DESK, MINUTE, rows
from tests.handoff.stories import (
    LIBRARY,
    TARGETS,
    WAIT,
    YoungPerson,
    adviser,
    needs_a_person,
    waiting_case,
    writes,
    young_person,
)
from tests.pager import Pager


def raised(tx: Connection, who: YoungPerson, clock: SetClock) -> None:
    needs_a_person(tx, who, clock.now(), level=Level.EMERGENCY)


async def test_an_emergency_alerts_those_on_call_at_once_and_only_once(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager, supervisor: Pager
) -> None:
    await database.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    await alerting.look()
    await alerting.look()
    assert on_call.titles == ["Emergency case: new"]
    assert supervisor.got == []


async def test_a_case_that_becomes_an_emergency_alerts_too_even_while_somebody_has_it(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager
) -> None:
    who, case_id = await database.write(waiting_case, clock.now())
    await database.write(claim, case_id, await database.write(adviser), clock.now())
    await database.write(raised, who, clock)
    await alerting.look()
    assert on_call.titles == ["Emergency case: new"]
    assert "waits no longer" in on_call.got[0]["message"]


async def test_an_adviser_who_raises_a_case_to_an_emergency_alerts_too(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager
) -> None:
    _, case_id = await database.write(waiting_case, clock.now(), level=Level.URGENT)
    staff_id = await database.write(adviser)
    await database.write(claim, case_id, staff_id, clock.now())
    await database.write(
        judge_level, case_id, staff_id, Level.EMERGENCY, "said it on the phone", clock.now(),
        targets=TARGETS,
    )  # fmt: skip
    await alerting.look()
    assert on_call.titles == ["Emergency case: new"]


@pytest.mark.parametrize("level", [Level.ROUTINE, Level.COMPLEX, Level.URGENT])
async def test_other_cases_alert_nobody_before_their_target(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager, level: Level
) -> None:
    await database.write(waiting_case, clock.now(), level=level)
    clock.forward(WAIT - timedelta(seconds=1))
    await alerting.look()
    assert on_call.got == []


async def test_a_wait_over_its_target_is_marked_and_climbs_once(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager, supervisor: Pager
) -> None:
    _, case_id = await database.write(waiting_case, clock.now(), level=Level.URGENT)
    clock.forward(WAIT)
    await alerting.look()
    clock.forward(MINUTE)
    await alerting.look()
    assert on_call.titles == supervisor.titles == ["Urgent case: over its target"]
    events = select(CaseEvent.kind).where(CaseEvent.case_id == case_id).order_by(CaseEvent.id)
    assert await database.read(lambda tx: list(tx.execute(events).scalars())) == [
        "opened",
        "breached",
    ]


async def test_a_case_that_was_picked_up_in_time_is_no_breach_until_it_comes_back(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager
) -> None:
    _, case_id = await database.write(waiting_case, clock.now(), level=Level.URGENT)
    staff_id = await database.write(adviser)
    await database.write(claim, case_id, staff_id, clock.now())
    clock.forward(2 * WAIT)
    await alerting.look()
    assert on_call.got == []
    await database.write(return_cases, staff_id, library=LIBRARY, now=clock.now())
    await alerting.look()
    assert on_call.titles == ["Urgent case: over its target"]


@pytest.mark.parametrize("level", [Level.URGENT, Level.EMERGENCY])
async def test_a_case_that_comes_back_late_alerts_again_though_it_was_late_before(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager, level: Level
) -> None:
    _, case_id = await database.write(waiting_case, clock.now(), level=level)
    clock.forward(2 * WAIT)
    await alerting.look()
    staff_id = await database.write(adviser)
    await database.write(claim, case_id, staff_id, clock.now())
    clock.forward(MINUTE)
    await database.write(return_cases, staff_id, library=LIBRARY, now=clock.now())
    on_call.got.clear()
    await alerting.look()
    assert on_call.titles == [f"{level.capitalize()} case: over its target"]
    assert "It came back to the queue 0 min ago" in on_call.got[-1]["message"]


async def test_an_emergency_that_goes_on_waiting_alerts_again_and_says_how_long(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager
) -> None:
    await database.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    await alerting.look()
    clock.forward(AGAIN_AFTER - MINUTE)
    await alerting.look()
    clock.forward(AGAIN_AFTER)
    await alerting.look()
    assert on_call.titles == [
        "Emergency case: new",
        "Emergency case: over its target",
        "Emergency case: still waiting",
    ]
    assert "waited 19 min" in on_call.got[-1]["message"]


async def test_an_alert_holds_no_word_no_name_and_no_number_of_anybody(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager
) -> None:
    def texts(tx: Connection) -> None:
        who = young_person(tx, clock.now(), channel="sms", address="+447700900123")
        writes(tx, who, "my name is Alex and he hits me", clock.now())
        needs_a_person(tx, who, clock.now(), level=Level.EMERGENCY)

    await database.write(texts)
    clock.forward(timedelta(minutes=7))
    await alerting.look()
    assert len(on_call.got) == 2
    for alert in on_call.got:
        said = f"{alert['title']} {alert['message']}"
        assert re.findall(r"\d+", said) == ["7"]
        assert said.split("Look at the desk: ")[1] == DESK
        assert not re.search(r"alex|hits|447700|someone", json.dumps(alert), re.IGNORECASE)


async def test_an_alert_goes_when_its_person_is_forgotten(
    database: Database, alerting: Alerting, clock: SetClock
) -> None:
    await database.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    await alerting.look()
    await database.write(lambda tx: tx.execute(delete(Person)) and None)
    assert await rows(database) == []


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["wait", "mark", "claim", "return"]), st.integers(0, 400)),
        max_size=12,
    )
)
async def test_a_breach_is_marked_exactly_when_a_case_waits_past_its_target(
    sqlite: Database, clock: SetClock, steps: list[tuple[str, int]]
) -> None:
    def play(tx: Connection) -> None:
        _, case_id = waiting_case(tx, clock.now(), address=f"{clock.now()}", level=Level.URGENT)
        staff_id = adviser(tx, f"A{case_id}")
        due, held, breached, times = clock.now() + WAIT, False, False, 0
        for what, seconds in steps:
            clock.forward(timedelta(seconds=seconds))
            if what == "claim" and not held:
                claim(tx, case_id, staff_id, clock.now())
                held = True
            elif what == "return":
                return_cases(tx, staff_id, library=LIBRARY, now=clock.now())
                breached, held = breached and not held, False
            elif what == "mark":
                fresh = not held and not breached and clock.now() >= due
                assert mark_breaches(tx, clock.now()) == ([Level.URGENT] if fresh else [])
                breached, times = breached or fresh, times + fresh
        asked = tx.execute(select(AlertRow.cause).where(AlertRow.case_id == case_id)).scalars()
        assert list(asked) == [BREACHED] * times
        tx.execute(update(Case).values(state="closed"))
        clock.forward(MINUTE)

    await sqlite.write(play)


async def test_a_broken_promise_alerts_the_supervisors_and_wakes_nobody_on_call(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager, supervisor: Pager
) -> None:
    def late(tx: Connection) -> None:
        _, case_id = waiting_case(tx, clock.now())
        due_at = clock.now() + MINUTE
        promise_id = enter(
            tx, case_id=case_id, kind="promise", who="Sam", what="Ring", due_at=due_at,
            now=clock.now(),
        )  # fmt: skip
        climb(tx, promise_id, due_at, why="late")

    await database.write(late)
    clock.forward(MINUTE)
    await alerting.look()
    assert supervisor.titles == ["Routine case: a promise was not kept"]
    assert "Ring" not in str(supervisor.got)
    assert on_call.got == []


async def test_a_promise_that_climbs_keeps_no_reminder_of_an_emergency_back(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager
) -> None:
    _, case_id = await database.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    for _ in range(2):
        clock.forward(AGAIN_AFTER)
        await alerting.look()
        on_call.got.clear()
    clock.forward(AGAIN_AFTER)
    await database.write(
        lambda tx: alerts.ask(
            tx, case_id=case_id, cause=alerts.PROMISE, level="emergency", now=clock.now()
        )
    )
    await alerting.look()
    assert "Emergency case: still waiting" in on_call.titles
