"""The life of an adviser's words, whatever order things happen in: never lost, never said twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from handoff.cases import CaseError, Outcome
from handoff.drafts import draft_of
from handoff.moves import finish, pick_up
from handoff.notices import notices_of
from handoff.reopening import reopen
from handoff.transfer import take_over
from handoff.unsent import reply, send_due, send_now, undo, unsent_of
from store import conversations
from tests.handoff.stories import LIBRARY, adviser, read, waiting_case
from tests.handoff.test_life_of_a_case import tables_in_memory

UNDO_FOR = timedelta(seconds=5)
STAFF = ("Sol", "Kim")


class LifeOfReplies(RuleBasedStateMachine):
    """Two supervisors write to one young person, take words back, and take the case from each other."""

    staff = st.sampled_from(STAFF)

    def __init__(self) -> None:
        super().__init__()
        self.tx = tables_in_memory().connect()
        self.transaction = self.tx.begin()
        self.now = datetime(2026, 11, 17, 12, tzinfo=UTC)
        self.said: list[str] = []
        self.taken_back: set[str] = set()
        self.open = True

    @initialize()
    def everybody_is_there(self) -> None:
        self.robin, self.case_id = waiting_case(self.tx, self.now, channel="sms")
        self.who = {name: adviser(self.tx, name, "supervisor") for name in STAFF}
        self.owner = STAFF[0]
        pick_up(self.tx, library=LIBRARY, quietly=True, **self.by(self.owner))

    @rule(by=staff)
    def somebody_writes(self, by: str) -> None:
        words = f"Message {len(self.said)}."
        if self.tries(reply, by, text=words, undo_for=UNDO_FOR, once=words):
            assert by == self.owner
            assert self.open
            self.said.append(words)

    @rule(by=staff)
    def somebody_takes_the_last_words_back(self, by: str) -> None:
        waits = unsent_of(self.tx, self.case_id)
        mine = waits is not None and waits.staff_id == self.who[by]
        assert self.tries(undo, by) == mine
        if mine and waits:
            assert draft_of(self.tx, self.case_id, self.who[by]) == waits.text
            self.taken_back.add(waits.text)

    @rule(seconds=st.integers(1, 6))
    def time_goes_by(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        send_due(self.tx, self.now)

    @precondition(lambda self: self.open)
    @rule()
    def the_case_is_taken_over(self) -> None:
        self.owner = STAFF[1 - STAFF.index(self.owner)]
        more: dict[str, Any] = {"library": LIBRARY, "quietly": True}
        take_over(self.tx, why="Needed elsewhere", **self.by(self.owner), **more)

    @rule(now=st.booleans())
    def they_want_no_more_texts_or_do_again(self, now: bool) -> None:
        conversations.set_opted_out(self.tx, self.robin.identity_id, self.now if now else None)

    @precondition(lambda self: self.open)
    @rule()
    def the_case_is_closed(self) -> None:
        send_now(self.tx, case_id=self.case_id, now=self.now)
        more: dict[str, Any] = {
            "outcome": Outcome.HELPED,
            "agreed": "",
            "library": LIBRARY,
            "quietly": True,
        }
        finish(self.tx, **self.by(self.owner), **more)
        self.open = False

    @precondition(lambda self: not self.open)
    @rule(by=staff)
    def the_case_is_opened_again(self, by: str) -> None:
        reopen(self.tx, why="It is not over", library=LIBRARY, quietly=True, **self.by(by))
        self.owner, self.open = by, True

    @invariant()
    def every_word_is_in_one_place(self) -> None:
        """Said to them in order, or waiting to go, or told to its writer as unsent, or taken back."""
        if not self.said:
            return
        heard = [text for author, _, text in read(self.tx, self.robin) if author == "adviser"]
        assert heard == sorted(heard, key=self.said.index)
        waits = unsent_of(self.tx, self.case_id)
        returned = [
            told.words
            for who in self.who.values()
            for told in notices_of(self.tx, who)
            if told.kind == "unsent"
        ]
        places = [*heard, *([waits.text] if waits else []), *returned, *self.taken_back]
        assert sorted(places) == sorted(self.said)

    def by(self, who: str) -> dict[str, Any]:
        return {"case_id": self.case_id, "staff_id": self.who[who], "now": self.now}

    def tries(self, move: object, by: str, **more: object) -> bool:
        """Try a move; false when it was refused, and then nothing changed."""
        try:
            with self.tx.begin_nested():
                move(self.tx, **self.by(by), **more)  # type: ignore[operator]
        except CaseError:
            return False
        return True

    def teardown(self) -> None:
        self.transaction.rollback()
        self.tx.close()


LifeOfReplies.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestLifeOfReplies = LifeOfReplies.TestCase
