"""Editors are told at once, and once, that what went live by itself made the bot understand less well."""

from types import SimpleNamespace
from typing import Any

import pytest

from app.waiting_word import tell_of_waiting
from content.model_checks import Comparison, Lost, OnKept, OnOwn, allow, settle
from handoff.alert_words import Notice
from staff import audit
from store.clock import SetClock
from store.database import Database

LEVEL = OnKept(0.8, 0.02)
LOST = Lost("can my nan get ema", "ema/how-much", "work/cv")
OWN_LOST = Comparison(LEVEL, LEVEL, own=OnOwn(2, 2, 1, lost=(LOST,)))
DESK = "https://chat.example.org/staff/entries"


class Post:
    """An address that keeps what it is sent, or breaks."""

    key, service = "k", "E-mail"

    def __init__(self, *, broken: bool = False) -> None:
        self.sent: list[str] = []
        self.broken = broken

    async def send(self, notice: Notice) -> bool:
        if self.broken:
            raise OSError("down")
        self.sent.append(notice.body)
        return True


@pytest.fixture
def service(sqlite: Database, clock: SetClock) -> Any:
    settings = SimpleNamespace(site_url="https://chat.example.org")
    return SimpleNamespace(database=sqlite, clock=clock, settings=settings)


async def test_nobody_is_told_while_all_is_well(
    service: Any, sqlite: Database, clock: SetClock
) -> None:
    assert not await tell_of_waiting(service, [Post()])
    await sqlite.write(settle, "good", None, clock.now())
    assert not await tell_of_waiting(service, [Post()])


async def test_every_editor_is_told_once_and_no_question_is_sent_along(
    service: Any, sqlite: Database, clock: SetClock
) -> None:
    await sqlite.write(settle, "abc123", OWN_LOST, clock.now())
    one, other = Post(), Post()
    assert await tell_of_waiting(service, [one, other])
    assert not await tell_of_waiting(service, [one, other])
    assert len(one.sent) == len(other.sent) == 1
    assert "1 of your own test questions would no longer be answered rightly" in one.sent[0]
    assert DESK in one.sent[0]
    assert LOST.text not in one.sent[0]
    [deed] = await sqlite.read(audit.deeds, subject="model abc123")
    assert deed.action == "tell of waiting model"


async def test_one_broken_address_keeps_nobody_else_from_hearing(
    service: Any, sqlite: Database, clock: SetClock
) -> None:
    await sqlite.write(settle, "abc123", OWN_LOST, clock.now())
    post = Post()
    assert await tell_of_waiting(service, [Post(broken=True), post])
    assert len(post.sent) == 1


async def test_what_an_editor_uses_anyway_is_not_told_of(
    service: Any, sqlite: Database, clock: SetClock
) -> None:
    await sqlite.write(settle, "abc123", OWN_LOST, clock.now())
    await sqlite.write(allow, "abc123")
    assert not await tell_of_waiting(service, [Post()])
