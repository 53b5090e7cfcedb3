"""Killed in the middle of 500 messages, twice: each is stored once, answered once and sent once."""

import asyncio
from collections import Counter, defaultdict
from itertools import cycle, islice
from typing import Any

from sqlalchemy import Connection, Row, select

from channels.sms.splitting import texts_of
from store.tables import ChannelIdentity, Conversation, Message, OutboxRow
from tests.story.clients import ChatClient, Phone, Service, Tally
from tests.story.running import Company, RunningService, send_what_waits, telephone_company

CONVERSATIONS, MESSAGES_EACH = 10, 25
KILLED_AT = (120, 330)
QUESTIONS = (
    "how much is ema in wales",
    "when do i get paid",
    "what is universal credit",
    "thanks",
    "can i work part time and still get ema",
    "how do i apply for college",
    "what is an apprenticeship",
    "asdf qwer",
    "what is the bursary",
)


async def test_every_message_is_stored_once_and_answered_once(stored: RunningService) -> None:
    stored.settings = {**stored.settings, "most_from_address": 0}  # all chats are on this machine
    async with telephone_company(stored, reports=False) as company:
        service, tally = Service(stored), Tally()
        chats = [ChatClient(service, tally) for _ in range(CONVERSATIONS)]
        phones = [
            Phone(service, tally, company, f"+4477009001{number:02}")
            for number in range(CONVERSATIONS)
        ]
        await stored.start()
        service.up.set()
        said = [list(islice(cycle(QUESTIONS), n, n + MESSAGES_EACH)) for n in range(CONVERSATIONS)]
        sending = asyncio.gather(
            *map(ChatClient.send_all, chats, said), *map(Phone.send_all, phones, said)
        )
        for point in KILLED_AT:
            await tally.reached(point)
            assert not sending.done()
            await service.killed_and_started_again()
        ids = await sending
        await _sees_its_messages_in_order(chats, ids[:CONVERSATIONS], said)
        assert await stored.stop() == 0

        database = stored.open_database()
        try:
            await send_what_waits(database, stored)
            messages = await database.read(_messages)
            _are_stored_once(messages, [each for client in ids for each in client])
            _are_answered_once(messages)
            _were_sent_once(await database.read(_outbox), company)
        finally:
            await database.close()


async def _sees_its_messages_in_order(
    chats: list[ChatClient], ids: list[list[str]], said: list[list[str]]
) -> None:
    for chat, own, texts in zip(chats, ids, said, strict=True):
        assert set(chat.seen.values()) == {1}
        history = await chat.history()
        assert [each["seq"] for each in history] == list(range(1, len(history) + 1))
        mine = [(each["id"], each["text"]) for each in history if each["author"] == "young person"]
        assert mine == list(zip(own, texts, strict=True))


def _messages(tx: Connection) -> list[Row[Any]]:
    columns = (
        Message.conversation_id,
        Message.seq,
        Message.author,
        Message.external_id,
        Message.answers_seq,
        Message.text,
    )
    return list(tx.execute(select(*columns).order_by(Message.conversation_id, Message.seq)))


def _outbox(tx: Connection) -> list[Row[Any]]:
    return list(
        tx.execute(
            select(OutboxRow.state, OutboxRow.unsure, Message.text, ChannelIdentity.address)
            .join(Message, Message.id == OutboxRow.message_id)
            .join(Conversation, Conversation.id == OutboxRow.conversation_id)
            .join(ChannelIdentity, ChannelIdentity.id == Conversation.identity_id)
        )
    )


def _are_stored_once(messages: list[Row[Any]], ids: list[str]) -> None:
    """Under the id that the channel gave, which the web chat ties to its conversation."""
    kept = Counter(
        row.external_id.split(":")[-1] for row in messages if row.author == "young person"
    )
    assert kept == Counter(ids)
    assert len(ids) == 2 * CONVERSATIONS * MESSAGES_EACH


def _are_answered_once(messages: list[Row[Any]]) -> None:
    """All that answers a message follows it, and before the next; nothing in it is said twice."""
    answers: dict[tuple[int, int], list[str]] = defaultdict(list)
    asked = 0
    for row in messages:
        if row.author == "young person":
            asked = row.seq
            answers[row.conversation_id, asked] = []
        else:
            assert row.answers_seq == asked
            answers[row.conversation_id, asked].append(row.text)
    for said in answers.values():
        assert said
        assert len(said) == len(set(said))


def _were_sent_once(outbox: list[Row[Any]], company: Company) -> None:
    """Only where the process died between asking and noting may the carrier be asked again."""
    wanted: Counter[tuple[str, str]] = Counter()
    unsure: Counter[tuple[str, str]] = Counter()
    for row in outbox:
        assert row.state == "sent"
        for text in texts_of(row.text):
            wanted[row.address, text] += 1
            unsure[row.address, text] += row.unsure
    taken = Counter((text.phone, text.body) for text in company.texts)
    for sent in wanted | taken:
        assert abs(wanted[sent] - taken[sent]) <= unsure[sent]
    assert unsure.total() <= len(KILLED_AT) * 8 * 2
