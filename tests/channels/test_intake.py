"""The way in: what one message changes, on both databases, with a mind whose readings a test sets."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, select

from bot.decision import Level
from bot.meaning import Meaning, Ranked
from bot.risk.assess import Assessment, RiskMemory, RiskReading
from bot.risk.families import read_families
from channels.intake import Intake, Mind
from channels.messages import InboundMessage, Received
from content.library import Library
from handoff.cases import Outcome, hand_off
from handoff.hours import ChannelHours
from handoff.hours_setting import parse_hours
from handoff.moves import finish, hand_back, pick_up
from handoff.targets import ServiceTargets, parse_targets
from store import outbox, pictures
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from store.pictures import NewPicture
from store.tables import AlertRow, Case, Conversation, Message, OutboxRow, Signal
from tests.bot.dialogue.talk import COMPLEX, EMERGENCY, LIBRARY, MEANS, URGENT, Danger
from tests.handoff.stories import adviser

PHONE = "+447700900123"
NIGHT = datetime(2026, 11, 17, 20, 30, tzinfo=UTC)
"""Nobody answers texts any more; the web chat is open until nine."""
TARGETS = ServiceTargets(
    ChannelHours(
        parse_hours("monday-friday 09:00-20:00"), {"web": parse_hours("monday-friday 09:00-21:00")}
    ),
    parse_targets("emergency 1 always, urgent 5, complex 30, routine 60"),
)


@dataclass
class SetReadings:
    """Understands what the conversations' table says, and finds the danger that a test puts in."""

    name: str = "set"
    library: Library = LIBRARY
    danger: Danger | None = None
    remembered: list[RiskMemory] = field(default_factory=list)
    speaks: str = "en"

    async def understand(self, text: str) -> Meaning:
        ids = MEANS.get(text, ())
        ranked = tuple(Ranked(each, 0.9 / len(ids)) for each in ids)
        return Meaning(
            text, text.lower(), ranked, in_scope=1.0 if ids else 0.0, language=self.speaks
        )

    def read(self, text: str) -> RiskReading:
        return RiskReading(text)

    def weigh(self, _reading: RiskReading, memory: RiskMemory) -> Assessment:
        self.remembered.append(memory)
        return self.danger.assessment() if self.danger else Assessment()

    def mind(self) -> Mind:
        return Mind(self.library, self, self)  # type: ignore[arg-type]


class Phone:
    """A young person who texts (or chats) through the real way in."""

    def __init__(self, intake: Intake, readings: SetReadings, channel: str = "sms") -> None:
        self._intake, self._readings, self._channel = intake, readings, channel
        self._sent = 0

    async def says(
        self, text: str, danger: Danger | None = None, **more: Any
    ) -> tuple[Received, list[tuple[str, str]]]:
        self._sent += 1
        self._readings.danger = danger
        message = InboundMessage(self._channel, PHONE, f"id-{self._sent}", text)
        received = await self._intake.receive(replace(message, **more))
        return received, [(each.kind, each.text.splitlines()[0]) for each in received.replies]


@pytest.fixture
def readings() -> SetReadings:
    return SetReadings()


@pytest.fixture
def intake(database: Database, clock: SetClock, vault: Vault, readings: SetReadings) -> Intake:
    return Intake(database, LocalBus(), clock, vault, TARGETS, readings.mind)


@pytest.fixture
def phone(intake: Intake, readings: SetReadings) -> Phone:
    return Phone(intake, readings)


def _one_case(tx: Connection) -> tuple[int, str, str]:
    row = tx.execute(select(Case.id, Case.state, Case.level)).one()
    return row.id, row.state, row.level


def _due(tx: Connection) -> datetime:
    return tx.execute(select(Case.due_at)).scalar_one()


def _alerts(tx: Connection) -> list[tuple[str, str]]:
    return [(row.cause, row.level) for row in tx.execute(select(AlertRow.cause, AlertRow.level))]


def _count(tx: Connection, table: type) -> int:
    return tx.execute(select(func.count()).select_from(table)).scalar_one()


async def test_a_message_is_stored_answered_and_put_in_the_outbox(
    phone: Phone, database: Database
) -> None:
    received, said = await phone.says("what are t levels")
    assert said == [("answer", "courses/t-levels")]
    assert (received.holder, received.handoff) == ("bot", "none")
    assert await database.read(_count, Message) == 2
    assert await database.read(_count, OutboxRow) == 1


async def test_the_same_message_again_changes_nothing(phone: Phone, database: Database) -> None:
    await phone.says("what are t levels")
    received, said = await phone.says("what are t levels", external_id="id-1")
    assert (received.duplicate, said) == (True, [])
    assert await database.read(_count, Message) == 2


async def test_danger_gets_its_reply_first_and_opens_a_case(
    phone: Phone, database: Database
) -> None:
    received, said = await phone.says("what are t levels", URGENT)
    assert said == [
        ("safety", "keep safe"),
        ("handoff", "handoff-open"),
        ("answer", "courses/t-levels"),
    ]
    assert (received.holder, received.conversation_level) == ("queue", "urgent")
    assert (await database.read(_one_case))[1:] == ("waiting", "urgent")
    assert await database.read(_count, Signal) == 1


async def test_an_emergency_out_of_hours_alerts_at_once_and_is_due_in_a_minute(
    phone: Phone, database: Database, clock: SetClock
) -> None:
    clock.set(NIGHT)
    _, said = await phone.says("flurble", EMERGENCY)
    assert said == [("safety", "keep safe"), ("handoff", "handoff-closed")]
    assert await database.read(_due) == NIGHT + timedelta(minutes=1)
    assert await database.read(_alerts) == [("new", "emergency")]


async def test_an_urgent_case_out_of_hours_alerts_nobody_and_is_due_when_somebody_is_back(
    phone: Phone, database: Database, clock: SetClock
) -> None:
    clock.set(NIGHT)
    await phone.says("flurble", URGENT)
    assert await database.read(_due) == datetime(2026, 11, 18, 9, 5, tzinfo=UTC)
    assert await database.read(_alerts) == []


@pytest.mark.parametrize(("channel", "told"), [("sms", "handoff-closed"), ("web", "handoff-open")])
async def test_each_channel_goes_by_its_own_hours(
    intake: Intake, readings: SetReadings, clock: SetClock, channel: str, told: str
) -> None:
    clock.set(NIGHT)
    _, said = await Phone(intake, readings, channel).says("flurble", URGENT)
    assert ("handoff", told) in said


async def test_the_level_of_a_conversation_never_falls_by_itself(
    phone: Phone, database: Database
) -> None:
    await phone.says("flurble", EMERGENCY)
    received, _ = await phone.says("what are t levels", COMPLEX)
    assert received.conversation_level == "emergency"
    assert (await database.read(_one_case))[2] == "emergency"


async def test_stop_does_not_switch_the_risk_check_off(phone: Phone, database: Database) -> None:
    received, said = await phone.says("STOP", EMERGENCY, command="stop")
    assert said == [("safety", "keep safe"), ("opt-out", "sms-stopped")]
    assert received.handoff == "opened"
    await phone.says("flurble", EMERGENCY)
    assert await database.read(_count, Signal) == 2


async def test_after_stop_nothing_goes_until_they_write_again(
    phone: Phone, database: Database, clock: SetClock
) -> None:
    await phone.says("stop", command="stop")
    [receipt] = await database.write(outbox.lease, owner="test", now=clock.now())
    await database.write(outbox.sent, receipt.outbox_id, external_id="SM1", now=clock.now())
    _, said = await phone.says("how much is ema")
    [answer] = await database.write(outbox.lease, owner="test", now=clock.now())
    assert said
    assert not answer.opted_out


async def test_each_is_answered_from_the_number_of_ours_that_they_texted(
    phone: Phone, database: Database, clock: SetClock
) -> None:
    await phone.says("hello", reached="+447700900998")
    [answer] = await database.write(outbox.lease, owner="test", now=clock.now())
    assert answer.texted == "+447700900998"


async def test_when_the_bot_fails_in_danger_the_safety_words_are_still_sent(
    phone: Phone, readings: SetReadings, database: Database
) -> None:
    readings.library = replace(LIBRARY, safety={"suicide": "broken"})  # type: ignore[dict-item]
    received, said = await phone.says("flurble", EMERGENCY)
    assert said[0] == ("safety", "safety-fallback")
    assert received.replies[0].detail["contacts"] == ["emergency", "childline", "samaritans"]
    assert received.handoff == "opened"
    assert (await database.read(_one_case))[2] == "emergency"


async def test_when_the_bot_fails_on_a_question_a_person_is_brought_in(
    phone: Phone, readings: SetReadings
) -> None:
    readings.library = replace(LIBRARY, entries={"courses/t-levels": "broken"})  # type: ignore[dict-item]
    received, said = await phone.says("what are t levels")
    assert said == [("text", "something-broke"), ("handoff", "handoff-open")]
    assert received.holder == "queue"


async def test_a_picture_without_words_is_said_to_be_unreadable(phone: Phone) -> None:
    _, said = await phone.says("", media=(NewPicture("image/jpeg"),))
    assert said == [("text", "sms-picture")]
    _, said = await phone.says("", media=(NewPicture("image/jpeg", "https://carrier/1"),))
    assert said == [("text", "sms-picture-kept")]
    _, said = await phone.says("what are t levels", media=(NewPicture("image/jpeg"),))
    assert said == [("answer", "courses/t-levels")]


async def test_what_came_with_a_text_is_noted_once_with_the_text(
    phone: Phone, database: Database
) -> None:
    media = (NewPicture("image/jpeg", "https://carrier/1"), NewPicture("video/mp4"))
    received, _ = await phone.says("look", media=media)
    await phone.says("look", media=media, external_id="id-1")
    known = await database.read(pictures.of_conversation, received.conversation_id)
    assert [(each.number, each.kind, each.state) for each in known] == [
        (1, "image/jpeg", "waiting"),
        (2, "video/mp4", "off"),
    ]


async def test_an_adviser_holds_the_conversation_and_then_gives_it_back(
    phone: Phone, database: Database, clock: SetClock, readings: SetReadings
) -> None:
    await phone.says("levels", URGENT)
    await phone.says("levels")
    case_id, *_ = await database.read(_one_case)
    staff_id = await database.write(adviser)
    deed: dict[str, Any] = {
        "case_id": case_id,
        "staff_id": staff_id,
        "now": clock.now(),
        "quietly": True,
    }
    words = replace(LIBRARY, words=dict(LIBRARY.words))
    await database.write(pick_up, library=words, **deed)

    received, said = await phone.says("2", EMERGENCY)
    assert (said, received.holder, received.handoff) == ([], "adviser", "raised")
    assert (await database.read(_one_case))[1:] == ("held", "emergency")

    await database.write(hand_back, library=words, **deed)
    received, said = await phone.says("2")
    assert said == [("text", "not-understood")]
    assert (received.holder, received.conversation_level) == ("bot", "routine")
    assert readings.remembered[-1].level is Level.ROUTINE


async def test_after_a_close_the_bot_answers_again_and_danger_opens_a_new_case(
    phone: Phone, database: Database, clock: SetClock
) -> None:
    await phone.says("can i talk to someone")
    case_id, *_ = await database.read(_one_case)
    staff_id = await database.write(adviser)
    deed: dict[str, Any] = {
        "case_id": case_id,
        "staff_id": staff_id,
        "now": clock.now(),
        "quietly": True,
    }
    await database.write(pick_up, library=LIBRARY, **deed)
    await database.write(finish, library=LIBRARY, outcome=Outcome.HELPED, agreed="", **deed)
    received, said = await phone.says("what are t levels")
    assert (received.holder, said) == ("bot", [("answer", "courses/t-levels")])
    received, _ = await phone.says("flurble", URGENT)
    assert (received.holder, received.handoff) == ("queue", "opened")


async def test_a_case_can_be_opened_for_every_code_of_the_risk_check(
    intake: Intake, readings: SetReadings, database: Database, clock: SetClock
) -> None:
    received, _ = await Phone(intake, readings, "web").says("hi")
    codes = [code for family in read_families() for code in family.codes]
    asked = select(Conversation.person_id).where(Conversation.id == received.conversation_id)

    def open_for(tx: Connection, code: str) -> str:
        case = hand_off(
            tx,
            person_id=tx.execute(asked).scalar_one(),
            conversation_id=received.conversation_id,
            level=Level.URGENT,
            reason=code,
            seq=1,
            due_at=clock.now(),
            now=clock.now(),
        )
        reason = tx.execute(select(Case.reason).where(Case.id == case.case_id)).scalar_one()
        tx.execute(delete(Case))
        return reason

    longest = sorted(codes, key=len)[-3:]
    assert [await database.write(open_for, code) for code in longest] == longest


async def test_what_is_not_for_schools_is_not_said_in_the_chat_of_a_school(
    phone: Phone, readings: SetReadings
) -> None:
    live = LIBRARY.entries["courses/t-levels"]
    marked = replace(live, entry=replace(live.entry, not_in_schools=True))
    entries = {**LIBRARY.entries, "courses/t-levels": marked}
    readings.library = replace(LIBRARY, entries=entries)
    assert (await phone.says("what are t levels", in_school=True))[1] == [("text", "for-a-person")]
    assert (await phone.says("what are t levels"))[1] == [("answer", "courses/t-levels")]
