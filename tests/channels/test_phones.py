"""A phone is somebody's only once a code that was texted to it is typed in their chat."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from bot.contact.rules import Heard
from channels.back.phones import (
    MOST_TRIES,
    PROOF_LASTS,
    Asked,
    NoMobile,
    ask_proof,
    mobile_number,
    prove,
)
from channels.back.returning import NoChat, Wait, WrongCode
from channels.intake import Intake
from handoff.quiet_times import keep_heard
from store import conversations
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from store.tables import Case, CaseEvent, Conversation, Person
from tests.bot.dialogue.talk import URGENT, Danger
from tests.channels.test_intake import PHONE, Phone, SetReadings, intake, phone, readings

__all__ = ["intake", "phone", "readings"]
KEY = "k" * 43
UNKNOWN = "+447700900555"


@dataclass
class Chat:
    """Somebody in the web chat who says that a phone is theirs."""

    database: Database
    clock: SetClock
    vault: Vault
    intake: Intake
    readings: SetReadings

    async def says(self, text: str, danger: Danger | None = None, key: str = KEY) -> object:
        """They write, so that there is a chat. Gives what is said back."""
        web = Phone(self.intake, self.readings, "web")
        _, heard = await web.says(text, danger, address=key, external_id=f"web {key} {text}")
        return heard

    async def claims(self, number: str = PHONE, address: str = "here", key: str = KEY) -> object:
        return await self.database.write(
            ask_proof, self.vault, key, number, address, self.clock.now()
        )

    async def asked(self, number: str = PHONE, address: str = "here") -> Asked:
        told = await self.claims(number, address)
        assert isinstance(told, Asked)
        return told

    async def types(self, asked: Asked, digits: str | None, address: str = "here") -> object:
        return await self.database.write(
            prove,
            self.vault,
            asked.page,
            digits or "",
            address,
            self.clock.now(),
            library=self.readings.library,
        )

    async def people(self) -> list[int]:
        """The person of each conversation."""
        asked = select(Conversation.person_id).order_by(Conversation.id)
        return await self.database.read(lambda tx: list(tx.execute(asked).scalars()))


@pytest.fixture
async def chat(
    database: Database, clock: SetClock, vault: Vault, intake: Intake, readings: SetReadings
) -> Chat:
    opened = Chat(database, clock, vault, intake, readings)
    await opened.says("hi")
    return opened


def wrong(digits: str | None) -> str:
    return "000000" if digits != "000000" else "111111"


async def test_with_the_code_both_are_one_person_and_one_code_works_once(
    chat: Chat, phone: Phone
) -> None:
    await phone.says("hello")
    asked = await chat.asked("07700 900 123")
    assert await chat.types(asked, wrong(asked.digits)) == WrongCode()
    assert len(set(await chat.people())) == 2
    assert await chat.types(asked, f"{asked.digits} ") == "joined"
    assert len(set(await chat.people())) == 1
    assert await chat.types(asked, asked.digits) == WrongCode()
    assert await chat.types(await chat.asked(), "") == WrongCode()


async def test_the_person_who_is_joined_leaves_nobody_behind(chat: Chat, phone: Phone) -> None:
    await phone.says("hello")
    asked = await chat.asked()
    await chat.types(asked, asked.digits)
    count = select(func.count()).select_from(Person)
    assert await chat.database.read(lambda tx: tx.execute(count).scalar_one()) == 1
    again = await chat.asked()
    assert await chat.types(again, again.digits) == "already"


async def test_a_phone_that_texts_for_the_first_time_later_is_known_then(
    chat: Chat, phone: Phone
) -> None:
    asked = await chat.asked()
    assert await chat.types(asked, asked.digits) == "joined"
    await phone.says("hello")
    assert len(await chat.people()) == 2
    assert len(set(await chat.people())) == 1


async def test_a_number_typed_into_the_chat_proves_and_reveals_nothing(
    chat: Chat, phone: Phone
) -> None:
    await phone.says("hello")
    known = await chat.says(f"my number is {PHONE}")
    await chat.says("hi", key="o" * 43)
    assert await chat.says(f"my number is {UNKNOWN}", key="o" * 43) == known
    assert len(set(await chat.people())) == 3


async def test_a_known_and_an_unknown_number_are_told_apart_by_nothing(
    chat: Chat, phone: Phone
) -> None:
    await phone.says("hello")
    known, unknown = await chat.asked(PHONE), await chat.asked(UNKNOWN)
    assert known.digits
    assert unknown.digits


async def test_who_wants_no_texts_gets_none_and_nobody_learns_of_it(
    chat: Chat, phone: Phone
) -> None:
    await phone.says("stop", command="stop")
    asked = await chat.asked()
    assert asked.digits is None
    assert await chat.types(asked, wrong(None)) == WrongCode()


async def test_no_code_goes_into_a_quiet_time(chat: Chat, phone: Phone) -> None:
    await phone.says("hello")

    def quiet(tx: Connection) -> None:
        place = conversations.locate(
            tx, channel="sms", address=PHONE, address_hash=chat.vault.lookup(PHONE),
            empty_state="{}", now=chat.clock.now(),
        )  # fmt: skip
        keep_heard(tx, place, [Heard("never", "dont text me")], seq=1, now=chat.clock.now())

    await chat.database.write(quiet)
    assert (await chat.asked()).digits is None


async def test_guesses_are_few_and_the_time_is_short(chat: Chat) -> None:
    asked = await chat.asked()
    for _ in range(MOST_TRIES):
        assert await chat.types(asked, wrong(asked.digits)) == WrongCode()
    assert await chat.types(asked, asked.digits) == WrongCode()
    late = await chat.asked()
    chat.clock.forward(PROOF_LASTS)
    assert await chat.types(late, late.digits, "elsewhere") == WrongCode()


async def test_a_new_code_makes_the_one_before_worthless(chat: Chat) -> None:
    first = await chat.asked()
    await chat.asked()
    assert await chat.types(first, first.digits) == WrongCode()


async def test_nobody_is_pestered_with_codes(chat: Chat) -> None:
    for _ in range(3):
        await chat.asked()
    assert isinstance(await chat.claims(), Wait)
    chat.clock.forward(timedelta(hours=1))
    await chat.asked()


async def test_only_a_mobile_can_be_proven_and_only_from_a_chat(chat: Chat) -> None:
    assert await chat.claims("020 7946 0000") == NoMobile()
    assert await chat.claims(key="x" * 43) == NoChat()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 7700 900 123", "+447700900123"),
        ("07624 123456", "+447624123456"),
        ("07020 900123", None),
        ("07640 900123", None),
        ("020 7946 0000", None),
        ("+1 202 555 0123", None),
        ("MyBank", None),
        ("", None),
    ],
)
def test_which_numbers_are_mobiles(written: str, number: str | None) -> None:
    assert mobile_number(written) == number


async def test_an_open_case_is_kept_and_its_adviser_told(chat: Chat, phone: Phone) -> None:
    await phone.says("im not safe", URGENT)
    asked = await chat.asked()
    assert await chat.types(asked, asked.digits) == "joined"
    told = select(CaseEvent.kind).order_by(CaseEvent.id)
    assert await chat.database.read(lambda tx: list(tx.execute(told).scalars())) == [
        "opened", "joined",
    ]  # fmt: skip
    await chat.says("i want to talk to someone", URGENT)
    assert await _cases(chat.database) == 1
    holders = select(Conversation.channel, Conversation.holder).order_by(Conversation.channel)
    assert [tuple(row) for row in await chat.database.read(lambda tx: tx.execute(holders).all())] == [
        ("sms", "queue"), ("web", "bot"),
    ]  # fmt: skip


async def test_two_open_cases_become_one_and_the_older_goes_on(chat: Chat, phone: Phone) -> None:
    await phone.says("im not safe", URGENT)
    await chat.says("me neither", URGENT)
    asked = await chat.asked()
    assert await chat.types(asked, asked.digits) == "goes on by text"
    assert await _cases(chat.database) == 1
    assert len(set(await chat.people())) == 1
    await chat.says("are you there", URGENT)
    assert await _cases(chat.database) == 1


async def _cases(database: Database) -> int:
    count = select(func.count()).select_from(Case).where(Case.state != "closed")
    return await database.read(lambda tx: tx.execute(count).scalar_one())
