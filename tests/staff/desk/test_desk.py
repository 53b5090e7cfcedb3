"""What the desk shows and does, as an adviser's browser sees it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from aiohttp import ClientTimeout
from sqlalchemy import Connection, select

from bot.decision import Level
from handoff.cases import claim
from staff.audit import deeds
from staff.desk.events import Changes
from staff.desk.routes import desk_routes
from store import conversations
from store.bus import Event, LocalBus
from store.clock import SetClock
from store.database import Database
from store.tables import OutboxRow
from tests.handoff.stories import adviser, holder, read, waiting_case, writes
from tests.staff.conftest import Browser
from tests.staff.desk.conftest import Desk, Heard
from web.access import Role, Roles

ME = 1
DeskOf = Callable[..., Awaitable[Desk]]


def test_every_route_of_the_desk_is_for_advisers_and_supervisors_only() -> None:
    assert {route.access for route in desk_routes()} == {Roles.ADVISING}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MANAGER, Role.ADMINISTRATOR])
async def test_other_roles_see_no_case(
    sqlite: Database, clock: SetClock, signed_in: Callable[[Role], Awaitable[Browser]], role: Role
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    browser = await signed_in(role)
    for path in ("", "/queue", "/events", f"/cases/{case_id}"):
        assert (await browser.get(f"/staff/desk{path}")).status == 403


async def test_the_gravest_case_is_first_and_emergencies_are_pinned(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    await sqlite.write(waiting_case, clock.now(), address="first")
    clock.forward(timedelta(minutes=3))
    await sqlite.write(waiting_case, clock.now(), address="second", level=Level.EMERGENCY)
    desk = await desk_of()
    page = await desk.page()
    assert page.index('id="case-2"') < page.index('id="case-1"')
    assert page.index('class="pinned"') < page.index('id="case-2"') < page.index('class="rest"')
    assert "14:05, 3 min ago" in page
    fetched = await desk.fetch("/staff/desk/queue")
    assert fetched["waiting"] == [
        {"case": 2, "level": "emergency", "over": False},
        {"case": 1, "level": "routine", "over": False},
    ]


async def test_what_a_young_person_wrote_is_shown_as_text_and_never_as_markup(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now())
    await sqlite.write(
        writes, who, "<script>alert(1)</script>", clock.now(),
        code="home-abuse.violence", level="urgent",
    )  # fmt: skip
    desk = await desk_of()
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "<script>alert" not in page
    assert "<mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark>" in page


async def test_seeing_a_case_is_on_the_audit_trail_once_in_ten_minutes(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    desk = await desk_of()
    await desk.page(f"/staff/desk/cases/{case_id}")
    await desk.fetch(f"/staff/desk/cases/{case_id}")
    assert [deed.action for deed in await sqlite.read(deeds, subject="case 1")] == ["saw case"]
    clock.forward(timedelta(minutes=11))
    await desk.fetch(f"/staff/desk/cases/{case_id}")
    assert len(await sqlite.read(deeds, subject="case 1")) == 2


async def test_claim_reply_note_and_close_reach_everyone_they_should(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, heard: Heard
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now(), channel="sms")
    desk = await desk_of()
    assert (await desk.do(case_id, "claim")).status == 303
    assert heard.topics() == {"queue", "line", "conversation", "outbox"}
    assert (await desk.do(case_id, "reply", text="Hello, how can I help?", once="1")).status == 303
    assert (await desk.do(case_id, "note", text="Rang the college")).status == 303
    closed = await desk.do(case_id, "close", outcome="helped", text="You call on Monday")
    assert closed.status == 303
    assert await sqlite.read(read, who) == [
        ("young person", "text", "can i talk to someone"),
        ("bot", "handoff", "Robin is here (text)."),
        ("adviser", "text", "Hello, how can I help?"),
        ("bot", "handoff", "Robin ended (text). Agreed: You call on Monday."),
    ]

    def in_outbox(tx: Connection) -> int:
        return len(tx.execute(select(OutboxRow.id)).all())

    assert await sqlite.read(in_outbox) == 3
    done = [deed.action for deed in await sqlite.read(deeds, subject=f"case {case_id}")]
    assert done == ["closed case", "noted", "replied", "claimed case", "saw case"]
    assert "Rang the college" in await desk.page(f"/staff/desk/cases/{case_id}")


async def test_of_two_desks_that_claim_at_once_one_wins_and_the_other_is_told_who(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    first, second = await desk_of("sam"), await desk_of("alex", Role.SUPERVISOR)
    for number in range(5):
        _, case_id = await sqlite.write(waiting_case, clock.now(), address=f"person {number}")
        answers = await asyncio.gather(first.do(case_id, "claim"), second.do(case_id, "claim"))
        assert sorted(answer.status for answer in answers) == [303, 409]
        [told] = [await answer.text() for answer in answers if answer.status == 409]
        assert "Robin picked this case up a moment before you." in told


async def test_a_reply_that_cannot_be_sent_is_told_in_place_with_the_words_kept(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now(), channel="sms")
    desk = await desk_of()
    await desk.do(case_id, "claim")
    await sqlite.write(conversations.set_opted_out, who.identity_id, clock.now())
    refused = await desk.do(case_id, "reply", text="Are you there?", once="1")
    page = await refused.text()
    assert refused.status == 409
    assert "STOP" in page
    assert "Are you there?</textarea>" in page
    assert "Are you there?" not in {words for _, _, words in await sqlite.read(read, who)}


async def test_release_gives_the_conversation_back_to_the_bot(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now())
    desk = await desk_of()
    await desk.do(case_id, "claim")
    assert (await desk.do(case_id, "release")).status == 303
    assert await sqlite.read(holder, who) == "bot"


async def test_a_level_changes_only_with_a_reason(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now(), level=Level.URGENT)
    desk = await desk_of()
    await desk.do(case_id, "claim")
    refused = await desk.do(case_id, "level", level="complex", text="")
    assert (refused.status, "Say why" in await refused.text()) == (409, True)
    odd = await desk.do(case_id, "level", level="sky-high", text="Because I say so")
    assert odd.status == 409
    assert (
        await desk.do(case_id, "level", level="complex", text="Safe at her aunt's")
    ).status == 303
    fetched = await desk.fetch(f"/staff/desk/cases/{case_id}")
    assert "level-complex" in fetched["title"]


async def test_closing_needs_an_outcome_and_a_closed_case_cannot_be_claimed(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    desk = await desk_of()
    await desk.do(case_id, "claim")
    assert (await desk.do(case_id, "close", outcome="", text="")).status == 409
    assert (await desk.do(case_id, "close", outcome="no-reply", text="")).status == 303
    again = await desk.do(case_id, "claim")
    assert again.status == 409
    assert "closed" in await again.text()


async def test_only_the_holder_gets_the_box_to_write_in(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    sam, alex = await desk_of("sam"), await desk_of("alex", Role.SUPERVISOR)
    await sam.do(case_id, "claim")
    assert 'id="reply-text"' in await sam.page(f"/staff/desk/cases/{case_id}")
    assert 'id="reply-text"' not in await alex.page(f"/staff/desk/cases/{case_id}")
    refused = await alex.do(case_id, "reply", text="Hello", once="2")
    assert refused.status == 409


async def test_safe_contact_words_stand_beside_the_box_and_a_quiet_pick_up_is_offered(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now(), channel="sms")
    await sqlite.write(writes, who, "don't text after 6 he checks my phone", clock.now())
    desk = await desk_of()
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "Before you write:" in page
    assert "Pick up without telling them" in page
    await desk.do(case_id, "claim", quietly="yes")
    assert [author for author, _, _ in await sqlite.read(read, who)] == ["young person"] * 2


@pytest.mark.parametrize("path", ["/staff/desk/cases/99", f"/staff/desk/cases/{'9' * 40}"])
async def test_a_case_that_is_not_there_is_told_plainly(desk_of: DeskOf, path: str) -> None:
    desk = await desk_of()
    answer = await desk.browser.get(path)
    assert answer.status == 404
    assert "There is no such case" in await answer.text()


async def test_a_form_without_the_token_changes_nothing(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now())
    desk = await desk_of()
    assert (await desk.browser.post(f"/staff/desk/cases/{case_id}/claim")).status == 403
    assert await sqlite.read(holder, who) == "queue"


async def test_an_open_desk_hears_that_something_changed_but_not_what_was_said(
    desk_of: DeskOf, bus: LocalBus
) -> None:
    desk = await desk_of()
    async with desk.browser._client.get(
        "/staff/desk/events", timeout=ClientTimeout(sock_read=20)
    ) as stream:
        assert stream.content_type == "text/event-stream"
        assert b"event: ready" in await stream.content.readuntil(b"\n\n")
        await bus.publish(Event("conversation", {"conversation": 7, "seq": 3}))
        told = await stream.content.readuntil(b"\n\n")
    assert b'"conversations": [7]' in told
    assert b'"queue": false' in told


async def test_many_changes_are_told_at_once_and_a_quiet_time_is_told_as_none() -> None:
    changes = Changes(ME)
    assert await changes.next(0) is None
    changes.heard(Event("line"))
    changes.heard(Event("conversation", {"conversation": 7}))
    changes.heard(Event("conversation", {"conversation": 5}))
    told = json.loads(await changes.next(1) or "")
    assert told == {"queue": True, "conversations": [5, 7], "seen": {}, "typing": [], "looking": []}
    assert await changes.next(0) is None


async def test_the_young_person_sees_only_the_holder_of_their_case_writing(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, bus: LocalBus
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now())
    desk = await desk_of()
    told: list[Event] = []
    with bus.subscriptions.listening("typing", told.append):
        assert (await desk.writing(case_id)).status == 409
        await desk.do(case_id, "claim")
        assert (await desk.writing(case_id)).status == 204
    ids = {"conversation": who.conversation_id, "who": "Robin"}
    assert told == [Event("typing", ids)]


async def test_a_member_added_elsewhere_shows_who_has_the_case(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    alex = await sqlite.write(adviser, "Alex")
    _, case_id = await sqlite.write(waiting_case, clock.now())
    await sqlite.write(claim, case_id, alex, clock.now())
    desk = await desk_of()
    assert "Alex has it" in await desk.page()
