"""The life of a case, whatever order things happen in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, Engine, func, make_url, select

from bot.decision import Level
from handoff.cases import CaseError, Outcome, hand_off, open_case_of
from handoff.consulting import answer, ask
from handoff.moves import change_level, finish, hand_back, pick_up
from handoff.notices import notices_of
from handoff.offers import offer_of, offers_to
from handoff.presence import GRACE, forget_presence, note_present
from handoff.queue import open_cases, place_of, waiting_conversations
from handoff.reopening import reopen
from handoff.returning import end_duty, return_dropped
from handoff.transfer import accept, offer, refuse, take_back, take_over
from store import conversations
from store.database import open_sqlite
from store.encryption import Vault, new_key
from store.tables import Case, Table
from store.types import give_vault
from tests.handoff.stories import (
    LIBRARY,
    TARGETS,
    WAIT,
    adviser,
    close_account,
    holder,
    young_person,
)

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
PEOPLE = ("ann", "ben", "cas")
STAFF = ("Sam", "Alex", "Sol")
SUPERVISOR = "Sol"
REASONS = st.sampled_from(["", "  no ", "She is home now"])


@cache
def tables_in_memory() -> Engine:
    engine = open_sqlite(make_url("sqlite://"))
    give_vault(engine.dialect, Vault([new_key()]))
    Table.metadata.create_all(engine)
    return engine.execution_options(writes=True)


class LifeOfCases(RuleBasedStateMachine):
    """Three young people, two advisers and a supervisor do anything they like, in any order."""

    people = st.sampled_from(PEOPLE)
    staff = st.sampled_from(STAFF)
    levels = st.sampled_from(list(Level))

    def __init__(self) -> None:
        super().__init__()
        self.tx: Connection = tables_in_memory().connect()
        self.transaction = self.tx.begin()
        self.now = NOON
        self.owner: dict[str, str | None] = {}
        self.level: dict[str, Level] = {}
        self.offered: dict[str, tuple[str, str]] = {}
        self.asked: set[tuple[str, str]] = set()
        self.gone: set[str] = set()

    @initialize()
    def everybody_is_there(self) -> None:
        self.who = {
            name: young_person(self.tx, self.now, address=name, channel="sms") for name in PEOPLE
        }
        self.advisers = {
            name: adviser(self.tx, name, "supervisor" if name == SUPERVISOR else "adviser")
            for name in STAFF
        }

    @rule(name=people, level=levels)
    def a_message_needs_a_person(self, name: str, level: Level) -> None:
        self.now += timedelta(minutes=1)
        who = self.who[name]
        result = hand_off(
            self.tx,
            person_id=who.person_id,
            conversation_id=who.conversation_id,
            level=level,
            reason="asked for a person",
            seq=1,
            due_at=self.now + WAIT,
            now=self.now,
        )
        if result.state == "waiting":  # as the way in does
            conversations.save(self.tx, who.conversation_id, holder="queue")
        known = name in self.level
        raised = known and level.rank > self.level[name].rank
        assert result.what == ("raised" if raised else "updated" if known else "opened")
        self.level[name] = level if raised or not known else self.level[name]
        self.owner.setdefault(name, None)

    @precondition(lambda self: self.level)
    @rule(name=people, by=staff)
    def somebody_picks_it_up(self, name: str, by: str) -> None:
        free = name in self.owner and self.owner[name] is None and by not in self.gone
        assert self.moves(name, pick_up, by=by, library=LIBRARY) == free
        if free:
            self.owner[name] = by
            self.offered.pop(name, None)

    @precondition(lambda self: self.level)
    @rule(name=people, by=staff, back=st.booleans())
    def somebody_ends_it(self, name: str, by: str, back: bool) -> None:
        mine = self.owner.get(name) == by
        ended = (
            self.moves(name, hand_back, by=by, library=LIBRARY)
            if back
            else self.moves(
                name,
                finish,
                by=by,
                library=LIBRARY,
                outcome=Outcome.HELPED,
                agreed="Call on Monday",
            )
        )
        assert ended == mine
        if mine:
            self.offered.pop(name, None)
            self.asked -= {(name, one) for one in STAFF}
            assert holder(self.tx, self.who[name]) == ("bot" if back else "closed")
            del self.owner[name], self.level[name]

    @precondition(lambda self: self.level)
    @rule(
        name=people,
        by=staff,
        level=levels,
        reason=REASONS,
    )
    def somebody_judges_the_level(self, name: str, by: str, level: Level, reason: str) -> None:
        may = self.owner.get(name) == by or (by == SUPERVISOR and name in self.owner)
        done = self.moves(name, change_level, by=by, level=level, reason=reason, targets=TARGETS)
        assert done == (may and len(reason.strip()) >= 5)
        if done:
            self.level[name] = level

    @precondition(lambda self: self.level)
    @rule(name=people, by=staff, to=staff, words=REASONS)
    def somebody_offers_it(self, name: str, by: str, to: str, words: str) -> None:
        owns = name in self.owner and self.owner[name] == by
        may = owns or (by == SUPERVISOR and name in self.owner)
        free = name not in self.offered and to not in {by, self.owner.get(name), *self.gone}
        told = self.level.get(name) is not Level.EMERGENCY or SUPERVISOR not in self.gone
        done = self.moves(name, offer, by=by, to=self.advisers[to], words=words)
        assert done == (may and free and told and len(words.strip()) >= 5)
        if done:
            self.offered[name] = (by, to)

    @precondition(lambda self: self.offered)
    @rule(name=people, by=staff, yes=st.booleans())
    def somebody_answers_the_offer(self, name: str, by: str, yes: bool) -> None:
        asked = self.offered.get(name, ("", ""))[1] == by
        if yes:
            assert self.moves(name, accept, by=by, library=LIBRARY) == asked
        else:
            assert self.moves(name, refuse, by=by, why="I go home now") == asked
        if asked:
            del self.offered[name]
            self.owner[name] = by if yes else self.owner[name]

    @precondition(lambda self: self.offered)
    @rule(name=people, by=staff)
    def somebody_takes_the_offer_back(self, name: str, by: str) -> None:
        may = name in self.offered and by in {self.offered[name][0], self.owner[name], SUPERVISOR}
        assert self.moves(name, take_back, by=by) == may
        if may:
            del self.offered[name]

    @precondition(lambda self: self.level)
    @rule(name=people, by=staff, why=REASONS)
    def somebody_takes_it_over(self, name: str, by: str, why: str) -> None:
        theirs = self.owner.get(name) not in {None, by}
        may = by == SUPERVISOR and by not in self.gone and theirs and len(why.strip()) >= 5
        assert self.moves(name, take_over, by=by, why=why, library=LIBRARY) == may
        if may:
            self.owner[name] = by
            self.offered.pop(name, None)

    @precondition(lambda self: self.level)
    @rule(name=people, by=staff, of=staff)
    def somebody_asks_a_colleague(self, name: str, by: str, of: str) -> None:
        free = (name, of) not in self.asked and of != by and of not in self.gone
        done = self.moves(name, ask, by=by, of=self.advisers[of], question="Who is the YOT?")
        assert done == (self.owner.get(name) == by and free)
        if done:
            self.asked.add((name, of))

    @precondition(lambda self: self.asked)
    @rule(name=people, by=staff)
    def somebody_answers_a_colleague(self, name: str, by: str) -> None:
        assert self.moves(name, answer, by=by, words="Ring them at ten") == (
            (name, by) in self.asked
        )
        self.asked.discard((name, by))

    @precondition(lambda self: not self.gone and self.level)
    @rule(who=staff)
    def an_account_ends(self, who: str) -> None:
        self.now += timedelta(minutes=1)
        staff_id = self.advisers[who]
        close_account(self.tx, staff_id)
        end_duty(self.tx, staff_id, library=LIBRARY, now=self.now)
        self.gone.add(who)
        self.let_go(who)
        self.offered = {name: pair for name, pair in self.offered.items() if pair[1] != who}
        self.asked = {pair for pair in self.asked if pair[1] != who}

    @precondition(lambda self: any(self.owner.values()))
    @rule(who=staff)
    def a_desk_goes_silent(self, who: str) -> None:
        note_present(self.tx, self.advisers[who], self.now)
        self.now += GRACE + timedelta(seconds=1)
        return_dropped(self.tx, library=LIBRARY, now=self.now)
        forget_presence(self.tx, self.advisers[who])
        self.let_go(who)

    @precondition(lambda self: len(self.level) < len(PEOPLE))
    @rule(name=people, by=staff, why=REASONS)
    def somebody_reopens_it(self, name: str, by: str, why: str) -> None:
        closed = name not in self.level and self.newest_case(name) is not None
        may = closed and by not in self.gone and len(why.strip()) >= 5
        assert self.moves(name, reopen, by=by, why=why, library=LIBRARY) == may
        if may:
            case = open_case_of(self.tx, self.who[name].person_id)
            assert case is not None
            self.owner[name], self.level[name] = by, Level(case.level)

    def let_go(self, who: str) -> None:
        """What somebody held is with nobody, and their offers have lapsed."""
        for name in [name for name, owner in self.owner.items() if owner == who]:
            self.owner[name] = None
            self.offered.pop(name, None)

    @invariant()
    def the_tables_agree(self) -> None:
        """One open case a person; one owner once claimed; the level is the one that was last given."""
        for name, who in getattr(self, "who", {}).items():
            case = open_case_of(self.tx, who.person_id)
            assert (case is not None) == (name in self.level)
            if case is not None:
                owner = self.owner[name]
                assert case.level == self.level[name]
                assert case.state == ("held" if owner else "waiting")
                assert case.owner_id == (self.advisers[owner] if owner else None)
                assert holder(self.tx, who) == ("adviser" if owner else "queue")

    @invariant()
    def nothing_waits_for_somebody_who_has_gone(self) -> None:
        """Nobody whose account has ended has a case, an offer or a question."""
        standing = {
            name: (found.by_id, found.to_id)
            for name in self.level
            if (found := offer_of(self.tx, self.newest_case(name) or 0, self.now))
        }
        assert standing == {
            name: (self.advisers[by], self.advisers[to]) for name, (by, to) in self.offered.items()
        }
        for who in self.gone:
            assert who not in self.owner.values()
            assert offers_to(self.tx, self.advisers[who], self.now) == []
            assert "asked" not in {told.kind for told in notices_of(self.tx, self.advisers[who])}

    @invariant()
    def the_queue_is_in_order(self) -> None:
        """The gravest first, then what came back, then what is due soonest, then who waits longest."""
        waiting = [row for row in open_cases(self.tx) if row.state == "waiting"]
        order = [
            (-Level(row.level).rank, not row.returned, row.due_at, row.waiting_since)
            for row in waiting
        ]
        assert order == sorted(order)
        assert [place_of(self.tx, row.case_id) for row in waiting] == [*range(1, len(waiting) + 1)]
        assert waiting_conversations(self.tx) == [
            (row.conversation_id, place) for place, row in enumerate(waiting, start=1)
        ]

    def moves(self, name: str, move: Callable[..., object], *, by: str, **more: object) -> bool:
        """Try a move on somebody's newest case; false when it was refused, and then nothing changed."""
        self.now += timedelta(minutes=1)
        case_id, staff_id = self.newest_case(name) or 0, self.advisers[by]
        try:
            with self.tx.begin_nested():
                move(self.tx, case_id=case_id, staff_id=staff_id, now=self.now, **more)
        except CaseError:
            return False
        return True

    def newest_case(self, name: str) -> int | None:
        newest: int | None = self.tx.execute(
            select(func.max(Case.id)).where(Case.person_id == self.who[name].person_id)
        ).scalar_one()
        return newest

    def teardown(self) -> None:
        self.transaction.rollback()
        self.tx.close()


LifeOfCases.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestLifeOfCases = LifeOfCases.TestCase
