"""Texts that did not arrive: said beside the message, and listed below the queue."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from staff.desk.sending import MOST_DEAD_LETTERS, dead_letters
from store.clock import SetClock
from store.database import Database
from store.tables import OutboxRow
from tests.handoff.stories import YoungPerson, hears, waiting_case, young_person
from tests.staff.desk.test_desk import DeskOf

NUMBER = "+447700900123"
REASON = "the phone is off, out of reach, or takes no texts"


def became(tx: Connection, /, who: YoungPerson, state: str, **more: object) -> None:
    """This is what became of the last text to this young person."""
    last = (
        select(OutboxRow.id)
        .where(OutboxRow.conversation_id == who.conversation_id)
        .order_by(OutboxRow.id.desc())
        .limit(1)
    )
    done = tx.execute(
        update(OutboxRow).where(OutboxRow.id == last.scalar_subquery()).values(state=state, **more)
    )
    assert done.rowcount == 1


async def test_a_text_that_died_says_so_beside_the_message_and_below_the_queue(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now(), channel="sms", address=NUMBER)
    await sqlite.write(hears, who, "Hello", clock.now())
    await sqlite.write(became, who, "dead", last_error=REASON)
    clock.forward(timedelta(minutes=4))
    page = await (await desk_of()).page(f"/staff/desk/cases/{case_id}")
    queue, conversation = page.split('id="conversation-pane"')
    assert f'<p class="mark wrong">Not delivered: {REASON}</p>' in conversation
    assert f"Not delivered: {REASON}" in queue
    assert f"Conversation {who.conversation_id}" in queue
    assert f'href="/staff/desk/cases/{case_id}" data-opens="{case_id}"' in queue
    assert "14:05, 4 min ago" in queue.split('id="dead-letters"')[1]
    assert NUMBER not in page


@pytest.mark.parametrize(
    ("state", "more", "words"),
    [
        ("waiting", {}, "on its way"),
        ("leased", {}, "on its way"),
        ("sent", {}, "sent"),
        ("sent", {"unsure": 1}, "sent, perhaps twice"),
        (
            "waiting",
            {"unsure": 1, "last_error": "no answer from the carrier"},
            "Not sure that it was delivered: no answer from the carrier. Trying again",
        ),
        ("leased", {"unsure": 1}, "Not sure that it was delivered. Trying again"),
        (
            "dead",
            {"unsure": 2, "last_error": REASON},
            f"Not delivered: {REASON} (an earlier try may have arrived)",
        ),
        ("dead", {}, "Not delivered"),
    ],
)
async def test_what_became_of_a_text_is_said_in_plain_words(
    sqlite: Database,
    clock: SetClock,
    desk_of: DeskOf,
    state: str,
    more: dict[str, object],
    words: str,
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now(), channel="sms", address=NUMBER)
    await sqlite.write(hears, who, "Hello", clock.now())
    await sqlite.write(became, who, state, **more)
    fetched = await (await desk_of()).fetch(f"/staff/desk/cases/{case_id}")
    assert f">{words}</p>" in fetched["messages"]


async def test_a_text_sent_in_the_end_is_no_dead_letter_but_one_nobody_knows_of_is(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    sent = await sqlite.write(young_person, clock.now(), channel="sms", address="one")
    unknown = await sqlite.write(young_person, clock.now(), channel="sms", address="two")
    for who in (sent, unknown):
        await sqlite.write(hears, who, "Hello", clock.now())
    await sqlite.write(became, sent, "sent", unsure=1)
    assert "dead-letters" not in await (await desk_of()).page()
    await sqlite.write(became, unknown, "waiting", unsure=1)
    [letter] = await sqlite.read(dead_letters)
    assert (letter.conversation_id, letter.case_id) == (unknown.conversation_id, None)


async def test_the_list_holds_the_last_ones_the_newest_first(
    sqlite: Database, clock: SetClock
) -> None:
    who = await sqlite.write(young_person, clock.now(), channel="sms", address="one")
    for _ in range(MOST_DEAD_LETTERS + 1):
        clock.forward(timedelta(minutes=1))
        await sqlite.write(hears, who, "Hello", clock.now())
        await sqlite.write(became, who, "dead", last_error=REASON)
    letters = await sqlite.read(dead_letters)
    assert len(letters) == MOST_DEAD_LETTERS
    assert letters[0].written_at == clock.now()
    assert letters[-1].written_at == clock.now() - timedelta(minutes=MOST_DEAD_LETTERS - 1)
