"""Guessing is slowed, and nobody is ever locked out for good."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from staff.guessing import KEPT, Attempt, forgive, guessed, left_to_wait, try_sign_in
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault

NOW = datetime(2026, 11, 17, 14, 5, tzinfo=UTC)
FIFTEEN = timedelta(minutes=15)


@given(st.integers(0, 10**9), st.integers(1, 50), st.timedeltas(timedelta(), KEPT))
def test_no_number_of_failures_makes_anybody_wait_longer_than_the_longest(
    failures: int, free: int, gone: timedelta
) -> None:
    wait = left_to_wait(failures, NOW - gone, NOW, free=free, longest=FIFTEEN)
    assert timedelta() <= wait <= FIFTEEN
    after = left_to_wait(failures, NOW - gone, NOW + wait, free=free, longest=FIFTEEN)
    assert after == timedelta()


@given(st.integers(1, 60))
def test_more_failures_never_make_the_wait_shorter(failures: int) -> None:
    fewer = left_to_wait(failures, NOW, NOW, free=5, longest=FIFTEEN)
    assert fewer <= left_to_wait(failures + 1, NOW, NOW, free=5, longest=FIFTEEN)


async def fail(
    database: Database,
    vault: Vault,
    clock: SetClock,
    email: str = "a@example.org",
    address: str = "192.0.2.1",
) -> Attempt | timedelta:
    return await database.write(try_sign_in, guessed(vault, email, address), clock.now())


async def test_trying_while_waiting_does_not_prolong_the_wait(
    database: Database, vault: Vault, clock: SetClock
) -> None:
    for _ in range(5):
        assert isinstance(await fail(database, vault, clock), Attempt)
    wait = await fail(database, vault, clock)
    for _ in range(20):
        assert await fail(database, vault, clock) == wait
    assert isinstance(wait, timedelta)
    clock.forward(wait)
    assert isinstance(await fail(database, vault, clock), Attempt)


async def test_a_stranger_elsewhere_holds_the_owner_up_for_a_minute_at_most(
    database: Database, vault: Vault, clock: SetClock
) -> None:
    for number in range(40):
        await fail(database, vault, clock, address=f"198.51.100.{number}")
        clock.forward(timedelta(seconds=61))
    wait = await fail(database, vault, clock)
    assert isinstance(wait, Attempt) or wait <= timedelta(minutes=1)


async def test_one_address_that_tries_many_e_mails_is_slowed(
    database: Database, vault: Vault, clock: SetClock
) -> None:
    for number in range(30):
        assert isinstance(await fail(database, vault, clock, f"{number}@example.org"), Attempt)
    assert isinstance(await fail(database, vault, clock, "fresh@example.org"), timedelta)
    assert isinstance(await fail(database, vault, clock, address="192.0.2.9"), Attempt)


async def test_the_right_password_clears_the_owners_failures_but_not_the_addresss(
    database: Database, vault: Vault, clock: SetClock
) -> None:
    for number in range(29):
        await fail(database, vault, clock, f"{number}@example.org")
    attempt = await fail(database, vault, clock, "own@example.org")
    assert isinstance(attempt, Attempt)
    await database.write(forgive, attempt)
    assert isinstance(await fail(database, vault, clock, "30@example.org"), Attempt)
    assert isinstance(await fail(database, vault, clock, "31@example.org"), timedelta)


async def test_failures_are_forgotten_after_an_hour(
    database: Database, vault: Vault, clock: SetClock
) -> None:
    for _ in range(5):
        await fail(database, vault, clock)
    clock.forward(KEPT)
    for _ in range(5):
        assert isinstance(await fail(database, vault, clock), Attempt)
