"""Many texts at once, told twice, with a company that fails: each is answered once and every report settled."""

import asyncio
import random
from collections import Counter
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from channels.sms.stand_in_texts import Fault
from store.conversations import NewMessage
from store.outbox import BACK_OFF_SECONDS
from store.tables import DeliveryStatus, SentText
from tests.channels.sms.conftest import Service

PHONES, TEXTS_EACH = 25, 6
FAULTS = (
    Fault.BREAKS,
    Fault.BUSY,
    Fault.HANGS_UP,
    Fault.TAKES_AND_BREAKS,
    Fault.TAKES_AND_HANGS_UP,
)


async def test_each_of_many_texts_is_answered_once_and_every_report_is_settled(
    service: Service,
) -> None:
    chance = random.Random(7)  # noqa: S311  the same every time
    service.intake.answers = [NewMessage("bot", "answer", "Yes.")]
    incoming = [
        (f"+4477009{phone:05}", f"SM{UUID(int=phone * 1000 + number).hex}")
        for phone in range(PHONES)
        for number in range(TEXTS_EACH)
    ]
    told = [*incoming, *chance.sample(incoming, len(incoming) // 3)]
    chance.shuffle(told)
    for begun in range(0, len(told), 30):
        batch = told[begun : begun + 30]
        answers = await asyncio.gather(
            *(service.company.text_in(phone, "Can I get EMA?", sid=sid) for phone, sid in batch)
        )
        assert set(answers) == {200}
    service.company.faults.extend(chance.choices([*FAULTS, *[Fault.NONE] * 10], k=len(incoming)))
    for wait in (0, *BACK_OFF_SECONDS[:3]) * TEXTS_EACH:
        service.clock.forward(timedelta(seconds=wait))
        await service.delivery.drain()
    taken = [text for text in service.company.texts if not text.incoming]
    assert Counter(text.phone for text in taken) == {phone: TEXTS_EACH for phone, _ in incoming}

    reports = [(text, status) for text in taken for status in ("queued", "sent", "delivered")]
    reports += chance.sample(reports, len(reports) // 4)
    chance.shuffle(reports)
    for begun in range(0, len(reports), 30):
        batch_of_reports = reports[begun : begun + 30]
        await asyncio.gather(*(service.company.report(*each) for each in batch_of_reports))
    statuses = select(DeliveryStatus.external_id, DeliveryStatus.status)
    kept = await service.database.read(lambda tx: tx.execute(statuses).all())
    assert sorted(map(tuple, kept)) == sorted({(text.sid, status) for text, status in reports})
    assert set(await service.states()) == {"sent"}
    known = await service.database.read(
        lambda tx: set(tx.execute(select(SentText.external_id)).scalars())
    )
    assert known == {text.sid for text in taken}
