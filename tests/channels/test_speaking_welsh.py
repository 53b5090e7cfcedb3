"""Being spoken to in Welsh: chosen in any words, kept for every channel of theirs, and never a gap."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from channels.intake import Intake
from content.safety import SafetyText
from content.sms_text import fold
from content.words import parse_words
from handoff.hours_words import say_back, say_when, say_when_it_was
from handoff.joining import join_phone
from handoff.moves import pick_up
from handoff.queue import line
from handoff.suiting import needs_of
from handoff.summary import summary_of
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from store.tables import Case, ChannelIdentity, Person
from tests.bot.dialogue.talk import EMERGENCY, LIBRARY, URGENT
from tests.channels.test_intake import TARGETS, Phone, SetReadings
from tests.handoff.stories import adviser

FOLDER = Path(__file__).parents[2] / "content"
ENGLISH, WELSH = (
    parse_words((FOLDER / name).read_text("utf-8")) for name in ("words.yml", "words-cy.yml")
)
OURS = replace(LIBRARY, words=ENGLISH, translations={"cy": WELSH})
SUNDAY = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def readings() -> SetReadings:
    return SetReadings(library=OURS)


@pytest.fixture
def intake(database: Database, clock: SetClock, vault: Vault, readings: SetReadings) -> Intake:
    return Intake(database, LocalBus(), clock, vault, TARGETS, readings.mind)


@pytest.fixture
def phone(intake: Intake, readings: SetReadings) -> Phone:
    return Phone(intake, readings)


@pytest.fixture
def chat(intake: Intake, readings: SetReadings) -> Phone:
    return Phone(intake, readings, "web")


def _languages(tx: Connection) -> list[str | None]:
    return list(tx.execute(select(Person.language)).scalars())


async def test_who_texts_the_word_is_texted_in_welsh_from_then_on(phone: Phone) -> None:
    _, said = await phone.says("Cymraeg")
    assert said == [("language", fold(WELSH["language-chosen"].sms))]
    _, said = await phone.says("hi")
    assert said[0][1].startswith("Helo, dyma Connexions Direct.")
    _, said = await phone.says("english")
    assert said == [("language", ENGLISH["language-chosen"].sms)]
    _, said = await phone.says("thanks")
    assert said == [("text", ENGLISH["thanks"].sms)]


async def test_an_answer_stays_in_english_and_is_introduced_in_welsh(
    phone: Phone, chat: Phone
) -> None:
    await phone.says("siarad cymraeg")
    _, said = await phone.says("what are t levels")
    assert said == [("answer", "Yn Saesneg mae'r ateb: courses/t-levels")]
    _, said = await chat.says("what are t levels", language="cy", external_id="web-1")
    assert said == [
        ("text", WELSH["answer-in-english"].web),
        ("answer", "courses/t-levels"),
    ]


async def test_the_page_they_write_on_counts_until_they_choose(
    chat: Phone, database: Database
) -> None:
    await chat.says("hi", language="cy")
    assert await database.read(_languages) == ["cy"]
    await chat.says("in english please", language="cy")
    received, said = await chat.says("thanks", language="cy")
    assert (received.language, said) == ("en", [("text", ENGLISH["thanks"].web)])


async def test_danger_is_answered_in_welsh_and_where_welsh_is_missing_in_english(
    phone: Phone, readings: SetReadings
) -> None:
    await phone.says("cymraeg")
    _, said = await phone.says("what are t levels", URGENT)
    assert said[0] == ("safety", "keep safe")
    reply = OURS.safety["suicide"]
    told = {occasion: SafetyText("Ffonia 999.", "Ffonia 999.") for occasion in reply.texts}
    welsh = replace(reply, translations={"cy": told})
    readings.library = replace(OURS, safety={"suicide": welsh})
    _, said = await phone.says("what are t levels", EMERGENCY)
    assert said[0] == ("safety", "Ffonia 999.")


async def test_a_sentence_without_welsh_is_said_in_english(
    phone: Phone, readings: SetReadings
) -> None:
    fewer = {key: said for key, said in WELSH.items() if key != "thanks"}
    readings.library = replace(OURS, translations={"cy": fewer})
    await phone.says("cymraeg")
    _, said = await phone.says("thanks")
    assert said == [("text", ENGLISH["thanks"].sms)]


@pytest.mark.parametrize("command", ["stop", "start", "help"])
async def test_keywords_work_as_ever_and_are_answered_in_welsh(phone: Phone, command: str) -> None:
    await phone.says("cymraeg")
    key = {"stop": "sms-stopped", "start": "sms-started", "help": "sms-help"}[command]
    _, said = await phone.says(command.upper(), command=command)
    assert said == [("opt-out", WELSH[key].sms)]


async def test_welsh_words_that_we_invite_are_understood(phone: Phone) -> None:
    await phone.says("cymraeg")
    _, said = await phone.says("Diolch")
    assert said == [("text", WELSH["thanks"].sms)]


async def test_the_line_and_the_hours_are_told_in_welsh(phone: Phone, clock: SetClock) -> None:
    await phone.says("cymraeg")
    received, said = await phone.says("can i talk to someone")
    assert said == [
        ("handoff", WELSH["handoff-open"].sms.replace("{place}", "1").replace("â", "a"))
    ]
    assert received.replies[0].detail["language"] == "cy"


async def test_the_adviser_is_told_and_so_are_they_in_welsh(
    phone: Phone, database: Database, clock: SetClock
) -> None:
    await phone.says("cymraeg")
    await phone.says("can i talk to someone")
    case_id = await database.read(lambda tx: tx.execute(select(Case.id)).scalar_one())
    summary = await database.read(summary_of, case_id, clock.now())
    assert summary.language == "Welsh"
    assert "They chose to be spoken to in Welsh." in summary.as_text()
    needs = await database.read(lambda tx: needs_of(tx, line(tx), clock.now()))
    assert needs[case_id].chosen == "Welsh"
    sam = await database.write(adviser, "Sam")
    await database.write(pick_up, case_id=case_id, staff_id=sam, library=OURS, now=clock.now())
    _, said = await phone.says("hi")
    assert said == []


async def test_a_welsh_message_is_offered_welsh(phone: Phone, readings: SetReadings) -> None:
    readings.speaks = "cy"
    received, _ = await phone.says("dw i eisiau help gyda choleg")
    offer = received.replies[0]
    assert offer.text.startswith("Galli di siarad a pherson.")
    assert "999" in offer.text
    assert offer.detail["choices"] == [{"label": "Cymraeg", "value": "language:cy"}]
    received, said = await phone.says("Cymraeg", choice="language:cy")
    assert received.language == "cy"
    assert said[0][1].startswith("Iawn.")


async def test_phone_and_chat_that_become_one_persons_share_the_language(
    phone: Phone, chat: Phone, database: Database, vault: Vault, clock: SetClock
) -> None:
    await phone.says("cymraeg")
    await chat.says("hi", address="a-web-key", external_id="web-1")

    def joined(tx: Connection) -> list[str | None]:
        web = tx.execute(select(ChannelIdentity.id).where(ChannelIdentity.channel == "web"))
        number = "+447700900123"
        join_phone(
            tx, identity_id=web.scalar_one(), number=number,
            number_hash=vault.lookup(number), library=OURS, now=clock.now(),
        )  # fmt: skip
        return _languages(tx)

    assert await database.write(joined) == ["cy"]
    received, _ = await chat.says("thanks", address="a-web-key", external_id="web-2")
    assert received.replies[0].text == WELSH["thanks"].web


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-15T18:00:00+00:00", "heddiw am 18:00"),
        ("2026-11-16T09:00:00+00:00", "yfory am 09:00"),
        ("2026-11-18T09:30:00+00:00", "ddydd Mercher am 09:30"),
        ("2026-12-25T14:05:00+00:00", "ddydd Gwener 25 Rhagfyr am 14:05"),
    ],
)
def test_moments_are_said_in_welsh(moment: str, said: str) -> None:
    assert say_when(datetime.fromisoformat(moment), SUNDAY, "cy") == said


def test_hours_and_moments_gone_by_are_said_in_welsh() -> None:
    hours = TARGETS.hours.of("sms")
    assert say_back(hours, SUNDAY, "cy") == "yfory am 09:00"
    gone = datetime(2026, 11, 14, 16, 0, tzinfo=UTC)
    assert say_when_it_was(gone, SUNDAY, "cy") == "ddoe am 16:00"
    long_gone = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
    assert say_when_it_was(long_gone, SUNDAY, "cy") == "ddydd Llun 2 Tachwedd am 16:00"
