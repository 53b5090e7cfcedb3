"""Ready words at the desk: an adviser's own wording, published answers, and what suits whom."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import Connection, insert, update

from content.entry import Entry, Variant
from content.library import Library, Published
from content.nation import Nation
from content.replies import Reply
from handoff.cases import Outcome
from handoff.moves import finish, pick_up
from handoff.speaking import adviser_says
from store.clock import SetClock
from store.database import Database
from store.tables import CannedReply, Case
from tests.content.pieces import StillLibrary
from tests.handoff.stories import LIBRARY, WORDS, YoungPerson, needs_a_person, waiting_case
from tests.staff.desk.conftest import Desk
from web.access import Role
from web.keys import LIBRARY as LIBRARY_KEY

DeskOf = Callable[..., Awaitable[Desk]]
PAGE = "/staff/desk/words"


def entry(entry_id: str, label: str, **variants: str) -> Published:
    words = {
        (Nation(nation) if nation != "all" else None): Variant(
            f"**{text}** [Look](https://a.uk)", text
        )
        for nation, text in variants.items()
    }
    day = date(2026, 11, 1)
    return Published(
        Entry(
            entry_id, label, "everyone", (), day, day, False, (), "", words, ("can i get money",)
        ),
        3,
    )


@pytest.fixture
async def app(app: web.Application) -> web.Application:
    entries = {
        "ema/who": entry("ema/who", "Who gets EMA", wales="In Wales", scotland="In Scotland"),
        "bursary/how": entry("bursary/how", "How to get a bursary", all="Ask your college"),
    }
    library = Library(
        entries=entries,
        rates={},
        directory={},
        safety={},
        words=WORDS,
        hours="Monday to Friday",
        replies=(
            Reply("Hello", "Hello from the service"),
            Reply("When we are here", "We are here {hours}."),
        ),
    )
    app[LIBRARY_KEY] = StillLibrary(library)
    return app


async def found(desk: Desk, case_id: int, asked: str) -> str:
    headers = {"X-CSRF-Token": await desk.token(case_id)}
    answer = await desk.browser.post(
        f"{PAGE}/find", headers=headers, case=str(case_id), asked=asked
    )
    return await answer.text()


async def test_my_own_wording_stands_in_place_of_everybodys_for_me_alone(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    sol, sam = await desk_of("sol", Role.SUPERVISOR), await desk_of("sam")
    assert "Hello from the service" in await found(sam, case_id, "")
    await sam.browser.send(f"{PAGE}/keep", name="Hello", text="Hiya, Sam here")
    mine = await found(sam, case_id, "hel")
    assert "Hiya, Sam here" in mine
    assert "Hello from the service" not in mine
    assert "Hello from the service" in await found(sol, case_id, "")
    assert "Hiya" not in await found(sol, case_id, "")
    assert "in place of everybody" in await sam.page(PAGE)


async def test_hours_and_amounts_in_everybodys_replies_are_filled_as_of_today(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    seen = await found(await desk_of("sam"), case_id, "when we")
    assert "We are here Monday to Friday." in seen
    assert "{hours}" not in seen


async def test_until_editors_publish_their_first_what_supervisors_wrote_holds(
    app: web.Application, sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    values = {"owner_id": None, "name": "Old", "text": "From before", "changed_at": clock.now()}
    await sqlite.write(lambda tx: tx.execute(insert(CannedReply).values(**values)))
    _, case_id = await sqlite.write(waiting_case, clock.now())
    sam = await desk_of("sam")
    assert "From before" not in await found(sam, case_id, "")
    library = replace(app[LIBRARY_KEY].current, replies=None)
    app[LIBRARY_KEY].current = library
    assert "From before" in await found(sam, case_id, "")


async def test_a_reply_is_thrown_away_by_its_owner_only(desk_of: DeskOf) -> None:
    sam, alex = await desk_of("sam"), await desk_of("alex")
    await sam.browser.send(f"{PAGE}/keep", name="Hello", text="Hiya")
    assert (await alex.browser.send(f"{PAGE}/drop", id="1")).status == 409
    assert "Hiya" in await sam.page(PAGE)
    assert (await sam.browser.send(f"{PAGE}/drop", id="1")).status == 303
    assert "Hiya" not in await sam.page(PAGE)


async def test_a_reply_without_words_is_refused_with_what_was_typed_kept(desk_of: DeskOf) -> None:
    sam = await desk_of("sam")
    refused = await sam.browser.send(f"{PAGE}/keep", name="Greeting", text="  ")
    assert refused.status == 409
    assert 'value="Greeting"' in await refused.text()


async def test_a_published_answer_is_offered_as_the_channel_takes_it(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, by_web = await sqlite.write(waiting_case, clock.now())
    _, by_text = await sqlite.write(waiting_case, clock.now(), address="b", channel="sms")
    sam = await desk_of("sam")
    assert 'data-insert="Ask your college Look: https://a.uk"' in await found(
        sam, by_web, "bursary"
    )
    assert 'data-insert="Ask your college"' in await found(sam, by_text, "bursary")
    both = await found(sam, by_text, "who ema")
    assert "In Wales" in both
    assert "In Scotland" in both
    assert "Nothing fits" in await found(sam, by_text, "zebra")
    assert "Ask your college" not in await found(sam, by_text, "")


async def test_what_suits_me_stands_above_the_queue_and_says_why(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    sam, alex = await desk_of("sam"), await desk_of("alex")

    def again(tx: Connection) -> YoungPerson:
        who, case_id = waiting_case(tx, clock.now())
        move: dict[str, Any] = {"case_id": case_id, "staff_id": sam.staff_id, "now": clock.now()}
        pick_up(tx, library=LIBRARY, **move)
        adviser_says(tx, text="Hello", **move)
        finish(tx, outcome=Outcome.HELPED, agreed="", library=LIBRARY, **move)
        return who

    who = await sqlite.write(again)
    await sqlite.write(needs_a_person, who, clock.now())
    await sqlite.write(waiting_case, clock.now(), address="other")
    for_sam, for_alex = await sam.page(), await alex.page()
    assert "Best with you" in for_sam
    assert "they know you" in for_sam
    assert "Best with you" not in for_alex
    assert "knows Robin (not here now)" in for_alex


async def test_a_language_and_a_skill_make_a_case_suit_somebody(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    def writes_polish(tx: Connection) -> None:
        waiting_case(tx, clock.now(), address="p")
        tx.execute(update(Case).values(reason="writes in pl"))

    await sqlite.write(writes_polish)
    sam = await desk_of("sam")
    assert "writes in Polish" in await sam.page()
    assert "Best with you" not in await sam.page()
    profile = {"skills": "", "areas": "", "most": "8"}
    await sam.browser.send("/staff/desk/profile", languages="polish", **profile)
    assert "they write in Polish" in await sam.page()
    refused = await sam.browser.send("/staff/desk/profile", languages="", skills="", most="0")
    assert refused.status == 409
