"""Finding a case again by what was said, noted, by its number, or by the number they text from."""

from collections.abc import Awaitable, Callable

from sqlalchemy import Connection, update

from handoff.cases import note
from staff.audit import deeds
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from store.tables import ChannelIdentity
from tests.handoff.stories import waiting_case, writes
from tests.staff.desk.conftest import Desk

DeskOf = Callable[..., Awaitable[Desk]]
PATH = "/staff/desk/search"


async def found(desk: Desk, asked: str) -> str:
    return await (await desk.browser.send(PATH, asked=asked)).text()


async def test_a_case_is_found_by_words_that_were_said_or_noted_and_by_its_number(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    desk = await desk_of()
    robin, first = await sqlite.write(waiting_case, clock.now())
    _, second = await sqlite.write(waiting_case, clock.now(), address="b")
    await sqlite.write(writes, robin, "I sleep at the Foyer in Leeds", clock.now())
    await sqlite.write(note, second, desk.staff_id, "Rang the hostel manager", clock.now())
    said = await found(desk, "foyer LEEDS")
    assert f"/staff/desk/cases/{first}" in said
    assert "I sleep at the Foyer in Leeds" in said
    assert f"/staff/desk/cases/{second}" not in said
    assert f"/staff/desk/cases/{second}" in await found(desk, "hostel")
    assert f"/staff/desk/cases/{second}" in await found(desk, f"Case {second}")
    assert "Nothing was found" in await found(desk, "foyer hostel")


async def test_a_case_is_found_by_the_number_they_text_from_however_it_is_written(
    sqlite: Database, clock: SetClock, vault: Vault, desk_of: DeskOf
) -> None:
    desk = await desk_of()
    who, case_id = await sqlite.write(waiting_case, clock.now(), channel="sms")

    def known_by_number(tx: Connection) -> None:
        found = vault.lookup("+447700900123")
        tx.execute(
            update(ChannelIdentity)
            .where(ChannelIdentity.id == who.identity_id)
            .values(address_hash=found)
        )

    await sqlite.write(known_by_number)
    for written in ("07700 900123", "+44 7700 900 123"):
        assert f"/staff/desk/cases/{case_id}" in await found(desk, written)
    assert f"/staff/desk/cases/{case_id}" not in await found(desk, "07700 900124")


async def test_who_searched_is_on_the_audit_trail_and_the_words_in_no_address(
    sqlite: Database, desk_of: DeskOf
) -> None:
    desk = await desk_of()
    page = await desk.page(PATH)
    assert 'method="post" action="/staff/desk/search"' in page
    await found(desk, "stepdad")
    [deed] = await sqlite.read(deeds, subject="0 cases")
    assert (deed.action, deed.detail) == ("searched cases", "stepdad")
