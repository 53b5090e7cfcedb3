"""A text that comes in is believed only when the company signed it, and is stored once."""

import pytest
from prometheus_client import REGISTRY
from twilio.request_validator import RequestValidator

from bench.texting import PUBLIC_URL
from channels.sms.stand_in import StandIn
from store.conversations import NewMessage
from tests.channels.sms.conftest import PHONE, Service

SID = "SM" + "a" * 32
INCOMING = "/sms/incoming"


def text(**fields: str) -> dict[str, str]:
    """A text as the company posts it."""
    usual = {"MessageSid": SID, "From": PHONE, "To": "+447700900999", "Body": "Can I get EMA?"}
    return {**usual, "NumMedia": "0", **fields}


async def test_a_signed_text_is_stored_and_answered_with_nothing_yet(service: Service) -> None:
    assert await service.post(INCOMING, text()) == 200
    assert await service.stored() == ["Can I get EMA?"]
    assert await service.states() == ["waiting"]
    assert service.sent() == []


@pytest.mark.parametrize("signature", ["", "bm90IHRoZSByaWdodCBvbmUgYXQgYWxs", "é"])
async def test_without_the_companys_signature_nothing_is_stored(
    service: Service, signature: str
) -> None:
    assert await service.post(INCOMING, text(), signature=signature) == 403
    assert await service.stored() == []


async def test_a_signature_for_another_address_is_refused(service: Service) -> None:
    """Also for the address the request itself came to: only the public one in the settings counts."""
    for address in (service.url + INCOMING, "https://elsewhere.example" + INCOMING):
        assert await service.post(INCOMING, text(), signed_for=address) == 403
    assert await service.post(INCOMING, text(), signed_for=f"{PUBLIC_URL}/sms/status") == 403
    assert await service.stored() == []


async def test_a_signature_for_other_words_is_refused(service: Service) -> None:
    other = {**text(), "Body": "Can I get more?"}
    signed = RequestValidator(service.settings.auth_token).compute_signature(
        PUBLIC_URL + INCOMING, text()
    )
    assert await service.post(INCOMING, other, signature=signed) == 403


async def test_the_query_is_signed_too(service: Service) -> None:
    assert await service.post(f"{INCOMING}?from=service", text()) == 200
    changed = f"{PUBLIC_URL}{INCOMING}?from=elsewhere"
    assert await service.post(f"{INCOMING}?from=service", text(), signed_for=changed) == 403


async def test_behind_a_proxy_only_the_public_address_counts(service: Service) -> None:
    """Whatever the proxy, or whoever stands before it, says of the address that was asked for."""
    signed = RequestValidator(service.settings.auth_token).compute_signature(
        PUBLIC_URL + INCOMING, text()
    )
    elsewhere = RequestValidator(service.settings.auth_token).compute_signature(
        "https://elsewhere.example" + INCOMING, text()
    )
    told = {
        "Host": "service:8080",
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-For": "203.0.113.9",
    }
    for signature, status in ((elsewhere, 403), (signed, 200)):
        headers = {**told, "X-Twilio-Signature": signature}
        address = service.company.service + INCOMING
        async with service.http.post(address, data=text(), headers=headers) as response:
            assert response.status == status
    assert await service.stored() == ["Can I get EMA?"]


async def test_a_text_told_twice_is_one_text(service: Service) -> None:
    assert await service.post(INCOMING, text()) == 200
    assert await service.post(INCOMING, text()) == 200
    assert await service.stored() == ["Can I get EMA?"]
    assert await service.states() == ["waiting"]


@pytest.mark.parametrize(
    ("form", "segments"),
    [
        ({"NumSegments": "3"}, 3),
        ({}, 1),
        ({"Body": "x" * 161}, 2),
        ({"Body": "ŵ" * 71, "NumSegments": "many"}, 2),
        ({"Body": "", "NumSegments": "0"}, 1),
    ],
)
async def test_what_it_was_charged_as_is_known(
    service: Service, form: dict[str, str], segments: int
) -> None:
    before = REGISTRY.get_sample_value("connexions_sms_received_segments_total") or 0.0
    for _ in range(2):  # told twice, counted once
        assert await service.post(INCOMING, text(**form)) == 200
    assert service.intake.received[0].segments == segments
    after = REGISTRY.get_sample_value("connexions_sms_received_segments_total") or 0.0
    assert after - before == segments


async def test_numbers_are_one_however_they_are_written(service: Service) -> None:
    await service.post(INCOMING, text())
    await service.post(INCOMING, text(MessageSid="SM" + "b" * 32, From="07700 900123"))
    assert [each.address for each in service.intake.received] == [PHONE, PHONE]


@pytest.mark.parametrize("sender", ["MyBank", "60777", "+60777"])
async def test_a_sender_that_takes_no_replies_is_stored_and_never_answered(
    service: Service, sender: str
) -> None:
    assert await service.post(INCOMING, text(From=sender)) == 200
    await service.delivery.drain()
    assert await service.stored() == ["Can I get EMA?"]
    assert await service.states() == ["dead"]
    assert list(service.company.texts) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"MessageSid": ""},
        {"MessageSid": "SM1; drop"},
        {"From": ""},
        {"From": "  "},
        {"NumMedia": "many"},
        {"NumMedia": "٣"},
        {"NumMedia": "-1"},
    ],
)
async def test_a_signed_form_that_makes_no_sense_is_refused(
    service: Service, wrong: dict[str, str]
) -> None:
    assert await service.post(INCOMING, text(**wrong)) == 400
    assert await service.stored() == []


async def test_what_is_no_form_is_refused(service: Service) -> None:
    async with service.http.post(service.url + INCOMING, json=text()) as response:
        assert response.status == 400
    bad = {"Content-Type": "application/x-www-form-urlencoded"}
    async with service.http.post(service.url + INCOMING, data=b"Body=\xff", headers=bad) as answer:
        assert answer.status == 400


async def test_more_than_a_hundred_kilobytes_is_refused_also_when_the_length_is_not_told(
    service: Service,
) -> None:
    assert await service.post(INCOMING, text(Body="a" * 100_001)) == 413

    async def pieces() -> object:
        for _ in range(11):
            yield b"a" * 10_000

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    async with service.http.post(service.url + INCOMING, data=pieces(), headers=form) as response:
        assert response.status == 413


async def test_pictures_are_counted_and_an_empty_text_is_a_text(service: Service) -> None:
    assert await service.post(INCOMING, text(Body="", NumMedia="2")) == 200
    assert [(each.text, len(each.media)) for each in service.intake.received] == [("", 2)]


async def test_stop_is_obeyed_and_only_its_receipt_still_goes_out(service: Service) -> None:
    await service.company.text_in(PHONE, "Can I get EMA?")
    service.intake.answers = [NewMessage("bot", "opt-out", "You will get no more texts.")]
    await service.company.text_in(PHONE, "Stop")
    await service.delivery.drain()
    assert await service.opted_out()
    assert service.sent() == ["You will get no more texts."]
    assert await service.states() == ["dead", "sent"]


async def test_words_of_danger_are_answered_even_to_one_who_opted_out(service: Service) -> None:
    service.intake.answers = []
    await service.company.text_in(PHONE, "stop")
    service.intake.answers = [
        NewMessage("bot", "text", "What would you like to know?"),
        NewMessage("bot", "safety", "If you are in danger now, call 999."),
    ]
    await service.company.text_in(PHONE, "i cant go on")
    await service.delivery.drain()
    assert service.sent() == ["If you are in danger now, call 999."]


async def test_yes_starts_again_after_stop_and_otherwise_is_an_answer(service: Service) -> None:
    for words in ("yes", "STOP", "YES", "yes"):
        await service.company.text_in(PHONE, words)
    assert [each.command for each in service.intake.received] == ["", "stop", "start", ""]
    assert not await service.opted_out()


async def test_asking_for_an_adviser_is_pressing_the_button(service: Service) -> None:
    await service.company.text_in(PHONE, "Adviser!")
    assert [each.choice for each in service.intake.received] == ["person"]


async def test_the_stand_in_repeats_a_text_as_the_company_does(
    service: Service,
) -> None:
    company: StandIn = service.company
    await company.text_in(PHONE, "hello")
    assert await company.text_in(PHONE, "hello", sid=company.texts[0].sid) == 200
    assert await service.stored() == ["hello"]
