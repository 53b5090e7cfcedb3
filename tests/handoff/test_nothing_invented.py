"""Whatever is said and written down in whatever order: nothing is invented, and nothing silently merged."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, select

from content.nation import Nation
from handoff.apir import FACTORS, GRADES, rate
from handoff.cases import CaseError, note
from handoff.facts import WRITTEN, NewFact, confirm_fact, record_fact
from handoff.inferring import meaning_of, readings
from handoff.inferring_rules import RULES
from handoff.moves import pick_up
from handoff.plan import add_step
from handoff.statements import SAID_BY, Statement
from handoff.subjects import SUBJECTS
from handoff.summary import Summary, summary_of
from store import conversations
from store.tables import CaseEvent, PlanStep, Rating, RecordedFact
from tests.handoff.stories import LIBRARY, adviser, hears, needs_a_person, writes, young_person
from tests.handoff.test_life_of_a_case import tables_in_memory

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
SAID = (
    "im 15", "actually im 16", "thats the wrong age", "i live in Cardiff", "i live in Leeds",
    "my mum kicked me out", "im staying at my mates", "im not safe", "im safe now", "no", "yes",
    "i live with my nan", "pls dont tell my dad", "they refused my bursary", "im at college",
    "my social worker left", "how much is ema", "i got excluded", "ive got court on friday",
)  # fmt: skip
ASKED = ("Are you safe right now?", "How old are you?", "Where will you sleep tonight?")
VALUES = st.sampled_from(["", "16", "15", "no", "at Leeds station", "with her nan", "3 May 2010"])


class WhatIsKnown(RuleBasedStateMachine):
    """A young person says things, and advisers record, correct and confirm, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.tx: Connection = tables_in_memory().connect()
        self.transaction = self.tx.begin()
        self.now = NOON

    @initialize()
    def a_case_is_held(self) -> None:
        self.who = young_person(self.tx, self.now)
        writes(self.tx, self.who, "hello", self.now)
        self.case_id = needs_a_person(self.tx, self.who, self.now)
        self.sam, self.alex = adviser(self.tx), adviser(self.tx, "Alex")
        pick_up(
            self.tx, case_id=self.case_id, staff_id=self.sam, library=LIBRARY, now=self.now,
            quietly=True,
        )  # fmt: skip

    @rule(words=st.sampled_from(SAID))
    def they_write(self, words: str) -> None:
        self.now += timedelta(minutes=1)
        writes(self.tx, self.who, words, self.now)

    @rule(words=st.sampled_from(ASKED))
    def they_are_asked(self, words: str) -> None:
        hears(self.tx, self.who, words, self.now)

    @rule(
        subject=st.sampled_from(sorted(SUBJECTS)),
        about=st.sampled_from(["", "court", "Mum", "housing team"]),
        value=VALUES,
        said_by=st.sampled_from(SAID_BY),
        sure=st.sampled_from(WRITTEN),
        by=st.booleans(),
    )
    def it_is_written_down(
        self, subject: str, about: str, value: str, said_by: str, sure: str, by: bool
    ) -> None:
        self._record(NewFact(subject, value, said_by, sure, about), by)

    @rule(which=st.integers(0, 50), value=VALUES, sure=st.sampled_from(WRITTEN), by=st.booleans())
    def it_is_corrected(self, which: int, value: str, sure: str, by: bool) -> None:
        was = self._one(which)
        if was is None:
            return
        new = NewFact(was.subject, value, "young person", sure, was.about or "it", replaces=was)
        self._record(new, by)

    @rule(which=st.integers(0, 50))
    def it_is_confirmed(self, which: int) -> None:
        self.now += timedelta(minutes=1)
        one, before = self._one(which), len(self.summary().known)
        if one is None:
            return
        by = {"case_id": self.case_id, "staff_id": self.sam, "now": self.now}
        try:
            confirm_fact(self.tx, statement=one, **by)  # type: ignore[arg-type]
        except CaseError:
            assert one.sure == "declined"
            return
        assert len(self.summary().known) == before
        [now] = [each for each in self.summary().known if each.says_the_same_as(one)]
        assert (now.sure, now.by, now.words, now.said_by) == (
            "confirmed", "Sam", one.words, one.said_by,
        )  # fmt: skip

    @rule(factor=st.sampled_from(sorted(FACTORS)), grade=st.sampled_from(sorted(GRADES)))
    def a_factor_is_rated(self, factor: str, grade: str) -> None:
        rate(
            self.tx, case_id=self.case_id, staff_id=self.sam, factor=factor, grade=grade,
            evidence="Said so on the phone", now=self.now,
        )  # fmt: skip

    @rule(words=st.sampled_from(["Ring the hostel", "Send the form"]))
    def a_step_or_a_note_is_written(self, words: str) -> None:
        try:
            add_step(
                self.tx, case_id=self.case_id, staff_id=self.sam, words=words, who="Sam",
                due_on="2026-12-01", now=self.now,
            )  # fmt: skip
        except CaseError:
            note(self.tx, self.case_id, self.sam, words, self.now)

    @invariant()
    def the_summary_can_be_trusted(self) -> None:
        summary = self.summary()
        self.every_statement_has_its_evidence(summary)
        self.every_quoted_word_was_written_by_somebody(summary)
        self.no_version_vanishes(summary)
        self.versions_that_differ_stand_side_by_side(summary)
        self.not_asked_is_never_said_of_what_is_known_or_was_asked(summary)

    def every_statement_has_its_evidence(self, summary: Summary) -> None:
        texts, rows = self._texts(), self._rows()
        for one in (*summary.known, *self._gone(summary)):
            if one.ref.startswith("f"):
                row = rows[int(one.ref[1:])]
                assert (row.subject, row.about, row.value, row.said_by, row.sure) == (
                    one.subject, one.about, one.value, one.said_by, one.sure,
                )  # fmt: skip
                assert one.by
            else:
                assert one.sure == "inferred"
                assert one.seq is not None
                assert one.words
                assert one.words in texts[one.seq]
                assert self._follows(one)

    def every_quoted_word_was_written_by_somebody(self, summary: Summary) -> None:
        written = "\n".join([*self._texts().values(), *self._staff_words()])
        for quoted in re.findall("“([^”]*)”", summary.as_text()):
            assert quoted in written

    def no_version_vanishes(self, summary: Summary) -> None:
        shown = {one.ref for one in (*summary.known, *self._gone(summary))}
        for made in self._all_made():
            told_again = any(
                made.says_the_same_as(one) for one in (*summary.known, *self._gone(summary))
            )
            assert made.ref in shown or told_again or made.sure == "not so"

    def versions_that_differ_stand_side_by_side(self, summary: Summary) -> None:
        for matter in summary.matters:
            for one in matter.statements:
                rivals = [
                    other
                    for other in matter.statements
                    if other.version_of() == one.version_of() and not other.says_the_same_as(one)
                ]
                assert (one in matter.differ) == bool(rivals)

    def not_asked_is_never_said_of_what_is_known_or_was_asked(self, summary: Summary) -> None:
        for matter in summary.matters:
            name = matter.subject.asked_as
            if name and (matter.statements or matter.question):
                assert name not in summary.not_asked

    def teardown(self) -> None:
        self.transaction.rollback()
        self.tx.close()

    def summary(self) -> Summary:
        return summary_of(self.tx, self.case_id, self.now)

    def _record(self, new: NewFact, by: bool) -> None:
        self.now += timedelta(minutes=1)
        before = len(self._rows())
        staff_id = self.sam if by else self.alex
        try:
            record_fact(self.tx, case_id=self.case_id, staff_id=staff_id, new=new, now=self.now)
        except CaseError:
            assert len(self._rows()) == before
        else:
            assert len(self._rows()) == before + 1

    def _one(self, which: int) -> Statement | None:
        known = self.summary().known
        return known[which % len(known)] if known else None

    def _gone(self, summary: Summary) -> list[Statement]:
        return [one for matter in summary.matters for one in matter.gone]

    def _texts(self) -> dict[int, str]:
        rows = conversations.history(self.tx, self.who.conversation_id)
        return {row.seq: row.text for row in rows}

    def _rows(self) -> dict[int, RecordedFact]:
        return {row.id: row for row in self.tx.execute(select(RecordedFact))}  # type: ignore[misc]

    def _staff_words(self) -> list[str]:
        columns = (
            RecordedFact.words, RecordedFact.value, CaseEvent.text, Rating.evidence, PlanStep.words,
        )  # fmt: skip
        return [
            words
            for column in columns
            for words in self.tx.execute(select(column)).scalars()
            if words
        ]

    def _follows(self, one: Statement) -> bool:
        """Whether the words say it: they name it, or a sign gives them this meaning."""
        meant = {rule.value for rule in RULES if rule.subject == one.subject}
        found = {each.value for each in meaning_of(one.words).found}
        titles = {Nation(value).title for value in found & set(Nation)}
        return one.value in meant | found | titles or one.value.casefold() in one.words.casefold()

    def _all_made(self) -> list[Statement]:
        read = [
            Statement("", one.subject, one.about, one.value, "young person", "inferred", one.words)
            for text in self._texts().values()
            for one in readings(text)
        ]
        written = [
            Statement(f"f{row.id}", row.subject, row.about, row.value, row.said_by, row.sure)  # type: ignore[arg-type]
            for row in self._rows().values()
        ]
        return [*read, *written]


TestWhatIsKnown = WhatIsKnown.TestCase
TestWhatIsKnown.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)
