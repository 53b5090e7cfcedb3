"""At night nobody is texted anything that they did not just ask for, told as conversations."""

from datetime import datetime, time

import pytest
from sqlalchemy import Connection

from bot.decision import Level
from channels.delivery import Delivery
from channels.intake import Intake
from handoff.cases import Outcome
from handoff.moves import change_level, finish, pick_up
from handoff.night import QuietHours
from handoff.promises.making import promise
from handoff.speaking import Sent
from store.bus import Event, LocalBus
from store.clock import SetClock
from store.database import Database
from tests.bot.dialogue.talk import EMERGENCY
from tests.channels.test_delivery import Carrier
from tests.channels.test_intake import Phone, SetReadings, intake, readings
from tests.channels.test_quiet_times import Talk, at
from tests.handoff import stories

__all__ = ["intake", "readings"]

NIGHT = QuietHours(time(21), time(8))


@pytest.fixture
def bus() -> LocalBus:
    return LocalBus()


@pytest.fixture
async def talk(
    database: Database, clock: SetClock, intake: Intake, readings: SetReadings, bus: LocalBus
) -> Talk:
    clock.set(at(14))
    carrier = Carrier()
    send = Delivery(database, bus, clock, {"sms": carrier}, NIGHT)
    return Talk(database, clock, Phone(intake, readings), carrier, send)


async def test_what_is_written_at_night_waits_for_the_morning_and_goes_once(talk: Talk) -> None:
    await talk.picked_up()
    talk.clock.set(at(22))
    await talk.adviser("I asked the college.")
    for moment in (at(22), at(23, 59), at(0, day=18), at(7, 59, day=18)):
        talk.clock.set(moment)
        assert await talk.hears() == []
    talk.clock.set(at(8, day=18))
    assert await talk.hears() == ["I asked the college."]
    talk.clock.set(at(9, day=18))
    assert await talk.hears() == []


async def test_what_was_on_its_way_when_the_night_began_waits_too(talk: Talk) -> None:
    await talk.picked_up()
    talk.clock.set(at(20, 59))
    await talk.adviser("I asked the college.")
    talk.clock.set(at(21))
    assert await talk.hears() == []
    talk.clock.set(at(8, day=18))
    assert await talk.hears() == ["I asked the college."]


async def test_what_the_service_itself_tells_waits_and_is_not_lost(talk: Talk) -> None:
    """A promise written down at night: it is told in the morning, and never too late."""
    await talk.picked_up()
    talk.clock.set(at(22))

    def promises(tx: Connection) -> Sent | None:
        return promise(
            tx, case_id=talk.case_id, staff_id=talk.staff_id, what="I ring the college",
            due_at=at(16, day=18), library=stories.LIBRARY, now=talk.clock.now(),
        )  # fmt: skip

    await talk.database.write(promises)
    assert await talk.hears() == []
    talk.clock.set(at(8, day=18))
    assert [words.split()[0] for words in await talk.hears()] == ["promise-made"]


async def test_who_asks_at_night_is_answered_at_night(talk: Talk) -> None:
    talk.clock.set(at(2))
    assert len(await talk.young_person("can i get ema")) == 1


async def test_words_of_safety_and_a_place_in_the_line_never_wait(talk: Talk) -> None:
    talk.clock.set(at(23))
    heard = await talk.young_person("flurble", EMERGENCY)
    assert heard[0] == "keep safe"
    assert len(heard) > 1


async def test_a_talk_that_is_alive_goes_on_past_the_hour_and_ends_in_writing(talk: Talk) -> None:
    talk.clock.set(at(20, 40))
    await talk.picked_up()
    talk.clock.set(at(21, 5))
    await talk.young_person("i dont know what to do")
    talk.clock.set(at(21, 50))
    await talk.adviser("Shall we look at it together?")
    assert await talk.hears() == ["Shall we look at it together?"]

    def ends(tx: Connection) -> object:
        return finish(
            tx, case_id=talk.case_id, staff_id=talk.staff_id, outcome=Outcome.HELPED,
            agreed="We talk on Monday", library=stories.LIBRARY, now=talk.clock.now(),
        )  # fmt: skip

    await talk.database.write(ends)
    assert [words[:3] for words in await talk.hears()] == ["Sam"]


async def test_a_talk_that_fell_silent_an_hour_ago_is_no_talk(talk: Talk) -> None:
    talk.clock.set(at(20, 40))
    await talk.picked_up()
    talk.clock.set(at(21, 40))
    await talk.adviser("One more thing.")
    assert await talk.hears() == ["One more thing."]
    talk.clock.set(at(21, 41))
    await talk.adviser("And another.")
    assert await talk.hears() == []


async def test_who_waits_is_told_at_night_that_somebody_is_there(talk: Talk) -> None:
    talk.clock.set(at(20, 30))
    await talk.young_person("can i talk to someone")
    talk.clock.set(at(21, 20))
    await talk.database.write(_sam_picks_up, talk.clock.now())
    assert await talk.hears() == ["Sam is here (text)."]


async def test_who_asked_days_ago_is_not_woken_by_it(talk: Talk) -> None:
    await talk.young_person("can i talk to someone")
    talk.clock.set(at(22, day=19))
    await talk.database.write(_sam_picks_up, talk.clock.now())
    assert await talk.hears() == []
    talk.clock.set(at(8, day=20))
    assert await talk.hears() == ["Sam is here (text)."]


async def test_an_emergency_is_never_held_by_the_night(talk: Talk) -> None:
    await talk.picked_up()
    talk.clock.set(at(23))

    def raised(tx: Connection) -> None:
        change_level(
            tx, case_id=talk.case_id, staff_id=talk.staff_id, level=Level.EMERGENCY,
            reason="Her sister rang", targets=stories.TARGETS, now=talk.clock.now(),
        )  # fmt: skip

    await talk.database.write(raised)
    await talk.adviser("Are you safe?")
    assert await talk.hears() == ["Are you safe?"]


async def test_their_own_quiet_time_and_the_night_are_both_kept_to(talk: Talk) -> None:
    await talk.young_person("dont text before 10")
    await talk.picked_up()
    talk.clock.set(at(22))
    await talk.adviser("I asked the college.")
    for moment in (at(8, day=18), at(9, 59, day=18)):
        talk.clock.set(moment)
        assert await talk.hears() == []
    talk.clock.set(at(10, day=18))
    assert await talk.hears() == ["I asked the college."]


async def test_an_adviser_may_send_into_the_night_with_a_reason(talk: Talk) -> None:
    await talk.picked_up()
    talk.clock.set(at(22))
    await talk.adviser("Your train is cancelled.")
    await talk.sends_anyway("They leave at six tomorrow")
    assert await talk.hears() == ["Your train is cancelled."]


async def test_the_desk_is_told_that_a_text_was_put_off(talk: Talk, bus: LocalBus) -> None:
    told: list[Event] = []
    await talk.picked_up()
    talk.clock.set(at(22))
    await talk.adviser("I asked the college.")
    with bus.subscriptions.listening("queue", told.append):
        await talk.hears()
    assert told == [Event("queue")]


def _sam_picks_up(tx: Connection, now: datetime) -> None:
    case_id = tx.exec_driver_sql("SELECT id FROM cases").scalar_one()
    pick_up(tx, case_id=case_id, staff_id=stories.adviser(tx), library=stories.LIBRARY, now=now)


async def test_who_writes_at_night_hears_what_waited_first_and_then_the_answer(talk: Talk) -> None:
    await talk.picked_up()
    talk.clock.set(at(22, 30))
    await talk.adviser("I asked the college.")
    assert await talk.hears() == []
    talk.clock.set(at(23, 45))
    await talk.database.write(
        finish, case_id=talk.case_id, staff_id=talk.staff_id, outcome=Outcome.HELPED,
        agreed="", library=stories.LIBRARY, now=talk.clock.now(), quietly=True,
    )  # fmt: skip
    assert await talk.young_person("what are t levels") == [
        "I asked the college.",
        "courses/t-levels",
    ]
    talk.clock.set(at(9, day=18))
    assert await talk.hears() == []


async def test_what_waits_for_a_safe_time_stays_when_somebody_writes_from_that_phone(
    talk: Talk,
) -> None:
    await talk.young_person("only text me after 4pm, my dad checks my phone")
    await talk.picked_up()
    talk.clock.set(at(22, 30))
    await talk.adviser("I asked the college.")
    assert await talk.hears() == []
    talk.clock.set(at(23, 45))
    assert "I asked the college." not in await talk.young_person("who is this")
