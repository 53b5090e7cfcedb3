"""An editor finds what was asked in vain, and answers it with one click."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, update

from staff import audit
from store.clock import SetClock
from store.database import Database
from store.learning import NOT_HELPED, UNSURE
from store.tables import Case, CaseEvent, Conversation, Question, Signal
from tests.content.pieces import ENTRY_ID, PHRASES, body, newest
from tests.staff.conftest import AsRole, Browser
from tests.staff.entries.conftest import typed
from tests.staff.learn.conftest import Ask
from web.access import Role

HOME = "/staff/learn"


@pytest.fixture
async def editor(signed_in: AsRole) -> Browser:
    return await signed_in(Role.EDITOR)


async def page_of(browser: Browser, path: str = HOME) -> str:
    return await (await browser.get(path)).text()


def ids_in(page: str) -> list[str]:
    return re.findall(r'name="ids" value="([\d,]*)"', page)


async def settled(tx_database: Database) -> list[str]:
    return await tx_database.read(
        lambda tx: [row.settled for row in tx.execute(Question.__table__.select().order_by("id"))]
    )


async def test_questions_that_mean_the_same_are_shown_as_one_the_top_first(
    editor: Browser, ask: Ask, clock: SetClock
) -> None:
    await ask("can i get a tattoo at my age", who="z")
    clock.forward(timedelta(days=-8))
    await ask("how do i get a provisional licence", who="a")
    clock.forward(timedelta(days=8))
    await ask("how do i get my provisional licence", who="b")
    page = await page_of(editor)
    assert ids_in(page) == ["3,2", "1"]
    assert page.index("provisional licence") < page.index("tattoo")
    assert "This week 1, last week 1" in page
    assert page.count("<rect") >= 8


async def test_names_numbers_and_places_are_not_shown(editor: Browser, ask: Ask) -> None:
    await ask("im Liam Okonkwo from Leeds ring 07700 900123 about a bus pass")
    page = await page_of(editor)
    assert "bus pass" in page
    for secret in ("Liam", "Okonkwo", "Leeds", "07700", "900123"):
        assert secret not in page


DANGERS = {
    "the conversation is urgent": lambda tx, conversation, message, now: tx.execute(
        update(Conversation).where(Conversation.id == conversation).values(level="urgent")
    ),
    "a signal was raised once": lambda tx, conversation, message, now: tx.execute(
        insert(Signal).values(
            conversation_id=conversation,
            message_id=message,
            code="x.y",
            level="emergency",
            evidence="x",
            raised_by="test",
            at=now,
        )
    ),
    "an adviser raised the case and lowered it": lambda tx, conversation, message, now: tx.execute(
        insert(CaseEvent).values(
            case_id=tx.execute(
                insert(Case)
                .values(
                    person_id=1,
                    conversation_id=conversation,
                    state="closed",
                    level="routine",
                    level_rank=0,
                    reason="x",
                    opened_seq=1,
                    opened_at=now,
                    waiting_since=now,
                )
                .returning(Case.id)
            ).scalar_one(),
            kind="level",
            level="urgent",
            at=now,
        )
    ),
}


@pytest.mark.parametrize("danger", DANGERS.values(), ids=DANGERS)
async def test_nothing_of_somebody_in_danger_is_ever_shown(
    editor: Browser,
    ask: Ask,
    sqlite: Database,
    clock: SetClock,
    danger: Callable[[Connection, int, int, datetime], object],
) -> None:
    conversation, message = await ask("how do i get a provisional licence")
    assert "provisional" in await page_of(editor)
    await sqlite.write(lambda tx: danger(tx, conversation, message, clock.now()) and None)
    assert "provisional" not in await page_of(editor)
    assert "provisional" not in await page_of(editor, f"/staff/entries/new?learn={message}")
    await editor.send(HOME, ids=str(message), do="phrases", entry=ENTRY_ID)
    assert (await sqlite.read(newest, ENTRY_ID)).number == 1


async def test_a_group_becomes_phrases_of_an_entry_as_a_draft(
    editor: Browser, ask: Ask, sqlite: Database
) -> None:
    await ask("how much money is ema a week", who="a", what=UNSURE, guess=ENTRY_ID)
    await ask("how much money is ema each week", who="b", what=UNSURE, guess=ENTRY_ID)
    page = await page_of(editor)
    assert f'value="{ENTRY_ID}"' in page
    [ids] = ids_in(page)
    done = await editor.send(HOME, ids=ids, do="phrases", entry=ENTRY_ID)
    assert done.headers["Location"] == f"/staff/entries/{ENTRY_ID}?told=phrases#phrases"
    version = await sqlite.read(newest, ENTRY_ID)
    assert version.live == 1
    assert version.number == 2
    assert version.piece.phrases == (
        *PHRASES,
        "how much money is ema a week",
        "how much money is ema each week",
    )
    assert await settled(sqlite) == ["phrase", "phrase"]
    assert ids_in(await page_of(editor)) == []
    assert "questions: phrase" in {deed.action for deed in await sqlite.read(audit.deeds)}


async def test_phrases_that_are_known_make_no_draft(
    editor: Browser, ask: Ask, sqlite: Database
) -> None:
    await ask(PHRASES[0].replace("1", ""), who="a")
    await ask("how much is ema in week", who="b")
    [ids] = ids_in(await page_of(editor))
    await editor.send(HOME, ids=ids, do="phrases", entry=ENTRY_ID)
    assert (await sqlite.read(newest, ENTRY_ID)).number == 2
    await ask("How much is EMA in week", who="c")
    [ids] = ids_in(await page_of(editor))
    again = await editor.send(HOME, ids=ids, do="phrases", entry=ENTRY_ID)
    assert again.headers["Location"] == f"{HOME}?told=known"
    assert (await sqlite.read(newest, ENTRY_ID)).number == 2


async def test_a_new_entry_begins_with_what_was_asked_and_settles_it(
    editor: Browser, ask: Ask, sqlite: Database
) -> None:
    await ask("how do i get a provisional licence")
    [ids] = ids_in(await page_of(editor))
    sent = await editor.send(HOME, ids=ids, do="entry")
    form = await page_of(editor, sent.headers["Location"])
    assert "how do i get a provisional licence</textarea>" in form
    assert await settled(sqlite) == [""]
    fields = typed(body(label="Provisional licence"), "how do i get a provisional licence")
    fields |= {"started_from": "0", "topic": "life", "slug": "licence", "learned": ids}
    await editor.send("/staff/entries/new", **fields)
    assert await settled(sqlite) == ["entry"]


async def test_what_is_not_ours_is_put_aside_and_can_come_back(
    editor: Browser, ask: Ask, sqlite: Database
) -> None:
    await ask("what is the capital of france")
    [ids] = ids_in(await page_of(editor))
    await editor.send(HOME, ids=ids, do="not-ours")
    assert ids_in(await page_of(editor)) == []
    aside = await page_of(editor, f"{HOME}?show=not-ours")
    assert ids_in(aside) == [ids]
    await editor.send(HOME, ids=ids, do="ours")
    assert ids_in(await page_of(editor)) == [ids]


async def test_what_was_settled_stays_settled(editor: Browser, ask: Ask, sqlite: Database) -> None:
    await ask("how do i get a provisional licence")
    [ids] = ids_in(await page_of(editor))
    await editor.send(HOME, ids=ids, do="phrases", entry=ENTRY_ID)
    await editor.send(HOME, ids=ids, do="not-ours")
    assert await settled(sqlite) == ["phrase"]


async def test_what_did_not_help_names_the_version(editor: Browser, ask: Ask) -> None:
    await ask("how much is ema", what=NOT_HELPED, guess=ENTRY_ID)
    page = await page_of(editor, f"{HOME}?what=not+helped")
    assert "answered with How much EMA pays, version 1" in page
    assert ids_in(await page_of(editor, f"{HOME}?what=unsure")) == []


async def test_questions_older_than_eight_weeks_are_not_shown(
    editor: Browser, ask: Ask, clock: SetClock
) -> None:
    clock.forward(timedelta(weeks=-9))
    await ask("how do i get a provisional licence")
    clock.forward(timedelta(weeks=9))
    assert ids_in(await page_of(editor)) == []


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"ids": "1;drop", "do": "not-ours"}, 400),
        ({"ids": "1", "do": "dance"}, 400),
        ({"ids": "1", "do": "phrases", "entry": "no/such"}, 404),
        ({"ids": "1", "do": "phrases", "entry": "service-wide/rates"}, 404),
    ],
)
async def test_nonsense_is_refused(editor: Browser, fields: dict[str, str], status: int) -> None:
    assert (await editor.send(HOME, **fields)).status == status


@pytest.mark.parametrize(
    ("role", "looks", "acts"),
    [
        (Role.EDITOR, 200, 303),
        (Role.SUPERVISOR, 200, 403),
        (Role.MANAGER, 200, 403),
        (Role.ADVISER, 403, 403),
        (Role.ADMINISTRATOR, 403, 403),
    ],
)
async def test_who_may_look_and_who_may_act(
    signed_in: AsRole, ask: Ask, role: Role, looks: int, acts: int
) -> None:
    await ask("how do i get a provisional licence")
    browser = await signed_in(role)
    assert (await browser.get(HOME)).status == looks
    assert (await browser.get(f"{HOME}/asked")).status == looks
    assert (await browser.send(HOME, ids="1", do="not-ours")).status == acts
