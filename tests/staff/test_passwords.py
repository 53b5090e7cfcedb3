"""Passwords that are taken, and those that are not."""

import re

import pytest

from staff.passwords import (
    HASHER,
    NOBODY,
    fits,
    hash_password,
    hashed,
    new_one_time_password,
    problem_with,
)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "password1234",
        "P@ssw0rd2026!",
        "passwordpassword",
        "qwertyuiop123",
        "123456789012",
        "Connexions2026",
        "Welcome12345!",
        "aaaaaaaaaaaaaaaa",
        "liverpool1892",
        "sam.lee@example.org",
        "Samantha-Samantha",
        "x" * 201,
    ],
)
def test_what_a_stranger_would_try_first_is_refused(password: str) -> None:
    assert problem_with(password, email="sam.lee@example.org", name="Samantha Lee")


@pytest.mark.parametrize(
    "password",
    ["violet tram under glass", "Wx7!kqpz#tLm", "summer rain on tin roof", "ysgol môr eira bryn"],
)
def test_what_is_hard_to_guess_is_taken(password: str) -> None:
    assert problem_with(password, email="sam.lee@example.org", name="Samantha Lee") is None


async def test_a_hash_fits_its_password_and_no_other() -> None:
    kept = await hash_password("violet tram under glass")
    assert kept.startswith("$argon2id$")
    assert await fits(kept, "violet tram under glass")
    assert not await fits(kept, "violet tram under glas")
    assert not await fits("not a hash", "violet tram under glass")


async def test_an_unknown_member_costs_a_check_and_never_fits() -> None:
    assert not await fits(None, "anything")


def test_an_unknown_member_costs_as_much_as_a_known_one() -> None:
    assert not HASHER.check_needs_rehash(NOBODY)


def test_the_same_password_never_gives_the_same_hash_twice() -> None:
    assert hashed("violet tram") != hashed("violet tram")


def test_a_one_time_password_can_be_read_out_and_is_always_new() -> None:
    made = {new_one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}", one) for one in made)
