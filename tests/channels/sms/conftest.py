"""A service that takes texts, and a telephone company beside it, both listening on free ports."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import Connection, Row, delete, func, select, update
from twilio.request_validator import RequestValidator

from bench.texting import PUBLIC_URL, open_text_channel
from channels.delivery import Delivery
from channels.messages import InboundMessage, Received
from channels.sms.settings import SmsSettings
from channels.sms.stand_in import StandIn
from store import conversations, pictures
from store.bus import Bus, LocalBus
from store.clock import SetClock
from store.conversations import NewMessage
from store.database import Database
from store.encryption import Vault
from store.tables import ChannelIdentity, DeliveryStatus, Message, OutboxRow, SentText

PHONE = "+447700900123"
SETTINGS = SmsSettings(
    account_sid="AC" + "0" * 32, auth_token="the account's secret", from_number="+447700900999"
)


class PlainIntake:
    """Stores each text and answers it with the answers it was given: the rest of intake is not needed."""

    def __init__(self, database: Database, vault: Vault, clock: SetClock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self.answers: list[NewMessage] = [NewMessage("bot", "answer", "Yes, you may be able to.")]
        self.received: list[InboundMessage] = []

    async def receive(self, message: InboundMessage) -> Received:
        return await self._database.write(self._take, message)

    def _take(self, tx: Connection, message: InboundMessage) -> Received:
        now = self._clock.now()
        conversation = conversations.locate(
            tx,
            channel=message.channel,
            address=message.address,
            address_hash=self._vault.lookup(message.address),
            empty_state="{}",
            now=now,
        )
        incoming = NewMessage("young person", "text", message.text, message.external_id)
        new = conversations.add_incoming(
            tx, conversation, incoming, channel=message.channel, now=now
        )
        if new is None:
            return Received(True, conversation.conversation_id, None)
        self.received.append(message)
        pictures.add(tx, new, message.media, now)
        if message.command in ("stop", "start"):
            stopped = now if message.command == "stop" else None
            conversations.set_opted_out(tx, conversation.identity_id, stopped)
        after = conversation.last_seq + 1
        conversations.add_outgoing(
            tx, conversation, self.answers, after_seq=after, channel=message.channel, now=now
        )
        last = after + len(self.answers)
        conversations.save(tx, conversation.conversation_id, last_seq=last, last_at=now)
        return Received(False, conversation.conversation_id, None)


@dataclass
class Service:
    """The running service with all that a test may want to look at."""

    url: str
    http: ClientSession
    intake: PlainIntake
    company: StandIn
    delivery: Delivery
    database: Database
    bus: Bus
    clock: SetClock
    vault: Vault
    settings: SmsSettings

    async def post(
        self, path: str, form: dict[str, str], *, signed_for: str = "", signature: str | None = None
    ) -> int:
        """Post a form as the company would, or not quite."""
        if signature is None:
            address = signed_for or PUBLIC_URL + path
            signature = RequestValidator(self.settings.auth_token).compute_signature(address, form)
        headers = {"X-Twilio-Signature": signature} if signature else {}
        async with self.http.post(self.url + path, data=form, headers=headers) as response:
            return response.status

    async def outbox(self) -> list[Row[Any]]:
        """Every row of the outbox, in order."""
        return await self.database.read(
            lambda tx: list(tx.execute(select(OutboxRow).order_by(OutboxRow.id)).all())
        )

    async def states(self) -> list[str]:
        """The state of each row."""
        return await self.database.read(
            lambda tx: list(tx.execute(select(OutboxRow.state).order_by(OutboxRow.id)).scalars())
        )

    async def last_error(self) -> str | None:
        """Why the newest row was not sent."""
        return await self.database.read(
            lambda tx: tx.execute(
                select(OutboxRow.last_error).order_by(OutboxRow.id.desc()).limit(1)
            ).scalar_one()
        )

    async def stored(self) -> list[str]:
        """The texts stored from young people, in order."""
        mine = select(Message.text).where(Message.author == "young person").order_by(Message.id)
        return await self.database.read(lambda tx: list(tx.execute(mine).scalars()))

    async def opted_out(self) -> bool:
        """Whether the one number that wrote has opted out."""
        asked = select(ChannelIdentity.opted_out_at)
        return await self.database.read(lambda tx: tx.execute(asked).scalar_one()) is not None

    async def statuses(self) -> list[str]:
        """The statuses kept."""
        asked = select(DeliveryStatus.status).order_by(DeliveryStatus.at)
        return await self.database.read(lambda tx: list(tx.execute(asked).scalars()))

    async def forget_that_it_was_sent(self) -> None:
        """As if the process had died before it could note what became of the newest message."""
        newest = select(func.max(OutboxRow.id)).scalar_subquery()
        lost = {"external_id": None, "sent_at": None, "lease_owner": "a dead process"}
        again = {"state": "leased", "leased_until": self.clock.now(), **lost}

        def forget(tx: Connection) -> None:
            tx.execute(delete(SentText).where(SentText.outbox_id == newest))
            tx.execute(update(OutboxRow).where(OutboxRow.id == newest).values(**again))

        await self.database.write(forget)

    def sent(self, phone: str = PHONE) -> list[str]:
        """What the company took for a phone."""
        return [text.body for text in self.company.thread(phone) if not text.incoming]


@pytest.fixture
def account() -> SmsSettings:
    """The service's account at the company."""
    return SETTINGS


@pytest.fixture
async def service(
    sqlite: Database, vault: Vault, clock: SetClock, account: SmsSettings
) -> AsyncIterator[Service]:
    """The service and the company; the company reports nothing by itself."""
    bus = LocalBus()
    intake = PlainIntake(sqlite, vault, clock)
    async with (
        open_text_channel(sqlite, bus, clock, vault, account=account, intake=intake) as channel,  # type: ignore[arg-type]
        ClientSession() as http,
    ):
        yield Service(
            channel.company.service, http, intake, channel.company, channel.delivery, sqlite, bus,
            clock, vault, channel.settings,
        )  # fmt: skip
