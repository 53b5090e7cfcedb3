"""Texts go out through the company's real library; whatever breaks, nobody is answered twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select, update

from bench.texting import PUBLIC_URL
from channels.delivery import Delivery
from channels.sending import Accepted, Refused, Unknown
from channels.sms.sender import SmsSender
from channels.sms.stand_in_texts import Fault
from store.conversations import NewMessage
from store.outbox import LEASE, Parcel
from store.tables import OutboxRow, SentText
from tests.channels.sms.conftest import PHONE, Service

OTHER_PHONE = "+447700900456"
LONG = " ".join(f"This is sentence number {number} of a long answer." for number in range(1, 25))


async def asked(service: Service, answer: str = "Yes.", phone: str = PHONE) -> None:
    """A text came in and its answer waits in the outbox."""
    service.intake.answers = [NewMessage("bot", "answer", answer)]
    await service.company.text_in(phone, "Can I get EMA?")


async def later(service: Service, step: timedelta = LEASE) -> None:
    """Time goes by and delivery looks again."""
    service.clock.forward(step)
    await service.delivery.drain()


async def test_an_answer_goes_out_and_its_id_is_kept(service: Service) -> None:
    await asked(service)
    await service.delivery.drain()
    sent = service.company.texts[-1]
    assert (sent.phone, sent.body) == (PHONE, "Yes.")
    assert [(row.state, row.external_id) for row in await service.outbox()] == [("sent", sent.sid)]
    assert sent.status_callback.startswith(f"{PUBLIC_URL}/sms/status?outbox=")


async def test_a_text_is_folded_into_the_cheaper_alphabet(service: Service) -> None:
    await asked(service, "You\u2019ll need a form \u2013 it\u2019s short\u2026")
    await service.delivery.drain()
    assert service.sent() == ["You'll need a form - it's short..."]


async def test_a_long_answer_goes_as_numbered_texts(service: Service) -> None:
    await asked(service, LONG)
    await service.delivery.drain()
    count = len(service.sent())
    assert [text[:5] for text in service.sent()] == [f"({n}/{count})" for n in range(1, count + 1)]
    assert await service.states() == ["sent"]


@pytest.mark.parametrize("fault", [Fault.BREAKS, Fault.BUSY, Fault.HANGS_UP])
async def test_what_was_not_taken_is_sent_again(service: Service, fault: Fault) -> None:
    await asked(service)
    service.company.faults.append(fault)
    await service.delivery.drain()
    assert service.sent() == []
    assert await service.states() == ["waiting"]
    await later(service)
    assert service.sent() == ["Yes."]
    assert await service.states() == ["sent"]


@pytest.mark.parametrize("fault", [Fault.TAKES_AND_BREAKS, Fault.TAKES_AND_HANGS_UP])
async def test_what_was_taken_without_a_word_is_not_sent_again(
    service: Service, fault: Fault
) -> None:
    await asked(service)
    service.company.faults.append(fault)
    await service.delivery.drain()
    assert await service.states() == ["waiting"]
    await later(service)
    assert service.sent() == ["Yes."]
    assert [row.external_id for row in await service.outbox()] == [service.company.texts[-1].sid]


async def test_a_process_that_died_before_sending_loses_nothing(service: Service) -> None:
    await asked(service)
    await service.forget_that_it_was_sent()
    await service.delivery.drain()
    assert service.sent() == ["Yes."]


async def test_a_process_that_died_after_sending_answers_once(service: Service) -> None:
    await asked(service)
    await service.delivery.drain()
    await service.forget_that_it_was_sent()
    await later(service)
    assert service.sent() == ["Yes."]
    assert await service.states() == ["sent"]


async def test_an_equal_answer_of_an_hour_ago_is_another_answer(service: Service) -> None:
    await asked(service)
    await service.delivery.drain()
    service.clock.forward(timedelta(hours=1))
    await asked(service)
    await service.forget_that_it_was_sent()
    await service.delivery.drain()
    assert service.sent() == ["Yes.", "Yes."]


async def test_an_equal_answer_that_went_meanwhile_is_not_taken_for_this_one(
    service: Service,
) -> None:
    """Both waited; the first went with its id noted, the second was never taken."""
    await asked(service)
    await asked(service)
    service.company.faults.extend([Fault.NONE, Fault.BREAKS])
    await service.delivery.drain()
    assert service.sent() == ["Yes."]
    await later(service)
    assert service.sent() == ["Yes.", "Yes."]
    first, second = await service.outbox()
    assert (first.state, second.state) == ("sent", "sent")
    assert first.external_id != second.external_id


async def test_what_says_when_it_was_written_is_found_and_counted_with_those_words(
    service: Service,
) -> None:
    """The company took it, and the process died before it could note so."""
    await asked(service, "Yes. " * 31)
    lead = "We wrote this yesterday at 9pm:"
    await service.database.write(lambda tx: tx.execute(update(OutboxRow).values(lead=lead)))
    service.company.faults.append(Fault.TAKES_AND_HANGS_UP)
    await service.delivery.drain()
    taken = service.company.texts[-1]
    assert taken.body.startswith(f"{lead} Yes.")
    await service.company.report(taken, "sent")
    segments = select(SentText.segments)
    kept = await service.database.read(lambda tx: tx.execute(segments).scalars().all())
    assert kept == [taken.segments] == [2]
    await later(service)
    assert len(service.sent()) == 1
    assert await service.states() == ["sent"]


async def test_a_text_that_the_company_changed_is_known_by_its_report(service: Service) -> None:
    await asked(service)
    service.company.faults.append(Fault.TAKES_AND_HANGS_UP)
    await service.delivery.drain()
    taken = service.company.texts[-1]
    taken.body = "(Free message) Yes."
    await service.company.report(taken, "sent")
    service.company.silent = True
    await later(service)
    assert service.sent() == ["(Free message) Yes."]
    assert [(row.state, row.external_id) for row in await service.outbox()] == [("sent", taken.sid)]


async def test_what_a_trial_account_sets_before_a_text_changes_nothing(service: Service) -> None:
    await asked(service)
    service.company.faults.append(Fault.TAKES_AND_BREAKS)
    await service.delivery.drain()
    service.company.texts[-1].body = "Sent from your Twilio trial account - Yes."
    await later(service)
    assert len(service.sent()) == 1
    assert await service.states() == ["sent"]


async def test_every_text_taken_is_kept_with_what_it_is_charged_as(service: Service) -> None:
    counted = _segments()
    await asked(service, LONG)
    await service.delivery.drain()
    kept = select(SentText.external_id, SentText.part, SentText.segments).order_by(SentText.part)
    rows = await service.database.read(lambda tx: tx.execute(kept).all())
    texts = [text for text in service.company.texts if not text.incoming]
    assert [tuple(row) for row in rows] == [
        (text.sid, part, text.segments) for part, text in enumerate(texts, start=1)
    ]
    assert _segments() - counted == sum(text.segments for text in texts)


async def test_what_they_cost_is_counted_where_a_price_is_set(service: Service) -> None:
    await asked(service, LONG)
    before, counted = _counted("cost_pence"), _segments()
    sender = SmsSender(service.settings, PUBLIC_URL)
    dear = Delivery(service.database, service.bus, service.clock, {"sms": sender}, part_pence=3.5)
    await dear.drain()
    await sender.close()
    assert _counted("cost_pence") - before == 3.5 * (_segments() - counted) > 0
    await asked(service)
    before = _counted("cost_pence")
    await service.delivery.drain()
    assert _counted("cost_pence") == before


def _segments() -> float:
    return _counted("segments")


def _counted(what: str) -> float:
    labels = {"channel": "sms"}
    return REGISTRY.get_sample_value(f"connexions_delivery_{what}_total", labels) or 0.0


async def test_of_several_texts_only_the_missing_are_sent_again(service: Service) -> None:
    await asked(service, LONG)
    service.company.faults.extend([Fault.NONE, Fault.BUSY])
    await service.delivery.drain()
    assert [text[:2] for text in service.sent()] == ["(1"]
    await later(service)
    sent = service.sent()
    assert len(sent) == len(set(sent)) == int(sent[0][3])


async def test_when_the_company_cannot_be_asked_nothing_is_sent_blindly(service: Service) -> None:
    await asked(service)
    await service.delivery.drain()
    await service.forget_that_it_was_sent()
    service.company.silent = True
    await service.delivery.drain()
    assert await service.states() == ["waiting"]
    service.company.silent = False
    await later(service)
    assert service.sent() == ["Yes."]


async def test_a_number_that_can_never_be_texted_is_given_up_in_plain_words(
    service: Service,
) -> None:
    await asked(service)
    service.company.faults.append(Fault.NOT_A_MOBILE)
    await service.delivery.drain()
    assert await service.states() == ["dead"]
    assert await service.last_error() == "this number is not a mobile"


async def test_the_companys_own_opt_out_is_noted(service: Service) -> None:
    await asked(service)
    service.company.faults.append(Fault.OPTED_OUT)
    await service.delivery.drain()
    assert await service.opted_out()
    assert await service.last_error() == "opted out"
    await asked(service)
    await service.delivery.drain()
    assert await service.states() == ["dead", "dead"]
    assert service.sent() == []


async def test_one_phone_in_trouble_does_not_hold_up_another(service: Service) -> None:
    await asked(service, "First.")
    service.company.faults.append(Fault.BUSY)
    await service.delivery.drain()
    await asked(service, "Second.")
    await asked(service, "For the other.", OTHER_PHONE)
    await service.delivery.drain()
    assert (service.sent(), service.sent(OTHER_PHONE)) == ([], ["For the other."])
    await later(service)
    assert service.sent() == ["First.", "Second."]


def parcel(**changes: Any) -> Parcel:
    plain = Parcel(
        1, 1, 1, "sms", PHONE, "Yes.", 1, False, datetime(2026, 11, 17, 14, tzinfo=UTC), False
    )
    return replace(plain, **changes)


async def test_a_company_that_cannot_be_reached_took_nothing(service: Service) -> None:
    await service.company.stop()
    sender = SmsSender(service.settings, PUBLIC_URL)
    assert await sender.send(parcel()) == Refused("the phone company cannot be reached")
    await sender.close()


async def test_a_wrong_key_is_tried_again_for_an_administrator_will_mend_it(
    service: Service,
) -> None:
    sender = SmsSender(replace(service.settings, auth_token="wrong"), PUBLIC_URL)
    told = await sender.send(parcel())
    assert told == Refused("the phone company does not know our account or its key")
    await sender.close()


async def test_a_broken_connection_leaves_it_open_whether_it_was_taken(service: Service) -> None:
    sender = SmsSender(service.settings, PUBLIC_URL)
    service.company.faults.append(Fault.TAKES_AND_HANGS_UP)
    assert isinstance(await sender.send(parcel()), Unknown)
    await sender.close()


async def test_a_messaging_service_takes_the_place_of_the_number(service: Service) -> None:
    settings = replace(service.settings, from_number="", messaging_service_sid="MG" + "1" * 32)
    sender = SmsSender(settings, PUBLIC_URL)
    assert isinstance(await sender.send(parcel()), Accepted)
    assert service.company.texts[-1].sender == "MG" + "1" * 32
    await sender.close()


@pytest.mark.parametrize(
    ("texted", "sender"),
    [("", "+447700900999"), ("60777", "60777"), ("+447700900001", "+447700900999")],
)
async def test_of_several_numbers_the_one_that_was_texted_answers(
    service: Service, texted: str, sender: str
) -> None:
    settings = replace(service.settings, from_number="+447700900999, 60777")
    opened = SmsSender(settings, PUBLIC_URL)
    assert isinstance(await opened.send(parcel(texted=texted)), Accepted)
    assert service.company.texts[-1].sender == sender
    await opened.close()


async def test_nothing_that_identifies_is_logged(
    service: Service, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    await asked(service, "A private answer.")
    service.company.faults.extend([Fault.BREAKS, Fault.NOT_A_MOBILE])
    await service.delivery.drain()
    await later(service)
    logged = caplog.text + "".join(capsys.readouterr())
    assert "delivery.given_up" in logged
    assert "447700900123" not in logged
    assert "A private answer" not in logged
    assert "EMA" not in logged
