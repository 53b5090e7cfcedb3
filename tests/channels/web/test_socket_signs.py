"""Signs of life over the socket: who types, what was seen, and the place in the line."""

from collections.abc import Awaitable, Callable

from sqlalchemy import Connection, insert, update

from store.bus import Event, LocalBus
from store.clock import SetClock
from store.database import Database
from store.tables import Case, Conversation
from tests.channels.web.conftest import Speaker

Join = Callable[[], Awaitable[Speaker]]


async def test_an_adviser_who_types_is_shown_and_one_who_waits_to_be_typed_at_is_not(
    join: Join, bus: LocalBus
) -> None:
    speaker = await join()
    await speaker.hello()
    await speaker.send("hi")
    await speaker.hear("message")
    await speaker.say(type="typing")
    await speaker.say(type="seen", seq=2)
    await speaker.hello(after=2)
    await bus.publish(Event("typing", {"conversation": 1, "who": "Sam"}))
    assert await speaker.hear("typing") == {"type": "typing", "name": "Sam"}


async def test_what_the_young_person_types_and_has_seen_is_passed_on_once(
    join: Join, bus: LocalBus
) -> None:
    passed: list[Event] = []
    speaker = await join()
    await speaker.hello()
    await speaker.send("hi")
    await speaker.hear("message")
    with (
        bus.subscriptions.listening("typing", passed.append),
        bus.subscriptions.listening("seen", passed.append),
    ):
        for _ in range(2):
            await speaker.say(type="typing")
            await speaker.say(type="seen", seq=2)
        await speaker.hello(after=2)
    assert passed == [
        Event("typing", {"conversation": 1, "who": "young person"}),
        Event("seen", {"conversation": 1, "seq": 2}),
    ]


def _wait_in_line(tx: Connection, clock: SetClock) -> None:
    person_id = tx.execute(
        update(Conversation).values(holder="queue").returning(Conversation.person_id)
    ).scalar_one()
    tx.execute(
        insert(Case).values(
            person_id=person_id,
            conversation_id=1,
            state="waiting",
            level="routine",
            level_rank=0,
            reason="asked for a person",
            opened_seq=1,
            opened_at=clock.now(),
            waiting_since=clock.now(),
        )
    )


async def test_who_waits_is_told_their_place_and_when_it_is_over(
    join: Join, bus: LocalBus, sqlite: Database, clock: SetClock
) -> None:
    speaker = await join()
    await speaker.hello()
    await speaker.send("a person please")
    await speaker.hear("message")
    await sqlite.write(_wait_in_line, clock)
    await bus.publish(Event("line"))
    here = {"type": "line", "place": 1, "open": True, "when": ""}
    assert await speaker.hear("line") == here
    back = await join()
    assert (await back.hello(speaker.token))["holder"] == "queue"
    assert await back.hear("line") == here
    await sqlite.write(lambda tx: tx.execute(update(Case).values(state="held")))
    await bus.publish(Event("line"))
    assert (await speaker.hear("line"))["place"] is None


async def test_who_waits_while_nobody_is_here_is_told_when_somebody_is(
    join: Join, sqlite: Database, clock: SetClock
) -> None:
    speaker = await join()
    await speaker.hello()
    await speaker.send("a person please")
    await sqlite.write(_wait_in_line, clock)
    clock.set(clock.now().replace(hour=22))
    back = await join()
    await back.hello(speaker.token)
    line = await back.hear("line")
    assert (line["open"], line["when"]) == (False, "tomorrow at 9am")
