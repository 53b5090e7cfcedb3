"""The life of a case, as in test_life_of_a_case, when people turn out to be one in the middle of it."""

from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import func, select

from bot.decision import Level
from handoff.cases import open_case_of
from handoff.joining import join_phone
from handoff.notices import notices_of, questions_about
from handoff.offers import offer_of
from handoff.summary import summary_of
from store.tables import Case, CaseEvent, Message
from tests.handoff.stories import LIBRARY, young_person
from tests.handoff.test_life_of_a_case import PEOPLE, LifeOfCases


class LifeOfJoinedCases(LifeOfCases):
    """Two of the three prove to be one, again and again; another takes the free name."""

    def __init__(self) -> None:
        super().__init__()
        self.joined: list[int] = []
        self.messages = 0

    @rule(pair=st.permutations(PEOPLE), level=LifeOfCases.levels)
    def two_turn_out_to_be_one(self, pair: list[str], level: Level) -> None:
        one, two, _ = pair
        for name in {one, two} - set(self.level):
            self.a_message_needs_a_person(name, level)
        first, second = self.open_case(one), self.open_case(two)
        before = max(self.level[one], self.level[two], key=lambda level: level.rank)
        identity_id, number = self.who[one].identity_id, self.addresses[two]
        join_phone(
            self.tx, identity_id=identity_id, number=number, number_hash=f"hash of {number}",
            library=LIBRARY, now=self.now,
        )  # fmt: skip
        kept, other = (one, two) if self.is_open(first) else (two, one)
        dropped = second if kept == one else first
        self.joined.append(dropped)
        for each in self.joined:
            self.is_read_from_the_kept_one(each)
        assert self.level[kept] is before
        assert self.owner[kept] or not self.owner[other] or before is not self.level[other]
        self.tell_all(kept, other)
        self.who[kept] = self.as_kept(kept)
        for known in (self.owner, self.level, self.offered):
            known.pop(other, None)
        self.asked = {pair for pair in self.asked if pair[0] != other}
        self.somebody_new(other)

    def tell_all(self, kept: str, other: str) -> None:
        """Whoever had either hears of it on their desk."""
        for who in {self.owner[kept], self.owner[other]} - {None}:
            kinds = {told.kind for told in notices_of(self.tx, self.advisers[str(who)])}
            assert "joined" in kinds

    def as_kept(self, name: str) -> Any:
        """The young person by this name with the person that both are now."""
        who = self.who[name]
        person = select(Case.person_id).where(Case.conversation_id == who.conversation_id)
        return replace(who, person_id=self.tx.execute(person.limit(1)).scalar_one())

    def somebody_new(self, name: str) -> None:
        self.addresses[name] = f"{name} {len(self.joined)}"
        self.who[name] = young_person(
            self.tx, self.now, address=self.addresses[name], channel="sms"
        )

    @property
    def addresses(self) -> dict[str, str]:
        """By which address each is reached now."""
        if not hasattr(self, "_addresses"):
            self._addresses = {name: name for name in self.who}
        return self._addresses

    def open_case(self, name: str) -> int:
        case = open_case_of(self.tx, self.who[name].person_id)
        assert case is not None
        return int(case.id)

    def is_open(self, case_id: int) -> bool:
        state = select(Case.state).where(Case.id == case_id)
        return self.tx.execute(state).scalar_one() != "closed"

    def newest_case(self, name: str) -> int | None:
        """The one that is open, else the last that was closed; never one that was joined to another."""
        newest: int | None = self.tx.execute(
            select(Case.id)
            .where(Case.person_id == self.who[name].person_id, Case.joined_to.is_(None))
            .order_by(Case.closed_at.is_(None).desc(), Case.closed_at.desc(), Case.id.desc())
            .limit(1)
        ).scalar_one_or_none()
        return newest

    @invariant()
    def what_was_joined_is_closed_and_nothing_hangs_on_it(self) -> None:
        """It went to a case that was not joined to yet another; offers and questions have gone."""
        for other in self.joined:
            row: Any = self.tx.execute(
                select(Case.state, Case.outcome, Case.joined_to).where(Case.id == other)
            ).one()
            assert (row.state, row.outcome) == ("closed", "joined")
            assert offer_of(self.tx, other, self.now) is None
            assert questions_about(self.tx, other) == []
            assert self.joined_to(row.joined_to) is None

    def is_read_from_the_kept_one(self, other: int) -> None:
        summary = summary_of(self.tx, self.joined_to(other) or 0, self.now)
        assert other in [each.case_id for each in summary.joined]

    def joined_to(self, case_id: int) -> int | None:
        asked = select(Case.joined_to).where(Case.id == case_id)
        return self.tx.execute(asked).scalar_one()

    @invariant()
    def nothing_said_or_done_is_ever_lost(self) -> None:
        kept = sum(
            self.tx.execute(select(func.count(table.id))).scalar_one()
            for table in (Message, CaseEvent)
        )
        assert kept >= self.messages
        self.messages = kept


LifeOfJoinedCases.TestCase.settings = settings(
    max_examples=20, stateful_step_count=20, deadline=None
)
TestLifeOfJoinedCases = LifeOfJoinedCases.TestCase
