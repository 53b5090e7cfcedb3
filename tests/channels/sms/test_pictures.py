"""Pictures that come with texts: fetched where that is allowed, from the company alone, and only a little."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from channels.pictures import MOST_BYTES, Pictures
from channels.sms.pictures import SmsPictures, is_a_store, kind_of
from channels.sms.settings import SmsSettings
from channels.sms.stand_in_pictures import SentPicture
from store import pictures
from store.bus import Event
from store.pictures import BACK_OFF_SECONDS, LEASE, KnownPicture
from store.tables import Conversation, Picture
from tests.channels.sms.conftest import PHONE, SETTINGS, Service

PNG = b"\x89PNG\r\n\x1a\n and the rest of a picture"
KINDS = {
    "image/jpeg": b"\xff\xd8\xff\xe0 and the rest",
    "image/png": PNG,
    "image/gif": b"GIF89a and the rest",
    "image/webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
}


@pytest.fixture
def account() -> SmsSettings:
    return replace(SETTINGS, fetch_pictures=True)


@pytest.fixture
async def fetching(service: Service) -> AsyncIterator[Pictures]:
    fetcher = SmsPictures(service.settings)
    yield Pictures(service.database, service.bus, service.clock, fetcher)
    await fetcher.close()


async def sent(service: Service, *with_it: SentPicture, body: str = "look") -> None:
    assert await service.company.text_in(PHONE, body, pictures=with_it) == 200


async def known(service: Service) -> list[KnownPicture]:
    return await service.database.read(
        lambda tx: pictures.of_conversation(tx, tx.execute(select(Conversation.id)).scalar_one())
    )


async def became(service: Service) -> list[tuple[str, str]]:
    return [(each.state, each.reason) for each in await known(service)]


async def later(service: Service, fetching: Pictures, step: timedelta) -> None:
    service.clock.forward(step)
    await fetching.look()


class TestUnlessItIsAllowed:
    @pytest.fixture
    def account(self) -> SmsSettings:
        return SETTINGS

    async def test_nothing_is_fetched_and_no_address_kept(
        self, service: Service, fetching: Pictures
    ) -> None:
        picture = SentPicture(PNG)
        await sent(service, picture)
        assert await fetching.look() == 0
        assert (await became(service), picture.asked) == ([("off", "")], 0)
        addresses = select(Picture.address)
        kept = await service.database.read(lambda tx: tx.execute(addresses).scalars().all())
        assert kept == [None]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_picture_is_fetched_and_kept_sealed(
    service: Service, fetching: Pictures, kind: str
) -> None:
    await sent(service, SentPicture(KINDS[kind], kind))
    assert await fetching.look() == 1
    (picture,) = await known(service)
    assert (picture.kind, picture.size, picture.state) == (kind, len(KINDS[kind]), "kept")
    raw = await service.database.read(
        lambda tx: tx.exec_driver_sql("SELECT content, address FROM pictures").one()
    )
    assert KINDS[kind] not in raw.content
    assert raw.address is None
    assert service.vault.open_bytes(raw.content) == KINDS[kind]


async def test_the_text_is_taken_and_answered_before_anything_is_fetched(
    service: Service, fetching: Pictures
) -> None:
    picture = SentPicture(PNG)
    await sent(service, picture, SentPicture(KINDS["image/gif"], "image/gif"))
    assert await service.stored() == ["look"]
    assert picture.asked == 0
    await fetching.look()
    assert await became(service) == [("kept", ""), ("kept", "")]


async def test_a_text_told_twice_has_its_pictures_once(
    service: Service, fetching: Pictures
) -> None:
    sid, picture = "MM" + "a" * 32, SentPicture(PNG)
    for _ in range(2):
        await service.company.text_in(PHONE, "look", sid=sid, pictures=[picture])
    while await fetching.look():
        continue
    assert (await became(service), picture.asked) == ([("kept", "")], 1)


async def test_the_company_may_send_on_to_its_store_and_our_password_stays_here(
    service: Service, fetching: Pictures
) -> None:
    await sent(service, SentPicture(PNG, stored=True))
    await fetching.look()
    assert await became(service) == [("kept", "")]
    assert service.company.pictures.credentials_in_store == 0


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://api.twilio.com.evil.example/2010-04-01/Accounts/{account}/Messages/{sid}/Media/{media}",
        "{base}@evil.example/2010-04-01/Accounts/{account}/Messages/{sid}/Media/{media}",
        "{base}/2010-04-01/Accounts/AC{nobody}/Messages/{sid}/Media/{media}",
        "{base}/2010-04-01/Accounts/{account}/Messages/MM{nobody}/Media/{media}",
        "{base}/2010-04-01/Accounts/{account}/Messages/{sid}/Media/../../Messages.json",
        "{base}/2010-04-01/Accounts/{account}/Messages/{sid}/Media/{media}?x=1",
        "{base}/2010-04-01/Accounts/{account}/Messages/{sid}/Media/{media}\n",
        "file:///etc/passwd",
    ],
)
async def test_an_address_that_is_not_of_this_message_at_the_company_is_refused(
    service: Service, fetching: Pictures, elsewhere: str, caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    sid, picture = "MM" + "a" * 32, SentPicture(PNG)
    picture.address = elsewhere.format(
        base=service.company.address,
        account=service.settings.account_sid,
        sid=sid,
        media=picture.media,
        nobody="9" * 32,
    )
    await service.company.text_in(PHONE, "look", sid=sid, pictures=[picture])
    await fetching.look()
    assert (await became(service), picture.asked) == ([("lost", "elsewhere")], 0)
    logged = caplog.text + "".join(capsys.readouterr())
    assert "pictures.points_elsewhere" in logged
    assert "evil" not in logged
    assert picture.media not in logged


async def test_being_sent_on_to_another_place_is_refused(
    service: Service, fetching: Pictures
) -> None:
    await sent(service, SentPicture(PNG, moved_to="http://127.0.0.1:9/private"))
    await fetching.look()
    assert await became(service) == [("lost", "elsewhere")]


async def test_being_sent_on_twice_is_refused(service: Service, fetching: Pictures) -> None:
    picture = SentPicture(PNG, stored=True, moved_to=f"{service.company.address}/store/again")
    await sent(service, picture)
    await fetching.look()
    assert await became(service) == [("lost", "elsewhere")]


@pytest.mark.parametrize("untold", [True, False])
async def test_what_is_too_large_is_left_off_whatever_was_told_of_its_length(
    service: Service, fetching: Pictures, untold: bool
) -> None:
    await sent(
        service,
        SentPicture(PNG.ljust(MOST_BYTES + 1), untold=untold),
        SentPicture(PNG.ljust(MOST_BYTES), untold=untold),
    )
    await fetching.look()
    assert await became(service) == [("lost", "size"), ("kept", "")]


@pytest.mark.parametrize("kind", ["image/svg+xml", "video/mp4", "text/html", "text/vcard", ""])
async def test_what_is_no_picture_is_not_even_asked_for(
    service: Service, fetching: Pictures, kind: str
) -> None:
    picture = SentPicture(b"<svg onload=alert(1)>", kind or "x")
    picture.kind = kind
    await sent(service, picture)
    await fetching.look()
    assert (await became(service), picture.asked) == ([("lost", "kind")], 0)


async def test_what_only_says_that_it_is_a_picture_is_not_kept(
    service: Service, fetching: Pictures
) -> None:
    await sent(service, SentPicture(b"<html><script>alert(1)</script>", "image/png"))
    await fetching.look()
    assert await became(service) == [("lost", "kind")]


@pytest.mark.parametrize(
    ("status", "reason"), [(404, "gone"), (401, "unreachable"), (503, "unreachable")]
)
async def test_what_may_pass_is_tried_again_and_given_up_in_the_end(
    service: Service, fetching: Pictures, status: int, reason: str
) -> None:
    picture = SentPicture(PNG, status=status)
    await sent(service, picture)
    await fetching.look()
    for seconds in BACK_OFF_SECONDS:
        assert await became(service) == [("waiting", "")]
        await later(service, fetching, timedelta(seconds=seconds))
    assert await became(service) == [("lost", reason)]
    assert picture.asked == len(BACK_OFF_SECONDS) + 1


async def test_what_was_away_for_a_moment_is_kept_then(
    service: Service, fetching: Pictures
) -> None:
    picture = SentPicture(PNG, status=503)
    await sent(service, picture)
    await fetching.look()
    picture.status = 200
    await later(service, fetching, timedelta(seconds=BACK_OFF_SECONDS[0]))
    assert await became(service) == [("kept", "")]


async def test_a_process_that_died_while_it_fetched_loses_nothing(
    service: Service, fetching: Pictures
) -> None:
    await sent(service, SentPicture(PNG))
    assert len(await service.database.write(pictures.lease, service.clock.now())) == 1
    assert await fetching.look() == 0
    await later(service, fetching, LEASE)
    assert await became(service) == [("kept", "")]


async def test_the_open_desk_is_told_and_who_waits_is_woken(
    service: Service, fetching: Pictures
) -> None:
    heard: asyncio.Queue[Event] = asyncio.Queue()
    with service.bus.subscriptions.listening("conversation", heard.put_nowait):
        keeping = asyncio.create_task(fetching.keep())
        await sent(service, SentPicture(PNG))
        async with asyncio.timeout(20):
            assert (await heard.get()).ids == {"conversation": 1}
        keeping.cancel()
    assert await became(service) == [("kept", "")]


async def test_it_goes_when_the_conversation_goes(service: Service, fetching: Pictures) -> None:
    await sent(service, SentPicture(PNG))
    await fetching.look()
    await service.database.write(lambda tx: tx.execute(delete(Conversation)))
    left = select(func.count()).select_from(Picture)
    assert await service.database.read(lambda tx: tx.execute(left).scalar_one()) == 0


async def test_only_its_own_person_has_it(service: Service, fetching: Pictures) -> None:
    await sent(service, SentPicture(PNG))
    await fetching.look()
    read = service.database.read
    assert await read(pictures.content_of, 1, person_id=1) == ("image/png", PNG, 1)
    assert await read(pictures.content_of, 1, person_id=2) is None
    await service.database.write(lambda tx: tx.execute(update(Picture).values(state="lost")))
    assert await read(pictures.content_of, 1, person_id=1) is None


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://mms.twiliocdn.com/AC1/abc?Expires=1&Signature=a~b", True),
        ("https://media.twiliocdn.com/AC1/abc", True),
        ("https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC1/abc", True),
        ("https://s3-external-1.amazonaws.com/other-bucket/abc", False),
        ("http://mms.twiliocdn.com/AC1/abc", False),
        ("https://mms.twiliocdn.com.evil.example/abc", False),
        ("https://mms.twiliocdn.com@evil.example/abc", False),
        ("https://mms.twiliocdn.com\\@evil.example/", False),
        ("https://evil.example/mms.twiliocdn.com/", False),
        ("", False),
    ],
)
def test_only_the_companys_own_stores_are_stores(address: str, is_one: bool) -> None:
    assert is_a_store(address) is is_one


@given(st.binary(max_size=40))
def test_any_bytes_can_be_looked_at(content: bytes) -> None:
    assert kind_of(content) in {"", *KINDS}
