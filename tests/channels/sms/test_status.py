"""What the company tells of a text is kept once, in whatever order and however often it is told."""

import itertools

import pytest

from channels.sms.stand_in_texts import Fault, Text
from store.bus import Event
from store.conversations import NewMessage
from store.outbox import LEASE
from tests.channels.sms.conftest import PHONE, Service

STATUS = "/sms/status"


async def sent_text(service: Service) -> Text:
    """An answer that the company took."""
    service.intake.answers = [NewMessage("bot", "answer", "Yes.")]
    await service.company.text_in(PHONE, "Can I get EMA?")
    await service.delivery.drain()
    return service.company.texts[-1]


async def test_a_status_is_kept_once_however_often_it_is_told(service: Service) -> None:
    text = await sent_text(service)
    for _ in range(3):
        assert await service.company.report(text, "delivered") == 204
    assert await service.statuses() == ["delivered"]
    assert await service.states() == ["sent"]


@pytest.mark.parametrize("order", list(itertools.permutations(["queued", "sent", "delivered"])))
async def test_statuses_may_come_in_any_order(service: Service, order: tuple[str, ...]) -> None:
    text = await sent_text(service)
    for status in order:
        await service.company.report(text, status)
    assert sorted(await service.statuses()) == ["delivered", "queued", "sent"]
    assert await service.states() == ["sent"]


@pytest.mark.parametrize("status", ["failed", "undelivered"])
async def test_a_text_that_never_arrives_is_given_up_in_plain_words(
    service: Service, status: str
) -> None:
    text = await sent_text(service)
    heard: list[Event] = []
    with service.bus.subscriptions.listening("queue", heard.append):
        await service.company.report(text, status, 30003)
        await service.company.report(text, status, 30003)
        await service.company.report(text, "sent")
    assert await service.states() == ["dead"]
    assert await service.last_error() == "the phone is off, out of reach, or takes no texts"
    assert heard == [Event("queue")]


async def test_what_was_delivered_cannot_fail_any_more(service: Service) -> None:
    text = await sent_text(service)
    await service.company.report(text, "delivered")
    await service.company.report(text, "undelivered", 30008)
    assert await service.states() == ["sent"]


async def test_a_failure_told_before_we_noted_the_sending_stands(service: Service) -> None:
    """The company's report may be quicker than its own answer to us."""
    service.intake.answers = [NewMessage("bot", "answer", "Yes.")]
    await service.company.text_in(PHONE, "Can I get EMA?")
    service.company.faults.append(Fault.TAKES_AND_HANGS_UP)
    await service.delivery.drain()
    text = service.company.texts[-1]
    await service.company.report(text, "undelivered", 30005)
    service.clock.forward(LEASE)
    await service.delivery.drain()
    assert await service.states() == ["dead"]
    assert service.sent() == ["Yes."]


async def test_error_21610_means_opted_out(service: Service) -> None:
    text = await sent_text(service)
    assert not await service.opted_out()
    await service.company.report(text, "failed", 21610)
    assert await service.opted_out()
    assert await service.last_error() == "this number has opted out of our texts"


async def test_an_error_without_words_of_ours_keeps_its_number(service: Service) -> None:
    await service.company.report(await sent_text(service), "failed", 39999)
    assert await service.last_error() == "the phone company gave error 39999"


async def test_a_status_of_a_text_that_is_not_ours_changes_nothing(service: Service) -> None:
    await sent_text(service)
    stranger = {"MessageSid": "SM" + "f" * 32, "MessageStatus": "failed", "ErrorCode": "30003"}
    for path in (STATUS, f"{STATUS}?outbox=999", f"{STATUS}?outbox=1%20or%201"):
        assert await service.post(path, {**stranger}) == 204
    assert await service.states() == ["sent"]


@pytest.mark.parametrize(
    "wrong", [{"MessageSid": ""}, {"MessageStatus": ""}, {"MessageStatus": "<b>delivered</b>"}]
)
async def test_a_status_that_makes_no_sense_is_refused(
    service: Service, wrong: dict[str, str]
) -> None:
    form = {"MessageSid": "SM" + "a" * 32, "MessageStatus": "delivered", **wrong}
    assert await service.post(STATUS, form) == 400


async def test_an_unsigned_status_is_refused(service: Service) -> None:
    text = await sent_text(service)
    form = {"MessageSid": text.sid, "MessageStatus": "failed"}
    assert await service.post(STATUS, form, signature="") == 403
    assert await service.states() == ["sent"]
