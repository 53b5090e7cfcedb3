"""A picture on the desk: opened on purpose, by the adviser who has the case, and noted."""

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import ClientResponse
from sqlalchemy import Connection, delete, select, update

from handoff.joining import join_phone
from staff.audit import deeds
from store import pictures
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from store.pictures import NewPicture
from store.tables import ChannelIdentity, Message, Picture
from tests.handoff.stories import LIBRARY, needs_a_person, waiting_case, writes, young_person
from tests.staff.desk.conftest import Desk
from web.access import Role

PNG = b"\x89PNG\r\n\x1a\n and the rest of a picture"
ADDRESS = "https://carrier.example/picture"
DeskOf = Callable[..., Awaitable[Desk]]


def came(tx: Connection, clock: SetClock, *states: str) -> int:
    """Somebody who waits has sent pictures of these states with one text. The number of the case."""
    _, case_id = waiting_case(tx, clock.now(), channel="sms", address="+447700900123")
    _with_their_text(tx, clock, *states)
    return case_id


def _with_their_text(tx: Connection, clock: SetClock, *states: str) -> None:
    theirs = select(Message.id).where(Message.channel == "sms").order_by(Message.id)
    message_id = tx.execute(theirs).scalars().first()
    assert message_id is not None
    new = [NewPicture("image/png", "" if state == "off" else ADDRESS) for state in states]
    pictures.add(tx, message_id, new, clock.now())
    for picture_id, state in enumerate(states, start=1):
        if state == "kept":
            pictures.keep(tx, picture_id, kind="image/png", content=PNG)
        elif state not in ("off", "waiting"):
            pictures.lose(tx, picture_id, reason=state)


async def opened(desk: Desk, case_id: int, picture: int = 1) -> ClientResponse:
    return await desk.browser.get(f"/staff/desk/cases/{case_id}/pictures/{picture}")


async def test_the_adviser_of_the_case_opens_it_and_that_is_noted(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    case_id = await sqlite.write(came, clock, "kept")
    desk = await desk_of()
    await desk.do(case_id, "claim")
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert f'href="/staff/desk/cases/{case_id}/pictures/1"' in page
    assert "<img" not in page
    answer = await opened(desk, case_id)
    assert (answer.status, await answer.read(), answer.content_type) == (200, PNG, "image/png")
    assert "opened picture" in [
        deed.action for deed in await sqlite.read(deeds, subject=f"case {case_id}")
    ]


async def test_the_browser_is_told_to_run_fetch_and_keep_nothing(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    case_id = await sqlite.write(came, clock, "kept")
    desk = await desk_of()
    await desk.do(case_id, "claim")
    headers = (await opened(desk, case_id)).headers
    assert headers["Content-Disposition"] == 'inline; filename="picture-1.png"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Content-Security-Policy"].endswith("sandbox")
    assert "script" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("role", [Role.ADVISER, Role.SUPERVISOR])
async def test_nobody_else_opens_it_and_no_case_of_another_does(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, role: Role
) -> None:
    case_id = await sqlite.write(came, clock, "kept")
    _, anothers = await sqlite.write(waiting_case, clock.now(), address="another")
    theirs, other = await desk_of("sam"), await desk_of("alex", role)
    assert (await opened(other, case_id)).status == 409  # it waits: nobody has it yet
    await theirs.do(case_id, "claim")
    await other.do(anothers, "claim")
    assert (await opened(other, case_id)).status == 409
    assert (await opened(other, anothers)).status == 404
    page = await other.page(f"/staff/desk/cases/{case_id}")
    assert "The adviser who has this case can open it." in page
    assert "/pictures/" not in page
    done = [deed.action for deed in await sqlite.read(deeds, subject=f"case {case_id}")]
    assert "opened picture" not in done


async def test_after_the_case_is_closed_nobody_opens_it(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    case_id = await sqlite.write(came, clock, "kept")
    desk = await desk_of()
    await desk.do(case_id, "claim")
    await desk.do(case_id, "close", outcome="helped", text="You call on Monday")
    assert (await opened(desk, case_id)).status == 409


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", "A picture, not fetched yet."),
        ("off", "Here they are not fetched."),
        ("kind", "could not be fetched: it is not of a kind"),
        ("size", "could not be fetched: it is too large."),
        ("elsewhere", "could not be fetched: it does not lie where"),
        ("gone", "could not be fetched: the phone company has it no more."),
        ("unreachable", "could not be fetched: the phone company did not give it out."),
    ],
)
async def test_what_is_not_here_is_said_with_the_reason_and_cannot_be_opened(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, state: str, said: str
) -> None:
    case_id = await sqlite.write(came, clock, state)
    desk = await desk_of()
    await desk.do(case_id, "claim")
    assert said in " ".join((await desk.page(f"/staff/desk/cases/{case_id}")).split())
    assert (await opened(desk, case_id)).status == 404


async def test_a_picture_from_their_phone_opens_beside_their_case_in_the_web_chat(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, vault: Vault
) -> None:
    number = "+447700900123"

    def joined(tx: Connection) -> int:
        phone = young_person(tx, clock.now(), channel="sms", address=number)
        tx.execute(
            update(ChannelIdentity)
            .where(ChannelIdentity.id == phone.identity_id)
            .values(address_hash=vault.lookup(number))
        )
        writes(tx, phone, "look at this", clock.now())
        _with_their_text(tx, clock, "kept")
        chat = young_person(tx, clock.now())
        writes(tx, chat, "can i talk to someone", clock.now())
        join_phone(
            tx, identity_id=chat.identity_id, number=number, number_hash=vault.lookup(number),
            library=LIBRARY, now=clock.now(),
        )  # fmt: skip
        return needs_a_person(tx, young_person(tx, clock.now()), clock.now())

    case_id = await sqlite.write(joined)
    desk = await desk_of()
    await desk.do(case_id, "claim")
    assert f'href="/staff/desk/cases/{case_id}/pictures/1"' in await desk.page(
        f"/staff/desk/cases/{case_id}"
    )
    assert (await opened(desk, case_id)).status == 200


async def test_a_picture_that_is_gone_from_the_database_is_not_found(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    case_id = await sqlite.write(came, clock, "kept")
    desk = await desk_of()
    await desk.do(case_id, "claim")
    await sqlite.write(lambda tx: tx.execute(delete(Picture)))
    assert (await opened(desk, case_id)).status == 404
