"""The assessment and the plan: what is rated on what, who does what by when, and what is sent of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.contact.rules import Heard
from bot.decision import Level
from handoff.apir import FACTORS, rate
from handoff.cases import CaseError
from handoff.moves import change_contact, change_level, pick_up
from handoff.plan import MOST_OPEN, add_step, settle_step
from handoff.plan_message import send_plan
from handoff.promises.ledger import promises_of
from handoff.summary import Summary, summary_of
from store.conversations import set_opted_out
from store.database import Database
from store.tables import Message, OutboxRow
from tests.handoff.stories import LIBRARY, TARGETS, YoungPerson, adviser, read, waiting_case

NOW = datetime(2026, 11, 17, 14, 5, tzinfo=UTC)
STEP = {"words": "Go to the hostel in Mill Lane", "who": "You", "due_on": "2026-11-17"}


class Story:
    """A case that Sam holds."""

    def __init__(self, tx: Connection, channel: str = "sms") -> None:
        self.tx = tx
        self.who: YoungPerson
        self.who, self.case_id = waiting_case(tx, NOW, channel=channel)
        self.sam = adviser(tx)
        self.by: dict[str, Any] = {"case_id": self.case_id, "staff_id": self.sam, "now": NOW}
        pick_up(tx, library=LIBRARY, quietly=True, **self.by)

    def adds(self, **step: Any) -> int:
        return add_step(self.tx, **self.by, **{**STEP, **step})

    def sends(self, *, whole: bool = False, now: datetime = NOW) -> str:
        send_plan(self.tx, **(self.by | {"now": now}), whole=whole, library=LIBRARY)
        return read(self.tx, self.who)[-1][2]

    def contact(self, what: str) -> None:
        heard = Heard(what, "he checks it")  # type: ignore[arg-type]
        change_contact(self.tx, **self.by, heard=heard)

    def summary(self, now: datetime = NOW) -> Summary:
        return summary_of(self.tx, self.case_id, now)


async def test_every_factor_is_unexplored_until_somebody_rates_it(database: Database) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx)
        assert sum(len(group.unexplored) for group in story.summary().assessment) == len(FACTORS)
        rate(tx, **story.by, factor="housing", grade="serious need", evidence="No bed tonight")
        rate(tx, **story.by, factor="income", grade="strength", evidence="Works on Saturdays")
        rate(tx, **story.by, factor="housing", grade="some need", evidence="Hostel until May")
        family = story.summary().assessment[2]
        assert [(one.factor, one.grade, one.evidence) for one in family.rated] == [
            ("housing", "some need", "Hostel until May"),
            ("income", "strength", "Works on Saturdays"),
        ]
        assert family.rated[0].before is not None
        assert family.rated[0].before.grade == "serious need"
        assert [factor.key for factor in family.unexplored] == ["carers", "family", "community"]
        assert "Housing: some need (Hostel until May; Sam" in story.summary().as_text()

    await database.write(told)


@pytest.mark.parametrize(
    ("factor", "grade", "evidence"),
    [
        ("housing", "some need", " "),
        ("luck", "strength", "Found a coin"),
        ("housing", "", "No bed"),
    ],
)
async def test_a_rating_without_evidence_factor_or_grade_is_refused(
    sqlite: Database, factor: str, grade: str, evidence: str
) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx)
        with pytest.raises(CaseError):
            rate(tx, **story.by, factor=factor, grade=grade, evidence=evidence)
        assert not any(group.rated for group in story.summary().assessment)

    await sqlite.write(told)


async def test_the_level_says_whether_a_person_has_judged_it(sqlite: Database) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx)
        assert story.summary().judged is None
        assert "confirmed by nobody yet" in story.summary().as_text()
        change_level(
            tx, **story.by, level=Level.ROUTINE, reason="Wants a form, no more", targets=TARGETS
        )
        judged = story.summary().judged
        assert judged is not None
        assert (judged.by, judged.level, judged.at) == ("Sam", Level.ROUTINE, NOW)

    await sqlite.write(told)


async def test_the_plan_is_one_list_the_soonest_step_first(database: Database) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx)
        later = story.adds(words="Ring the college", who="Sam", due_on="2026-12-01")
        first = story.adds()
        assert [step.id for step in story.summary().plan] == [first, later]
        assert story.summary().plan[0].due_on == date(2026, 11, 17)
        assert not story.summary().plan[0].late(NOW)
        assert story.summary().plan[0].late(NOW + timedelta(days=1))
        settle_step(tx, **story.by, step_id=first, became="done")
        assert [(s.id, s.state, s.settled_by) for s in story.summary().plan] == [
            (later, "open", ""),
            (first, "done", "Sam"),
        ]
        with pytest.raises(CaseError, match="not open any more"):
            settle_step(tx, **story.by, step_id=first, became="dropped")

    await database.write(told)


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ({"due_on": "2026-11-16"}, "16 November 2026 is in the past"),
        ({"due_on": "2036-11-16"}, "2036 is too far away"),
        ({"due_on": "soon"}, "Give the day"),
        ({"words": " "}, "Say what is to be done"),
        ({"who": ""}, "who does it"),
        ({"words": "x" * 161}, "160 is the most"),
    ],
)
async def test_a_step_that_cannot_be_kept_is_refused_in_plain_words(
    sqlite: Database, step: dict[str, str], why: str
) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx)
        with pytest.raises(CaseError) as refused:
            story.adds(**step)
        assert why in str(refused.value)
        assert story.summary().plan == ()

    await sqlite.write(told)


async def test_a_day_counts_as_past_on_the_clock_of_the_uk(sqlite: Database) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx)
        story.by["now"] = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # 00:30 on the 2nd in London
        with pytest.raises(CaseError, match="1 July 2026 is in the past"):
            story.adds(due_on="2026-07-01")
        story.adds(due_on="2026-07-02")

    await sqlite.write(told)


async def test_a_plan_has_no_more_open_steps_than_anybody_can_keep_in_mind(
    sqlite: Database,
) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx)
        steps = [story.adds(words=f"Step {number}") for number in range(MOST_OPEN)]
        with pytest.raises(CaseError, match="Settle some first"):
            story.adds()
        settle_step(tx, **story.by, step_id=steps[0], became="dropped")
        story.adds()

    await sqlite.write(told)


async def test_on_the_web_they_get_every_step_in_writing(sqlite: Database) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx, "web")
        story.adds()
        story.adds(words="Ring the college.", who="Sam", due_on="2026-11-24")
        assert story.sends() == (
            "From Sam:\n"
            "1. Go to the hostel in Mill Lane. You, by Tuesday 17 November.\n"
            "2. Ring the college. Sam, by Tuesday 24 November."
        )

    await sqlite.write(told)


async def test_a_step_of_ours_is_a_promise_once_they_have_read_it(sqlite: Database) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx)
        story.adds()
        story.adds(words="Ring the college.", who="Sam", due_on="2026-11-24")
        story.sends()
        assert promises_of(tx, story.case_id) == []
        for _ in range(2):
            story.sends(whole=True)
        (kept,) = promises_of(tx, story.case_id)
        assert (kept.who, kept.what, kept.told_at) == ("Sam", "Ring the college.", NOW)

    await sqlite.write(told)


async def test_a_text_names_no_step_unless_they_asked_for_it(sqlite: Database) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx)
        story.adds()
        assert story.sends() == "Sam wrote it down: Tuesday 17 November (text)"
        assert "hostel" in story.sends(whole=True)

    await sqlite.write(told)


async def test_where_somebody_else_reads_the_phone_no_step_is_ever_texted(
    sqlite: Database,
) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx)
        story.adds()
        story.contact("careful")
        before = read(tx, story.who)
        with pytest.raises(CaseError, match="Somebody else may read this phone"):
            story.sends(whole=True)
        assert read(tx, story.who) == before
        assert "hostel" not in story.sends()

    await sqlite.write(told)


async def test_the_plan_waits_for_the_end_of_a_quiet_time_and_stops_at_an_opt_out(
    sqlite: Database,
) -> None:
    def told(tx: Connection) -> None:
        story = Story(tx)
        with pytest.raises(CaseError, match="no open step"):
            story.sends()
        story.adds()
        story.contact("never")
        story.sends(now=NOW + timedelta(hours=1))
        held = select(OutboxRow.state).join(Message, Message.id == OutboxRow.message_id)
        assert tx.execute(held.order_by(OutboxRow.id.desc())).scalars().first() == "held"
        set_opted_out(tx, story.who.identity_id, NOW)
        with pytest.raises(CaseError, match="STOP"):
            story.sends()

    await sqlite.write(told)
