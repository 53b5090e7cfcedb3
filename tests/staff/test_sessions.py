"""Tokens: always new, never kept, never good for longer than promised."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Connection, create_engine, func, select

from staff.members import add_member
from staff.sessions import (
    IDLE,
    LONGEST,
    close_all,
    close_session,
    find_session,
    open_session,
    touch,
)
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault, new_key
from store.tables import StaffSession, Table
from store.types import give_vault
from tests.conftest import OFFICE_HOURS
from web.access import Role


def add_robin(tx: Connection, email: str = "robin@example.org") -> int:
    return add_member(
        tx,
        email=email,
        name="Robin",
        shown_name="Robin",
        role=Role.ADVISER,
        password_hash="none",
        now=OFFICE_HOURS,
    )


async def test_a_token_finds_its_owner(database: Database, clock: SetClock) -> None:
    robin = await database.write(add_robin)
    token = await database.write(open_session, robin, clock.now())
    found = await database.read(find_session, token, clock.now())
    assert found
    assert found.member.staff_id == robin
    assert found.member.role is Role.ADVISER
    assert found.member.pending == "/staff/password"


@pytest.mark.parametrize("token", ["", "unknown", "\udc80", "x" * 5000])
async def test_any_other_token_finds_nobody(
    database: Database, clock: SetClock, token: str
) -> None:
    robin = await database.write(add_robin)
    await database.write(open_session, robin, clock.now())
    assert await database.read(find_session, token, clock.now()) is None


async def test_use_keeps_a_sign_in_from_ending_as_idle(database: Database, clock: SetClock) -> None:
    robin = await database.write(add_robin)
    token = await database.write(open_session, robin, clock.now())
    clock.forward(IDLE - timedelta(minutes=1))
    await database.write(touch, token, clock.now())
    clock.forward(IDLE - timedelta(minutes=1))
    assert await database.read(find_session, token, clock.now())
    clock.forward(timedelta(minutes=1))
    assert await database.read(find_session, token, clock.now()) is None


async def test_ended_sign_ins_are_cleared_away(database: Database, clock: SetClock) -> None:
    robin = await database.write(add_robin)
    await database.write(open_session, robin, clock.now())
    clock.forward(LONGEST)
    await database.write(open_session, robin, clock.now())
    kept = select(func.count()).select_from(StaffSession)
    assert await database.read(lambda tx: tx.execute(kept).scalar_one()) == 1


class SignIns(RuleBasedStateMachine):
    """Any order of signing in, using, waiting and signing out, for two members."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = create_engine("sqlite://")
        give_vault(self.engine.dialect, Vault([new_key()]))
        self.tx = self.engine.connect()
        Table.metadata.create_all(self.tx)
        self.clock = SetClock(OFFICE_HOURS)
        self.people = [add_robin(self.tx), add_robin(self.tx, "kim@example.org")]
        self.live: dict[str, int] = {}
        self.ever: list[str] = []

    def teardown(self) -> None:
        self.tx.close()
        self.engine.dispose()

    @rule(who=st.integers(0, 1), again=st.booleans())
    def sign_in(self, who: int, again: bool) -> None:
        old = self.ever[-1] if again and self.ever else ""
        token = open_session(self.tx, self.people[who], self.clock.now(), replaces=old)
        assert token not in self.ever
        self.live.pop(old, None)
        self.live[token] = self.people[who]
        self.ever.append(token)

    @rule(data=st.data())
    def sign_out(self, data: st.DataObject) -> None:
        if self.ever:
            token = data.draw(st.sampled_from(self.ever))
            close_session(self.tx, token)
            self.live.pop(token, None)

    @rule(who=st.integers(0, 1))
    def sign_out_everywhere(self, who: int) -> None:
        close_all(self.tx, self.people[who])
        self.live = {token: one for token, one in self.live.items() if one != self.people[who]}

    @rule()
    def wait_too_long(self) -> None:
        self.clock.forward(IDLE)
        self.live = {}

    @invariant()
    def only_live_tokens_find_their_owner(self) -> None:
        for token in self.ever:
            found = find_session(self.tx, token, self.clock.now())
            assert (found.member.staff_id if found else None) == self.live.get(token)


TestSignIns = SignIns.TestCase
TestSignIns.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
