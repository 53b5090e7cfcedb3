"""Words from the desk reach the conversation and the outbox, or nothing at all happens."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.state import DialogueState
from handoff.cases import CaseError, Outcome
from handoff.moves import finish, hand_back, pick_up
from handoff.speaking import adviser_says
from store import conversations
from store.clock import SetClock
from store.database import Database
from store.tables import Conversation, OutboxRow
from tests.handoff.stories import (
    LIBRARY,
    YoungPerson,
    adviser,
    holder,
    message_count,
    read,
    waiting_case,
)


def outbox(tx: Connection) -> list[int]:
    return list(tx.execute(select(OutboxRow.message_id).order_by(OutboxRow.id)).scalars())


async def picked_up(
    database: Database, clock: SetClock, channel: str = "web"
) -> tuple[YoungPerson, int, int]:
    sam = await database.write(adviser)
    who, case_id = await database.write(waiting_case, clock.now(), channel=channel)
    await database.write(pick_up, case_id=case_id, staff_id=sam, library=LIBRARY, now=clock.now())
    return who, case_id, sam


async def test_a_reply_on_the_web_is_stored_with_its_adviser(
    database: Database, clock: SetClock
) -> None:
    who, case_id, sam = await picked_up(database, clock)
    sent = await database.write(
        adviser_says, case_id=case_id, staff_id=sam, text=" Hello. How are you? ", now=clock.now()
    )
    assert sent.conversation_id == who.conversation_id
    assert not sent.pushed
    [*_, last] = await database.read(conversations.history, who.conversation_id)
    assert (last.author, last.shown_name, last.kind) == ("adviser", "Sam", "text")
    assert (last.text, last.seq) == ("Hello. How are you?", sent.seq)
    assert await database.read(outbox) == []


async def test_a_reply_by_text_goes_in_the_outbox_in_plain_characters(
    database: Database, clock: SetClock
) -> None:
    who, case_id, sam = await picked_up(database, clock, "sms")
    sent = await database.write(
        adviser_says,
        case_id=case_id,
        staff_id=sam,
        text="It\u2019s fine \u2013 really",
        now=clock.now(),
    )
    assert sent.pushed
    assert (await database.read(read, who))[-1] == ("adviser", "text", "It's fine - really")
    assert sent.message_id in await database.read(outbox)


async def test_the_same_page_sent_twice_says_it_once(database: Database, clock: SetClock) -> None:
    _, case_id, sam = await picked_up(database, clock, "sms")
    words: dict[str, Any] = {"case_id": case_id, "staff_id": sam, "text": "Hello", "once": "page-1"}
    first = await database.write(adviser_says, **words, now=clock.now())
    clock.forward(timedelta(seconds=3))
    again = await database.write(adviser_says, **words, now=clock.now())
    assert again.message_id == first.message_id
    assert (await database.read(outbox)).count(first.message_id) == 1


@pytest.mark.parametrize(
    ("channel", "text"), [("web", "  \n "), ("web", "x" * 4001), ("sms", "x" * 1531)]
)
async def test_words_that_cannot_be_sent_are_refused_whole(
    sqlite: Database, clock: SetClock, channel: str, text: str
) -> None:
    _, case_id, sam = await picked_up(sqlite, clock, channel)
    before = await sqlite.read(message_count)
    with pytest.raises(CaseError):
        await sqlite.write(adviser_says, case_id=case_id, staff_id=sam, text=text, now=clock.now())
    assert await sqlite.read(message_count) == before


async def test_somebody_who_does_not_hold_the_case_says_nothing(
    sqlite: Database, clock: SetClock
) -> None:
    who, case_id, _ = await picked_up(sqlite, clock)
    alex = await sqlite.write(adviser, "Alex")
    with pytest.raises(CaseError, match="do not hold"):
        await sqlite.write(adviser_says, case_id=case_id, staff_id=alex, text="Hi", now=clock.now())
    assert "Hi" not in {words for _, _, words in await sqlite.read(read, who)}


async def test_somebody_who_opted_out_is_sent_nothing_and_the_adviser_is_told(
    database: Database, clock: SetClock
) -> None:
    who, case_id, sam = await picked_up(database, clock, "sms")
    await database.write(conversations.set_opted_out, who.identity_id, clock.now())
    before = await database.read(message_count)
    with pytest.raises(CaseError, match="STOP"):
        await database.write(
            adviser_says, case_id=case_id, staff_id=sam, text="Hello", now=clock.now()
        )
    assert await database.read(message_count) == before


async def test_an_opted_out_persons_case_can_still_be_picked_up_and_closed_in_silence(
    database: Database, clock: SetClock
) -> None:
    sam = await database.write(adviser)
    who, case_id = await database.write(waiting_case, clock.now(), channel="sms")
    await database.write(conversations.set_opted_out, who.identity_id, clock.now())
    move: dict[str, Any] = {
        "case_id": case_id,
        "staff_id": sam,
        "library": LIBRARY,
        "now": clock.now(),
    }
    taken = await database.write(pick_up, **move)
    ended = await database.write(
        finish,
        **move,
        outcome=Outcome.NO_REPLY,
        agreed="",
    )
    assert (taken.told, ended.told) == (None, None)
    assert await database.read(holder, who) == "closed"


async def test_the_young_person_is_told_who_is_there_and_who_left(
    database: Database, clock: SetClock
) -> None:
    who, case_id, sam = await picked_up(database, clock)
    assert (await database.read(read, who))[-1] == ("bot", "handoff", "Sam is here, an adviser.")
    await database.write(hand_back, case_id=case_id, staff_id=sam, library=LIBRARY, now=clock.now())
    assert (await database.read(read, who))[-1] == ("bot", "handoff", "Sam has left.")
    assert await database.read(holder, who) == "bot"


async def test_a_quiet_move_tells_them_nothing(sqlite: Database, clock: SetClock) -> None:
    sam = await sqlite.write(adviser)
    who, case_id = await sqlite.write(waiting_case, clock.now(), channel="sms")
    moved = await sqlite.write(
        pick_up, case_id=case_id, staff_id=sam, library=LIBRARY, now=clock.now(), quietly=True
    )
    assert moved.told is None
    assert await sqlite.read(holder, who) == "adviser"
    assert await sqlite.read(outbox) == []


async def test_after_release_the_bot_keeps_the_facts_and_forgets_what_was_pending(
    sqlite: Database, clock: SetClock
) -> None:
    who, case_id, sam = await picked_up(sqlite, clock)
    memory = (
        '{"facts": {"age": {"value": "15", "said_by": "young person", "seq": 1}},'
        ' "topic": "ema", "misses": 2, "pending": {"kind": "person", "entries": []}}'
    )
    await sqlite.write(conversations.save, who.conversation_id, state=memory)
    await sqlite.write(hand_back, case_id=case_id, staff_id=sam, library=LIBRARY, now=clock.now())

    def remembered(tx: Connection) -> str:
        return str(tx.execute(select(Conversation.state)).scalar_one())

    state = DialogueState.from_json(await sqlite.read(remembered))
    assert state.facts["age"].value == "15"
    assert (state.topic, state.pending, state.misses) == (None, None, 0)


async def test_what_was_agreed_is_given_in_writing(sqlite: Database, clock: SetClock) -> None:
    who, case_id, sam = await picked_up(sqlite, clock, "sms")
    await sqlite.write(
        finish,
        case_id=case_id,
        staff_id=sam,
        outcome=Outcome.HELPED,
        agreed="I ring the college by Friday",
        library=LIBRARY,
        now=clock.now(),
    )
    told = "Sam ended (text). Agreed: I ring the college by Friday."
    assert (await sqlite.read(read, who))[-1] == ("bot", "handoff", told)


async def test_an_agreement_that_fits_no_message_keeps_the_case_open(
    sqlite: Database, clock: SetClock
) -> None:
    who, case_id, sam = await picked_up(sqlite, clock)
    with pytest.raises(CaseError, match="300"):
        await sqlite.write(
            finish,
            case_id=case_id,
            staff_id=sam,
            outcome=Outcome.HELPED,
            agreed="long " * 80,
            library=LIBRARY,
            now=clock.now(),
        )
    assert await sqlite.read(holder, who) == "adviser"
