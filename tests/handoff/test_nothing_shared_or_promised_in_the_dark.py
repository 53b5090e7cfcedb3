"""Whatever order things happen in: nothing is shared without a ground, and every promise is in the ledger."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, select, update

from handoff.cases import CaseError, Outcome
from handoff.moves import finish, pick_up
from handoff.promises.closing import promise_somebody_back
from handoff.promises.follow_ups import ask_what_is_due, hear_answer
from handoff.promises.ledger import promises_of
from handoff.promises.making import call_back, promise
from handoff.promises.noticing import promised_in, say
from handoff.promises.settling import say_done, take_back
from handoff.promises.watching import CLIMBS_AFTER, watch_the_ledger
from handoff.referring.refer import refer
from handoff.referring.shareable import shareable
from handoff.reopening import reopen
from handoff.services.keeping import keep, services
from handoff.summary import summary_of
from store import conversations
from store.tables import FollowUp, Message, OutboxRow, Promise, Referral
from tests.handoff.services_known import HOSTEL
from tests.handoff.stories import LIBRARY, adviser, waiting_case, writes
from tests.handoff.test_life_of_a_case import tables_in_memory

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
TELLS_OF_A_PROMISE = (
    "promise-made", "call-back", "referral-agreed", "referral-without", "challenge-begun",
)  # fmt: skip
GROUNDS = st.sampled_from(["", "  ", "no", "She wrote: yes", "He could be hurt tonight"])
IN_HOURS = st.integers(-30, 60)


class NothingInTheDark(RuleBasedStateMachine):
    """An adviser, a young person who texts, a service, and time that goes by."""

    def __init__(self) -> None:
        super().__init__()
        self.tx: Connection = tables_in_memory().connect()
        self.transaction = self.tx.begin()
        self.now = NOON
        self.closed = False

    @initialize(channel=st.sampled_from(["web", "sms"]))
    def a_case_is_picked_up(self, channel: str) -> None:
        self.who, self.case_id = waiting_case(self.tx, self.now, channel=channel)
        self.sam, self.sol = adviser(self.tx), adviser(self.tx, "Sol", "supervisor")
        promise_somebody_back(
            self.tx, self.case_id, when="soon", due_at=self.now + timedelta(hours=1), now=self.now
        )
        pick_up(self.tx, library=LIBRARY, **self.move())
        keep(self.tx, [HOSTEL])
        self.service = services(self.tx)[0].id
        self.ticked: set[str] = set()

    def move(self) -> dict[str, Any]:
        return {"case_id": self.case_id, "staff_id": self.sam, "now": self.now}

    def tries(self, deed: Callable[..., object], **more: object) -> bool:
        """Do it as one transaction, which leaves nothing behind where it is refused."""
        step = self.tx.begin_nested()
        try:
            deed(self.tx, **more)
        except CaseError:
            step.rollback()
            return False
        step.commit()
        return True

    @rule(text=st.sampled_from(["he hits me", "call me after 6", "i am in leeds", "thanks"]))
    def they_write(self, text: str) -> None:
        writes(self.tx, self.who, text, self.now)

    @rule(
        agreed=st.sampled_from([True, False, None]), ground=GROUNDS, hours=IN_HOURS,
        quietly=st.booleans(), which=st.sets(st.integers(0, 6)),
    )  # fmt: skip
    def refers(
        self, agreed: bool | None, ground: str, hours: int, quietly: bool, which: set[int]
    ) -> None:
        items = shareable(self.tx, summary_of(self.tx, self.case_id, self.now))
        chosen = {item.key for number, item in enumerate(items) if number in which}
        done = self.tries(
            refer, service_id=self.service, chosen=chosen, asked_for="A bed tonight",
            agreed=agreed, ground=ground, due_at=self.now + timedelta(hours=hours),
            library=LIBRARY, quietly=quietly, **self.move(),
        )  # fmt: skip
        grounded = agreed is not None and len(ground.strip()) > 4
        assert done == (grounded and hours > 0 and not self.closed)
        if done:
            self.ticked |= {item.text for item in items if item.key in chosen}

    @rule(hours=IN_HOURS, quietly=st.booleans())
    def promises(self, hours: int, quietly: bool) -> None:
        due_at = self.now + timedelta(hours=hours)
        done = self.tries(
            promise,
            what="Ring them",
            due_at=due_at,
            library=LIBRARY,
            quietly=quietly,
            **self.move(),
        )
        assert done == (hours > 0 and not self.closed)

    @rule(hours=IN_HOURS, how=st.sampled_from(["ring", "write"]))
    def calls_back(self, hours: int, how: str) -> None:
        due_at = self.now + timedelta(hours=hours)
        self.tries(call_back, how=how, due_at=due_at, library=LIBRARY, **self.move())

    @rule(text=st.sampled_from(["I'll ring them today.", "Are you warm?", "We will let you know"]))
    def says(self, text: str) -> None:
        self.tries(say, text=text, **self.move())

    @rule(number=st.integers(0, 5), back=st.booleans(), quietly=st.booleans())
    def settles(self, number: int, back: bool, quietly: bool) -> None:
        entries = promises_of(self.tx, self.case_id)
        this = {"promise_id": entries[number % len(entries)].id, "staff_id": self.sam}
        if back:
            words = "Something else"
            self.tries(
                take_back, words=words, library=LIBRARY, quietly=quietly, now=self.now, **this
            )
        else:
            self.tries(say_done, how="It is done", now=self.now, asks=not quietly, **this)

    @rule(agreed=st.sampled_from(["", "Sam rings the college"]), quietly=st.booleans())
    def closes(self, agreed: str, quietly: bool) -> None:
        done = self.tries(
            finish, outcome=Outcome.HELPED, agreed=agreed, library=LIBRARY, quietly=quietly,
            **self.move(),
        )  # fmt: skip
        self.closed = self.closed or done

    @rule()
    def opens_again(self) -> None:
        done = self.tries(reopen, why="Not over yet", library=LIBRARY, **self.move())
        self.closed = self.closed and not done

    @rule(hours=st.integers(1, 40))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        watch_the_ledger(self.tx, self.now, advisers_here=True)
        ask_what_is_due(self.tx, LIBRARY, self.now)
        self.tx.execute(update(OutboxRow).values(state="sent"))

    @rule(text=st.sampled_from(["yes", "no", "a bit", "hello"]))
    def they_answer(self, text: str) -> None:
        last = conversations.lock(self.tx, self.who.conversation_id).last_seq
        writes(self.tx, self.who, text, self.now)
        hear_answer(
            self.tx, self.who.conversation_id, last_seq=last, choice="", text=text, now=self.now
        )

    @invariant()
    def nothing_is_shared_without_consent_or_a_reason(self) -> None:
        for row in self.tx.execute(select(Referral.basis, Referral.ground, Referral.shared)):
            assert row.basis in ("consent", "without")
            assert row.ground.strip()
            assert {item["text"] for item in json.loads(row.shared)} <= self.ticked

    @invariant()
    def every_promise_that_was_told_is_in_the_ledger(self) -> None:
        messages = self.tx.execute(select(Message.seq, Message.author, Message.text)).all()
        told = {
            row.seq
            for row in messages
            if (row.author == "bot" and row.text.startswith(TELLS_OF_A_PROMISE))
            or (row.author == "bot" and "Agreed: Sam" in row.text)
            or (row.author == "adviser" and promised_in(row.text))
        }
        kept = self.tx.execute(select(Promise.told_seq, Promise.due_at, Promise.made_at)).all()
        assert told == {row.told_seq for row in kept if row.told_seq is not None}
        assert all(row.made_at < row.due_at for row in kept)

    @invariant()
    def what_is_long_late_has_climbed(self) -> None:
        late = select(Promise.climbed_at).where(
            Promise.state.in_(("open", "unsure")),
            Promise.kind != "back",
            Promise.due_at <= self.now - CLIMBS_AFTER,
        )
        assert None not in self.tx.execute(late).scalars().all()

    @invariant()
    def each_question_is_asked_once_and_never_of_what_is_settled(self) -> None:
        rows = self.tx.execute(
            select(FollowUp.promise_id).where(FollowUp.promise_id.is_not(None))
        ).scalars()
        promises = rows.all()
        assert len(promises) == len(set(promises))

    def teardown(self) -> None:
        self.transaction.rollback()
        self.tx.close()


TestNothingInTheDark = NothingInTheDark.TestCase
TestNothingInTheDark.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
