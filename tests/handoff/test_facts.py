"""Facts as advisers write them down: who said it, how sure; corrected and confirmed, and nothing lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from handoff.cases import CaseError, Outcome
from handoff.facts import NewFact, confirm_fact, record_fact
from handoff.moves import finish, pick_up
from handoff.statements import Matter, Statement
from handoff.summary import Summary, summary_of
from store.database import Database
from tests.handoff.stories import (
    LIBRARY,
    YoungPerson,
    adviser,
    hears,
    needs_a_person,
    writes,
    young_person,
)

START = datetime(2026, 11, 17, 14, 5, tzinfo=UTC)


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


class Story:
    """One held case, and what is done with it minute by minute."""

    def __init__(self, tx: Connection) -> None:
        self.tx = tx
        self.now = START
        self.who: YoungPerson = young_person(tx, START)
        self.says("can i talk to someone")
        self.case_id = needs_a_person(tx, self.who, START)
        self.sam, self.alex = adviser(tx), adviser(tx, "Alex")
        pick_up(tx, case_id=self.case_id, staff_id=self.sam, library=LIBRARY, now=START)

    def says(self, words: str) -> int:
        self.now += timedelta(minutes=1)
        return writes(self.tx, self.who, words, self.now)

    def is_asked(self, words: str) -> None:
        hears(self.tx, self.who, words, self.now)

    def writes_down(self, subject: str, value: str, *, by: int | None = None, **more: Any) -> int:
        self.now += timedelta(minutes=1)
        usual: dict[str, Any] = {"said_by": "young person", "sure": "said"}
        new = NewFact(subject=subject, value=value, **(usual | more))
        return record_fact(
            self.tx, case_id=self.case_id, staff_id=by or self.sam, new=new, now=self.now
        )

    def summary(self) -> Summary:
        return summary_of(self.tx, self.case_id, self.now)

    def matter(self, subject: str) -> Matter:
        return next(one for one in self.summary().matters if one.subject.key == subject)

    def only(self, subject: str) -> Statement:
        [one] = self.matter(subject).statements
        return one


async def tell(database: Database, told: Any) -> None:
    """Tell a story in one transaction."""
    await database.write(lambda tx: told(Story(tx)))


async def test_what_the_service_reads_is_marked_and_has_the_exact_words(database: Database) -> None:
    def told(story: Story) -> None:
        seq = story.says("hi. mum kicked me out last night, im 16")
        bed = story.only("bed")
        assert (bed.value, bed.words, bed.seq) == ("put out of home", "mum kicked me out", seq)
        assert (bed.sure, bed.read, bed.said_by, bed.by) == ("inferred", True, "young person", "")
        assert story.only("age").words == "im 16"
        assert "read into their words by the service" in story.summary().as_text()

    await tell(database, told)


async def test_versions_that_differ_stand_side_by_side_until_one_is_corrected(
    database: Database,
) -> None:
    def told(story: Story) -> None:
        story.says("im 15")
        story.says("actually im 16")
        story.writes_down("age", "17", said_by="professional", sure="unsure")
        matter = story.matter("age")
        assert [one.value for one in matter.statements] == ["15", "16", "17"]
        assert list(matter.differ) == list(matter.statements)
        assert story.summary().as_text().count("DIFFERS: Age") == 3
        for one in (matter.statements[0], matter.statements[2]):
            story.writes_down("age", "16", sure="confirmed", replaces=one)
        assert [one.value for one in story.matter("age").statements] == ["16"]
        assert not story.matter("age").differ
        assert {one.value for one in story.matter("age").gone} == {"15", "17"}

    await tell(database, told)


async def test_a_correction_covers_what_said_the_same_before_and_not_what_is_said_later(
    database: Database,
) -> None:
    def told(story: Story) -> None:
        story.says("im 15")
        story.says("i told you im 15")
        story.writes_down("age", "16", sure="confirmed", replaces=story.only("age"))
        assert story.only("age").value == "16"
        story.says("im 15")
        assert {one.value for one in story.matter("age").statements} == {"15", "16"}

    await tell(database, told)


async def test_two_who_correct_the_same_thing_at_once_leave_two_versions(
    database: Database,
) -> None:
    def told(story: Story) -> None:
        story.says("i live with my nan")
        was = story.only("living")
        story.writes_down("living", "with her aunt", replaces=was)
        story.writes_down("living", "in a hostel", replaces=was, by=story.alex)
        found = [(one.value, one.by) for one in story.matter("living").differ]
        assert found == [("with her aunt", "Sam"), ("in a hostel", "Alex")]

    await tell(database, told)


async def test_confirming_keeps_who_said_it_and_the_words(database: Database) -> None:
    def told(story: Story) -> None:
        seq = story.says("im not safe")
        confirm_fact(
            story.tx, case_id=story.case_id, staff_id=story.alex, statement=story.only("safe"),
            now=minute(9),
        )  # fmt: skip
        one = story.only("safe")
        assert (one.value, one.sure, one.by, one.at) == ("no", "confirmed", "Alex", minute(9))
        assert (one.said_by, one.words, one.seq) == ("young person", "im not safe", seq)
        assert not story.matter("safe").gone

    await tell(database, told)


async def test_no_is_told_apart_from_not_asked_and_from_would_rather_not_say(
    database: Database,
) -> None:
    def told(story: Story) -> None:
        assert story.matter("where").state == "not asked"
        story.is_asked("Where are you?")
        assert story.matter("where").state == "asked"
        story.writes_down("safe", "no")
        story.writes_down("where", "", sure="declined")
        assert (story.matter("safe").state, story.only("safe").value) == ("known", "no")
        assert (story.matter("where").state, story.only("where").sure) == ("known", "declined")
        assert story.matter("bed").state == "not asked"
        assert "a place for tonight" in story.summary().not_asked
        assert "where they are" not in story.summary().not_asked

    await tell(database, told)


async def test_what_they_take_back_is_kept_apart(database: Database) -> None:
    def told(story: Story) -> None:
        story.says("im 15")
        story.says("thats the wrong age")
        assert story.matter("age").state == "not asked"
        assert [one.value for one in story.matter("age").gone] == ["15"]
        story.says("i want to change my course. im at college")
        story.says("i want to change my course")
        assert story.only("studying").value == "at college"

    await tell(database, told)


async def test_consent_is_kept_for_each_recipient(database: Database) -> None:
    def told(story: Story) -> None:
        story.writes_down("consent", "yes", about="Housing team")
        story.writes_down("consent", "no", about="School")
        matter = story.matter("consent")
        assert [(one.about, one.value) for one in matter.statements] == [
            ("Housing team", "yes"),
            ("School", "no"),
        ]
        assert not matter.differ
        story.writes_down("consent", "no", about="housing team", said_by="parent or carer")
        assert [one.value for one in story.matter("consent").differ] == ["yes", "no"]

    await tell(database, told)


async def test_the_next_birthday_is_worked_out_and_says_from_what(database: Database) -> None:
    def told(story: Story) -> None:
        story.says("im 17")
        [latest] = story.summary().next_dates
        assert (latest.what, latest.on.isoformat(), latest.by) == ("18", "2027-11-17", True)
        assert latest.rests_on.words == "im 17"
        story.writes_down("birthday", "3/12/2008")
        story.writes_down("date", "24 November 2026", about="Court")
        dates = [
            (each.what, each.on.isoformat(), each.worked_out) for each in story.summary().next_dates
        ]
        assert dates == [("Court", "2026-11-24", False), ("18", "2026-12-03", True)]

    await tell(database, told)


async def test_an_earlier_case_says_nothing_about_now(database: Database) -> None:
    def told(story: Story) -> None:
        story.says("im not safe. i live with my nan")
        story.writes_down("bed", "none")
        story.writes_down("language", "Polish")
        finish(
            story.tx, case_id=story.case_id, staff_id=story.sam, outcome=Outcome.HELPED, agreed="",
            library=LIBRARY, now=minute(20),
        )  # fmt: skip
        story.now = minute(100)
        story.says("hi me again")
        story.case_id = needs_a_person(story.tx, story.who, story.now)
        assert not story.matter("safe").statements
        assert not story.matter("bed").statements
        assert story.only("language").earlier_case
        assert story.only("living").earlier_case

    await tell(database, told)


async def test_a_parents_own_words_are_not_read_as_the_young_persons(database: Database) -> None:
    def told(story: Story) -> None:
        story.says("im a mum, my son is missing school. im autistic and i live with my partner")
        assert not story.matter("disability").statements
        assert not story.matter("living").statements

    await tell(database, told)


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        ({"subject": "age", "value": " "}, "Write what you know"),
        ({"subject": "shoe size", "value": "6"}, "Choose what it is about"),
        ({"subject": "consent", "value": "yes"}, "say which one (with whom)"),
        ({"subject": "age", "value": "16", "said_by": "a bird"}, "Say who said it"),
        ({"subject": "age", "value": "16", "sure": "inferred"}, "how sure it is"),
        ({"subject": "age", "value": "", "sure": "not so"}, "Choose what is not so"),
        ({"subject": "birthday", "value": "in the spring"}, "Write the date of birth as 3/12/2009"),
        ({"subject": "birthday", "value": "3/12/2029"}, "Write the date of birth as 3/12/2009"),
        ({"subject": "home", "value": "x" * 501}, "500 characters are the most"),
    ],
)
async def test_what_is_missing_is_said_and_nothing_is_kept(
    sqlite: Database, fact: dict[str, Any], why: str
) -> None:
    def told(story: Story) -> None:
        before = story.summary().known
        with pytest.raises(CaseError) as refused:
            story.writes_down(**fact)
        assert why in str(refused.value)
        assert story.summary().known == before

    await tell(sqlite, told)


async def test_a_correction_stays_on_its_subject_and_a_closed_case_takes_none(
    sqlite: Database,
) -> None:
    def told(story: Story) -> None:
        story.says("im 16")
        with pytest.raises(CaseError, match="Choose the same subject"):
            story.writes_down("home", "Leeds", replaces=story.only("age"))
        age = story.only("age")
        story.writes_down("home", "", sure="declined")
        with pytest.raises(CaseError, match="nothing to confirm"):
            confirm_fact(
                story.tx, case_id=story.case_id, staff_id=story.sam, statement=story.only("home"),
                now=story.now,
            )  # fmt: skip
        finish(
            story.tx, case_id=story.case_id, staff_id=story.sam, outcome=Outcome.HELPED, agreed="",
            library=LIBRARY, now=minute(20),
        )  # fmt: skip
        with pytest.raises(CaseError, match="Reopen it first"):
            story.writes_down("age", "17", replaces=age)

    await tell(sqlite, told)
