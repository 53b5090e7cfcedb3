"""The summary says what the messages say, and nothing else."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from bot.decision import Level
from bot.state import DialogueState, Fact
from handoff.cases import CaseError, Outcome, note
from handoff.moves import change_level, finish, pick_up
from handoff.queue import open_cases
from handoff.speaking import adviser_says
from handoff.summary import Summary, summary_of
from store import conversations
from store.database import Database
from store.tables import EntryRow
from tests.handoff.stories import (
    LIBRARY,
    TARGETS,
    YoungPerson,
    adviser,
    hears,
    needs_a_person,
    waiting_case,
    writes,
    young_person,
)

START = datetime(2026, 11, 17, 14, 5, tzinfo=UTC)


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


def the_story(tx: Connection) -> tuple[YoungPerson, int]:
    """Money first, then what is really the matter; the words of danger come last."""
    tx.execute(
        insert(EntryRow).values(
            id="ema/amount", kind="answer", label="How much EMA is", updated_at=START
        )
    )
    who = young_person(tx, START, channel="sms")
    asked = writes(tx, who, "how much is ema", minute(0))
    hears(tx, who, "Where do you live?", minute(0), answers_seq=asked)
    told = writes(tx, who, "im 15 and in wales", minute(1))
    hears(
        tx, who, "EMA is 40 pounds a week.", minute(1),
        kind="answer", entry_id="ema/amount", revision=3, answers_seq=told,
    )  # fmt: skip
    writes(tx, who, "does my dad have to sign? he checks my phone", minute(2))
    writes(tx, who, "it was worse before", minute(3), code="home-abuse.past", level="complex")
    writes(
        tx, who, "he hit me again last night", minute(4), code="home-abuse.violence", level="urgent"
    )
    hears(tx, who, "Thank you for telling us. Are you safe right now?", minute(4), kind="safety")
    case_id = needs_a_person(tx, who, minute(4), level=Level.URGENT, reason="home-abuse.violence")
    hears(tx, who, "A person is coming. You are number 1 in the line.", minute(4), kind="handoff")
    facts = {"age": Fact("15", "young person", told), "nation": Fact("wales", "young person", told)}
    conversations.save(tx, who.conversation_id, state=DialogueState(facts=facts).to_json())
    return who, case_id


@pytest.fixture
async def summary(sqlite: Database) -> Summary:
    _, case_id = await sqlite.write(the_story)
    return await sqlite.read(summary_of, case_id, minute(6))


def test_why_now_is_the_gravest_words_first_in_plain_words(summary: Summary) -> None:
    assert [(why.words, why.level) for why in summary.why_now] == [
        ("he hit me again last night", Level.URGENT),
        ("it was worse before", Level.COMPLEX),
    ]
    assert summary.why_now[0].means == "Hit, hurt or threatened by somebody at home"
    assert summary.why_now[0].at == minute(4)
    assert summary.level is Level.URGENT
    assert summary.about == "self"


def test_what_was_asked_is_in_their_own_words(summary: Summary) -> None:
    assert [asked.words for asked in summary.asked] == [
        "how much is ema",
        "im 15 and in wales",
        "does my dad have to sign? he checks my phone",
    ]


def test_what_the_bot_answered_names_the_entry_and_its_revision(summary: Summary) -> None:
    [answer] = summary.answered
    assert (answer.entry, answer.label, answer.revision) == ("ema/amount", "How much EMA is", 3)
    assert answer.at == minute(1)


def test_what_is_known_says_who_said_it_and_when(summary: Summary) -> None:
    assert [(fact.what, fact.value, fact.said_by, fact.at) for fact in summary.known] == [
        ("age", "15", "young person", minute(1)),
        ("nation", "Wales", "young person", minute(1)),
    ]


def test_a_question_without_an_answer_is_told_apart_from_one_never_asked(summary: Summary) -> None:
    asked = {question.what: question for question in summary.questions}
    assert asked["safe now"].words == "Are you safe right now?"
    assert asked["safe now"].wrote_next is None
    assert "safe now" not in summary.not_asked
    assert "where they are" in summary.not_asked
    assert not {"age", "nation"} & set(summary.not_asked)


async def test_a_no_is_shown_as_their_answer(sqlite: Database) -> None:
    who, case_id = await sqlite.write(the_story)
    await sqlite.write(writes, who, "no", minute(5))
    summary = await sqlite.read(summary_of, case_id, minute(6))
    [safe] = [question for question in summary.questions if question.what == "safe now"]
    assert safe.wrote_next is not None
    assert safe.wrote_next.words == "no"
    assert "“no”" in summary.as_text()


def test_safe_contact_and_what_they_were_told(summary: Summary) -> None:
    assert [said.words for said in summary.safe_contact] == ["he checks my phone"]
    assert summary.told is not None
    assert summary.told.words == "A person is coming. You are number 1 in the line."


def test_every_statement_names_a_message_that_says_it(summary: Summary) -> None:
    assert [why.seq for why in summary.why_now] == [7, 6]
    assert [asked.seq for asked in summary.asked] == [1, 3, 5]
    assert [said.seq for said in summary.safe_contact] == [5]


def test_the_machine_readable_form_has_every_part(summary: Summary) -> None:
    read_back = json.loads(json.dumps(summary.as_json()))
    assert read_back["why_now"][0]["words"] == "he hit me again last night"
    assert read_back["why_now"][0]["code"] == "home-abuse.violence"
    assert read_back["level"] == "urgent"
    assert read_back["asked"][0] == "how much is ema"
    assert read_back["answered"] == [
        {"entry": "ema/amount", "revision": 3, "at": minute(1).isoformat()}
    ]
    assert read_back["known"][0]["what"] == "age"
    assert read_back["safe_contact"] == ["he checks my phone"]
    assert read_back["told"].startswith("A person is coming")
    assert (read_back["channel"], read_back["state"], read_back["owner"]) == (
        "sms",
        "waiting",
        None,
    )
    assert read_back["opened_at"] == read_back["waiting_since"] == minute(4).isoformat()


def test_the_text_starts_with_why_and_how_urgent(summary: Summary) -> None:
    first_lines = summary.as_text().splitlines()[:6]
    assert first_lines[0] == "Case 1, urgent, waiting"
    assert any("he hit me again last night" in line for line in first_lines)


async def test_someone_who_asked_for_a_person_needs_no_signal(sqlite: Database) -> None:
    _, case_id = await sqlite.write(waiting_case, START)
    summary = await sqlite.read(summary_of, case_id, START)
    [why] = summary.why_now
    assert (why.words, why.means, why.read) == (
        "can i talk to someone", "Asked for a person", False
    )  # fmt: skip
    assert summary.about == "not known"


async def test_notes_moves_and_reasons_are_on_the_timeline(sqlite: Database) -> None:
    _, case_id = await sqlite.write(the_story)
    sam = await sqlite.write(adviser)
    by: dict[str, Any] = {"case_id": case_id, "staff_id": sam, "now": minute(5)}
    await sqlite.write(pick_up, **by, library=LIBRARY)
    await sqlite.write(adviser_says, **by, text="Who is with you?")
    await sqlite.write(note, case_id, sam, "Rang the duty team", minute(5))
    await sqlite.write(
        change_level,
        **by,
        level=Level.COMPLEX,
        reason="At her aunt's now",
        targets=TARGETS,
    )
    summary = await sqlite.read(summary_of, case_id, minute(6))
    assert (summary.state, summary.owner, summary.level) == ("held", "Sam", Level.COMPLEX)
    assert [step.text for step in summary.notes] == ["Rang the duty team"]
    assert [step.what for step in summary.timeline] == [
        "Opened",
        "Picked up",
        "Note",
        "Level changed",
    ]
    assert summary.timeline[-1].text == "complex: At her aunt's now"
    assert "who is with them" not in summary.not_asked


async def test_a_new_case_is_not_made_of_the_old_one(sqlite: Database) -> None:
    who, case_id = await sqlite.write(the_story)
    sam = await sqlite.write(adviser)
    by: dict[str, Any] = {
        "case_id": case_id,
        "staff_id": sam,
        "now": minute(10),
        "library": LIBRARY,
    }
    await sqlite.write(pick_up, **by)
    await sqlite.write(finish, **by, outcome=Outcome.HELPED, agreed="")
    await sqlite.write(writes, who, "can i see someone about my cv", minute(90))
    second = await sqlite.write(needs_a_person, who, minute(90))
    summary = await sqlite.read(summary_of, second, minute(91))
    assert [why.words for why in summary.why_now] == ["can i see someone about my cv"]
    assert [asked.words for asked in summary.asked] == ["can i see someone about my cv"]
    assert summary.answered == ()
    assert summary.earlier_cases == 1
    assert [said.words for said in summary.safe_contact] == ["he checks my phone"]
    [row] = await sqlite.read(open_cases)
    assert row.words == "can i see someone about my cv"


async def test_there_is_no_summary_of_a_case_that_is_not_there(sqlite: Database) -> None:
    with pytest.raises(CaseError):
        await sqlite.read(summary_of, 99, START)


async def test_reading_a_summary_changes_nothing(sqlite: Database) -> None:
    who, case_id = await sqlite.write(the_story)

    def everything(tx: Connection) -> object:
        state = conversations.lock(tx, who.conversation_id)
        return (
            state,
            [row.text for row in conversations.history(tx, who.conversation_id)],
            (tx.execute(select(EntryRow.id)).all()),
        )

    before = await sqlite.read(everything)
    await sqlite.read(summary_of, case_id, minute(6))
    assert await sqlite.read(everything) == before
