"""Whom a case is offered first: those whom it suits, for a grace, and never so that nobody sees it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, update

from bot.decision import Level
from handoff.areas import areas_of, covers, home_in
from handoff.facts import NewFact, record_fact
from handoff.offered_first import USUAL_GRACE, Ready, offered_first
from handoff.profiles import WEIGHTS, Acquaintance, Profile
from handoff.queue import InLine
from handoff.suiting import Need, why_suited
from store.clock import SetClock
from store.database import Database
from store.tables import Conversation
from tests.handoff.stories import adviser, waiting_case

BEGAN = datetime(2026, 11, 10, 12, tzinfo=UTC)
MINUTES = st.integers(0, 90).map(lambda minutes: timedelta(minutes=minutes))
AREAS = ("Leeds", "Wales", "LS", "Cardiff")
PROFILES = st.builds(
    Profile,
    languages=st.lists(st.sampled_from(["Polish", "Welsh"]), max_size=1).map(tuple),
    skills=st.lists(st.sampled_from(["person", "housing"]), max_size=1).map(tuple),
    areas=st.lists(st.sampled_from(AREAS), max_size=2).map(tuple),
)
READY = st.lists(
    st.builds(
        Ready,
        staff_id=st.integers(1, 5),
        name=st.just("Sam"),
        profile=PROFILES,
        room=st.integers(-2, 6),
    ),
    max_size=5,
    unique_by=lambda each: each.staff_id,
)
NEEDS = st.builds(
    Need,
    knows=st.lists(st.builds(Acquaintance, st.integers(1, 5), st.just("Sam"), st.booleans())),
    language=st.sampled_from(["", "Polish"]),
    about=st.sampled_from(["asked for a person", "housing"]),
    areas=st.lists(st.sampled_from(["Leeds", "Swansea", "LS6 2AB"]), max_size=2),
)


def case(level: Level, due_in: timedelta, *, returned: bool = False) -> InLine:
    return InLine(
        case_id=1,
        state="waiting",
        level=level,
        due_at=BEGAN + due_in,
        owner_id=None,
        waiting_since=BEGAN,
        returned=returned,
        reason="asked for a person",
        person_id=1,
        conversation_id=1,
    )


@given(
    level=st.sampled_from(Level),
    due_in=MINUTES,
    returned=st.booleans(),
    ready=READY,
    need=NEEDS,
    grace=MINUTES,
    gone=MINUTES,
)
def test_no_case_is_hidden_from_all_who_may_claim_it(
    level: Level,
    due_in: timedelta,
    returned: bool,
    ready: list[Ready],
    need: Need,
    grace: timedelta,
    gone: timedelta,
) -> None:
    now = BEGAN + gone
    first = offered_first(case(level, due_in, returned=returned), need, ready, grace, now)
    if first is None:
        return  # it is everybody's
    here = {each.staff_id: each for each in ready}
    assert first.ids
    for staff_id in first.ids:
        assert here[staff_id].room >= WEIGHTS[level]
        assert why_suited(staff_id, here[staff_id].profile, need)
    assert level in (Level.ROUTINE, Level.COMPLEX)
    assert not returned
    assert now < first.until <= BEGAN + min(grace, due_in)


ROBIN = Ready(1, "Robin", Profile(areas=("Leeds",)), room=3)
IN_LEEDS = Need(areas=["Leeds"])
HALF_AN_HOUR = timedelta(minutes=30)


def offered(level: Level, ready: Ready, now: datetime, **more: bool) -> list[str]:
    first = offered_first(case(level, HALF_AN_HOUR, **more), IN_LEEDS, [ready], USUAL_GRACE, now)
    return list(first.names) if first else []


def test_whoever_knows_the_area_has_the_case_first_until_the_grace_is_over() -> None:
    just_before = BEGAN + USUAL_GRACE - timedelta(seconds=1)
    assert offered(Level.COMPLEX, ROBIN, just_before) == ["Robin"]
    assert offered(Level.COMPLEX, ROBIN, BEGAN + USUAL_GRACE) == []


@pytest.mark.parametrize("level", [Level.URGENT, Level.EMERGENCY])
def test_what_cannot_wait_is_everybodys_at_once(level: Level) -> None:
    assert offered(level, ROBIN, BEGAN) == []


def test_a_case_that_came_back_and_one_whose_adviser_is_full_are_everybodys() -> None:
    assert offered(Level.ROUTINE, ROBIN, BEGAN, returned=True) == []
    full = Ready(1, "Robin", ROBIN.profile, room=0)
    assert offered(Level.ROUTINE, full, BEGAN) == []


@pytest.mark.parametrize(
    ("area", "place", "covered"),
    [
        ("leeds", "Harehills, Leeds", True),
        ("Wales", "Swansea", True),
        ("LS", "LS6 2AB", True),
        ("LS6", "ls6 2ab", True),
        ("Lee", "Leeds", False),
        ("England", "Swansea", False),
        ("L", "LS6 2AB", False),
        ("Bath", "Bradford", False),
        (" , ", "Leeds", False),
    ],
)
def test_an_area_covers_the_places_in_it(area: str, place: str, covered: bool) -> None:
    assert covers(area, place) is covered


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("hi i live in Leeds with my mum", "Leeds"),
        ("my mate says i live in Leeds", ""),
        ("do i live in Leeds?", ""),
        ("i used to live in Leeds. now i live near Swansea", "Swansea"),
        ("how much is ema", ""),
    ],
)
def test_only_a_plain_word_says_where_somebody_lives(text: str, home: str) -> None:
    assert home_in(text) == home


async def test_what_an_adviser_wrote_down_stands_before_what_was_read(
    database: Database, clock: SetClock
) -> None:
    robin = await database.write(adviser)
    who, case_id = await database.write(waiting_case, clock.now())

    def said(tx: Connection) -> None:
        tx.execute(update(Conversation).values(home="Leeds"))

    async def known() -> list[str]:
        return (await database.read(areas_of, [who.person_id])).get(who.person_id, [])

    async def write_down(subject: str, value: str, sure: str = "said") -> None:
        new = NewFact(subject, value, said_by="young person", sure=sure)
        await database.write(record_fact, case_id=case_id, staff_id=robin, new=new, now=clock.now())

    assert await known() == []
    await database.write(said)
    assert await known() == ["Leeds"]
    await write_down("learning-area", "Bradford")
    assert sorted(await known()) == ["Bradford", "Leeds"]
    await write_down("home", "Wakefield")
    assert sorted(await known()) == ["Bradford", "Wakefield"]
    await write_down("home", "", sure="declined")
    assert await known() == ["Bradford"]
