"""What the young person's page is told of the desk, and the desk of their page: seen, and left."""

from store.bus import Event, LocalBus
from store.chat_keys import leave
from store.clock import SetClock
from store.database import Database
from store.tables import ChannelIdentity
from tests.handoff.stories import hears, waiting_case
from tests.staff.desk.test_desk import DeskOf


async def test_only_the_adviser_who_holds_the_case_has_seen_it_and_only_once(
    sqlite: Database, clock: SetClock, bus: LocalBus, desk_of: DeskOf
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now())
    sam, alex = await desk_of("sam"), await desk_of("alex")
    told: list[Event] = []
    with bus.subscriptions.listening("read", told.append):
        await sam.page(f"/staff/desk/cases/{case_id}")
        assert told == []
        await sam.do(case_id, "claim")
        await alex.page(f"/staff/desk/cases/{case_id}")
        assert told == []
        for _ in range(2):
            await sam.page(f"/staff/desk/cases/{case_id}")
        (first,) = told
        seq = await sqlite.write(hears, who, "are you there", clock.now())
        await sam.fetch(f"/staff/desk/cases/{case_id}")
    assert told == [first, Event("read", {"conversation": first.ids["conversation"], "seq": seq})]


async def test_what_comes_to_a_page_in_the_background_is_not_seen_until_it_is_looked_at(
    sqlite: Database, clock: SetClock, bus: LocalBus, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    sam = await desk_of("sam")
    await sam.do(case_id, "claim")
    told: list[Event] = []
    with bus.subscriptions.listening("read", told.append):
        await sam.fetch(f"/staff/desk/cases/{case_id}?unseen=yes")
        assert told == []
        await sam.fetch(f"/staff/desk/cases/{case_id}")
        assert len(told) == 1


async def test_the_adviser_is_told_that_they_left_and_cannot_read_any_more(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    desk = await desk_of()
    words = "They left the chat quickly"
    assert words not in await desk.page(f"/staff/desk/cases/{case_id}")
    identity = await sqlite.read(lambda tx: tx.execute(_IDENTITY).one())
    gone = await sqlite.write(leave, identity.address_hash, clock.now())
    assert gone
    assert words in await desk.page(f"/staff/desk/cases/{case_id}")


_IDENTITY = ChannelIdentity.__table__.select()
