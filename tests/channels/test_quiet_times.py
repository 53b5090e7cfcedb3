"""What was said about safe contact is obeyed by every later text, told as conversations."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, select, update

from bot.contact.rules import Heard, Kind, Lift
from channels.delivery import Delivery
from channels.intake import Intake
from handoff.cases import CaseError, claim
from handoff.moves import change_contact
from handoff.quiet_times import HOLDS_THE_PHONE
from handoff.speaking import Sent, adviser_says, send_anyway
from handoff.summary import summary_of
from store.bus import LocalBus
from store.clock import LONDON, SetClock
from store.database import Database
from store.tables import Case, OutboxRow
from tests.bot.dialogue.talk import EMERGENCY, Danger
from tests.channels.test_delivery import Carrier
from tests.channels.test_intake import Phone, SetReadings, intake, readings
from tests.handoff.stories import adviser

__all__ = ["intake", "readings"]


def at(hour: int, minute: int = 0, day: int = 17) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


class Talk:
    """A young person with a phone, an adviser with a desk, and a carrier between them."""

    def __init__(
        self, database: Database, clock: SetClock, phone: Phone, carrier: Carrier, send: Delivery
    ) -> None:
        self.database, self.clock, self.carrier = database, clock, carrier
        self._phone, self._send = phone, send
        self.case_id = self.staff_id = 0

    async def hears(self) -> list[str]:
        """What reaches the phone now that did not before."""
        before = len(self.carrier.asked)
        await self._send.drain()
        return self.carrier.asked[before:]

    async def young_person(self, text: str, *more: Danger) -> list[str]:
        """They write; gives what they hear back at once."""
        await self._phone.says(text, *more)
        return await self.hears()

    async def picked_up(self) -> None:
        """They ask for a person, and Sam picks them up."""
        await self.young_person("can i talk to someone")

        def pick_up(tx: Connection) -> tuple[int, int]:
            staff_id = adviser(tx)
            case_id = tx.execute(select(Case.id)).scalar_one()
            claim(tx, case_id, staff_id, self.clock.now())
            return case_id, staff_id

        self.case_id, self.staff_id = await self.database.write(pick_up)

    async def adviser(self, text: str) -> Sent:
        """Sam writes."""
        return await self.database.write(
            adviser_says, case_id=self.case_id, staff_id=self.staff_id,
            text=text, now=self.clock.now(),
        )  # fmt: skip

    async def sends_anyway(self, reason: str) -> None:
        await self.database.write(
            send_anyway, case_id=self.case_id, staff_id=self.staff_id,
            reason=reason, now=self.clock.now(),
        )  # fmt: skip

    async def sets(self, what: Kind | Lift, reason: str) -> None:
        await self.database.write(
            change_contact, case_id=self.case_id, staff_id=self.staff_id,
            heard=Heard(what, reason), now=self.clock.now(),
        )  # fmt: skip


@pytest.fixture
async def talk(database: Database, clock: SetClock, intake: Intake, readings: SetReadings) -> Talk:
    clock.set(at(14))
    carrier = Carrier()
    send = Delivery(database, LocalBus(), clock, {"sms": carrier})
    told = Talk(database, clock, Phone(intake, readings), carrier, send)
    await told.picked_up()
    return told


async def test_a_text_into_a_quiet_time_waits_until_it_is_over(talk: Talk) -> None:
    await talk.young_person("dont text after 6 he checks my phone")
    talk.clock.set(at(17, 59))
    await talk.adviser("How are you?")
    assert await talk.hears() == ["How are you?"]
    talk.clock.set(at(18))
    sent = await talk.adviser("I asked the college.")
    assert sent.quiet is not None
    assert (sent.quiet.words, sent.quiet.until) == (
        "dont text after 6 he checks my phone",
        at(8, day=18),
    )
    for moment in (at(18), at(23), at(7, 59, day=18)):
        talk.clock.set(moment)
        assert await talk.hears() == []
    talk.clock.set(at(8, day=18))
    assert await talk.hears() == ["I asked the college."]


async def test_texts_that_waited_go_in_their_order(talk: Talk) -> None:
    await talk.young_person("not before 4 pls only text me between 4 and 5")
    talk.clock.set(at(20))
    for words in ("one", "two", "three"):
        await talk.adviser(words)
    talk.clock.set(at(16, day=18))
    assert await talk.hears() == ["one", "two", "three"]


async def test_who_wrote_just_now_holds_the_phone_and_is_answered(talk: Talk) -> None:
    await talk.young_person("dont text after 6")
    talk.clock.set(at(20))
    held = await talk.adviser("This waits.")
    assert held.quiet
    await talk.young_person("hi are you there")
    talk.clock.forward(HOLDS_THE_PHONE)
    assert (await talk.adviser("Yes, I am here.")).quiet is None
    assert await talk.hears() == ["Yes, I am here."]
    talk.clock.forward(timedelta(seconds=1))
    assert (await talk.adviser("Are you all right?")).quiet
    assert await talk.hears() == []


async def test_after_dont_text_now_not_even_an_answer_goes(talk: Talk) -> None:
    await talk.young_person("dont text me now")
    assert (await talk.adviser("OK")).quiet
    assert await talk.hears() == []
    talk.clock.forward(timedelta(hours=2))
    assert await talk.hears() == ["OK"]


async def test_words_of_safety_never_wait(talk: Talk) -> None:
    await talk.young_person("dont text me")
    talk.clock.set(at(22))
    assert (await talk.adviser("Good night.")).quiet

    def release(tx: Connection) -> None:
        tx.execute(update(Case).values(state="waiting", owner_id=None))
        tx.exec_driver_sql("UPDATE conversations SET holder = 'queue'")

    await talk.database.write(release)
    assert "keep safe" in await talk.young_person("flurble. dont text me", EMERGENCY)


async def test_the_receipt_of_an_opt_out_never_waits(talk: Talk) -> None:
    await talk.young_person("dont text me")
    received, _ = await talk._phone.says("STOP", command="stop")
    assert [reply.kind for reply in received.replies] == ["opt-out"]
    assert await talk.hears() == [received.replies[0].text]


async def test_any_time_again_lifts_the_quiet_and_sends_what_waited(talk: Talk) -> None:
    await talk.young_person("dont text after 6")
    talk.clock.set(at(20))
    await talk.adviser("I asked the college.")
    assert await talk.hears() == []
    assert await talk.young_person("you can text anytime again") == ["I asked the college."]


async def test_an_automatic_reply_that_waited_for_hours_is_never_sent(
    talk: Talk,
) -> None:
    """ "dont text me" and a question: whoever lifts it in the evening wants no answer of the morning."""
    await talk.database.write(_let_go_of_case)
    assert await talk.young_person("dont text me. can i get ema") == []
    talk.clock.forward(timedelta(hours=5))
    heard = await talk.young_person("you can text me any time again")
    assert [words for words in heard if "EMA" in words or "dont" in words] == []
    states = select(OutboxRow.state, OutboxRow.last_error).where(OutboxRow.state == "late")
    late = await talk.database.read(lambda tx: tx.execute(states).all())
    assert {row.last_error for row in late} == {"too late to be an answer"}
    assert late


async def test_an_automatic_reply_that_waited_a_little_is_still_an_answer(talk: Talk) -> None:
    await talk.database.write(_let_go_of_case)
    assert await talk.young_person("dont text me. can i get ema") == []
    talk.clock.forward(timedelta(minutes=10))
    assert len(await talk.young_person("you can text me any time again")) > 1


async def test_an_advisers_words_are_never_too_late(talk: Talk) -> None:
    await talk.young_person("dont text me")
    await talk.adviser("I asked the college.")
    talk.clock.forward(timedelta(hours=30))
    assert "I asked the college." in await talk.young_person("you can text me any time again")


def _let_go_of_case(tx: Connection) -> None:
    """The adviser has given the conversation back."""
    tx.execute(update(Case).values(state="closed", owner_id=None))
    tx.exec_driver_sql("UPDATE conversations SET holder = 'bot'")


async def test_a_rule_said_while_a_text_is_in_trouble_holds_it_too(talk: Talk) -> None:
    talk.clock.set(at(18, 30))
    await talk.young_person("hi")
    await talk.adviser("I asked the college.")
    await talk.young_person("dont text me tonight")
    assert await talk.hears() == []
    talk.clock.set(at(8, day=18))
    assert await talk.hears() == ["I asked the college."]


async def test_an_adviser_sends_anyway_but_only_with_a_reason(talk: Talk) -> None:
    await talk.young_person("dont text after 6")
    talk.clock.set(at(20))
    await talk.adviser("Please ring me.")
    with pytest.raises(CaseError, match="Say why"):
        await talk.sends_anyway(" ")
    assert await talk.hears() == []
    await talk.sends_anyway("She rang and asked for it")
    assert await talk.hears() == ["Please ring me."]
    with pytest.raises(CaseError, match="No text is waiting"):
        await talk.sends_anyway("She rang and asked for it")
    summary = await talk.database.read(summary_of, talk.case_id, talk.clock.now())
    assert summary.timeline[-1].what == "Sent in a quiet time"
    assert summary.timeline[-1].text == "She rang and asked for it"


async def test_an_adviser_changes_a_rule_and_the_words_stay_on_record(talk: Talk) -> None:
    await talk.young_person("dont text after 6 my mum reads my messages")
    talk.clock.set(at(20))
    await talk.adviser("I asked the college.")
    await talk.sets("any-time", "He rang: he has his own phone")
    assert await talk.hears() == ["I asked the college."]
    summary = await talk.database.read(summary_of, talk.case_id, talk.clock.now())
    assert [rule.kind for rule in summary.contact_rules] == ["careful"]
    assert [said.words for said in summary.safe_contact] == [
        "dont text after 6 my mum reads my messages"
    ]
    assert summary.timeline[-1].text == "Texts at any time: He rang: he has his own phone"
    await talk.young_person("dont text after 6")
    assert (await talk.adviser("Good evening.")).quiet is None
    talk.clock.set(at(21))
    assert (await talk.adviser("Good night.")).quiet


async def test_each_rule_says_whose_words_it_is_and_from_which_message(talk: Talk) -> None:
    await talk.young_person("dont ring. dont text after 6")
    summary = await talk.database.read(summary_of, talk.case_id, talk.clock.now())
    written = [(rule.words, rule.said_by, rule.seq) for rule in summary.contact_rules]
    last = summary.last_words
    assert last is not None
    assert written == [
        ("dont ring", "young person", last.seq),
        ("dont text after 6", "young person", last.seq),
    ]
    assert "No texts from 18:00 to 08:00 (“dont text after 6”" in summary.as_text()


async def test_a_text_that_waits_was_not_tried(talk: Talk) -> None:
    await talk.young_person("dont text after 6")
    talk.clock.set(at(17))
    talk.carrier.results = []
    await talk.adviser("This is on its way.")
    talk.clock.set(at(18, 1))
    assert await talk.hears() == []
    asked = select(OutboxRow.state, OutboxRow.attempts).order_by(OutboxRow.id.desc()).limit(1)
    row = await talk.database.read(lambda tx: tx.execute(asked).one())
    assert tuple(row) == ("held", 0)


async def test_the_web_chat_pushes_nothing_and_has_no_quiet_time(
    intake: Intake, readings: SetReadings, database: Database, clock: SetClock
) -> None:
    clock.set(at(20))
    phone = Phone(intake, readings, channel="web")
    await phone.says("dont text after 6")
    await phone.says("can i talk to someone")
    clock.set(at(23))

    def says(tx: Connection) -> Sent:
        case_id, staff_id = tx.execute(select(Case.id)).scalar_one(), adviser(tx)
        claim(tx, case_id, staff_id, clock.now())
        saying = partial(adviser_says, tx, case_id=case_id, staff_id=staff_id)
        return saying(text="Hello", now=clock.now())

    sent = await database.write(says)
    assert (sent.quiet, sent.pushed) == (None, False)
