"""What the young person has seen, and that they type: told to the desk, and nothing more than that."""

import json

from aiohttp import ClientTimeout

from staff.desk.events import Changes
from store.bus import Event, LocalBus
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import hears, waiting_case
from tests.staff.desk.test_desk import ME, DeskOf


async def told(changes: Changes) -> dict[str, object]:
    words: dict[str, object] = json.loads(await changes.next(0) or "{}")
    return words


async def test_the_furthest_message_seen_in_each_conversation_is_told_once() -> None:
    changes = Changes(ME)
    changes.heard(Event("seen", {"conversation": 7, "seq": 4}))
    changes.heard(Event("seen", {"conversation": 7, "seq": 3}))
    changes.heard(Event("seen", {"conversation": 5, "seq": 1}))
    assert await told(changes) == {
        "queue": False,
        "conversations": [],
        "seen": {"7": 4, "5": 1},
        "typing": [],
        "looking": [],
    }
    assert await told(changes) == {}


async def test_only_the_young_person_is_shown_typing() -> None:
    changes = Changes(ME)
    changes.heard(Event("typing", {"conversation": 5, "who": "Robin"}))
    assert await told(changes) == {}
    changes.heard(Event("typing", {"conversation": 7, "who": "young person"}))
    assert (await told(changes))["typing"] == [7]


async def test_a_desk_is_told_of_the_looks_of_others_and_not_of_its_own() -> None:
    changes = Changes(ME)
    changes.heard(Event("looking", {"conversation": 7, "by": ME}))
    assert await told(changes) == {}
    changes.heard(Event("looking", {"conversation": 7, "by": ME + 1}))
    assert (await told(changes))["looking"] == [7]


async def test_after_the_bus_was_lost_signs_of_life_are_not_made_up() -> None:
    changes = Changes(ME)
    changes.heard(Event("seen"))
    changes.heard(Event("typing"))
    assert await told(changes) == {}


async def test_an_open_desk_hears_both(desk_of: DeskOf, bus: LocalBus) -> None:
    desk = await desk_of()
    async with desk.browser._client.get(
        "/staff/desk/events", timeout=ClientTimeout(sock_read=20)
    ) as stream:
        await stream.content.readuntil(b"\n\n")
        await bus.publish(Event("seen", {"conversation": 7, "seq": 3}))
        assert b'"seen": {"7": 3}' in await stream.content.readuntil(b"\n\n")
        await bus.publish(Event("typing", {"conversation": 7, "who": "young person"}))
        assert b'"typing": [7]' in await stream.content.readuntil(b"\n\n")


async def test_the_page_has_a_polite_place_for_each(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now())
    seq = await sqlite.write(hears, who, "Hello", clock.now())
    page = await (await desk_of()).page(f"/staff/desk/cases/{case_id}")
    assert 'id="typing" class="quiet" role="status"' in page
    assert 'id="seen-said" class="unseen" role="status"' in page
    assert f'data-seq="{seq}"' in page
