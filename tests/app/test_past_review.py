"""An answer past its review date says so, or goes; and editors are reminded once a week."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.past_review import withdraw_overdue
from app.reminding import remind
from content import history
from content.library import Answer
from content.live import LiveLibrary
from content.nation import Nation
from content.repository import Stored, assemble
from content.sms_text import size
from handoff.alert_words import Notice
from staff import audit
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from tests.content.pieces import ENTRY_ID, HOURS, OTHER_ID, newest, stored
from tests.content.pieces import library as pieces_library
from tests.staff.entries.conftest import load

LATE = datetime(2027, 3, 8, 10, 0, tzinfo=UTC)
"""A Monday, a week past the review date of both entries."""
WORDS = """\
past-review:
  web: "We meant to check this by {date}."
  sms: "(Not checked since {date}.)"
"""


class Post:
    """An address that keeps what it is sent."""

    key, service = "k", "E-mail"

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, notice: Notice) -> bool:
        self.sent.append(notice.body)
        return True


@pytest.fixture
async def service(sqlite: Database, clock: SetClock) -> Any:
    await sqlite.write(load, clock.now())
    live = LiveLibrary(sqlite, HOURS)
    await live.reload()
    settings = SimpleNamespace(past_review="withdraw", site_url="https://chat.example.org")
    return SimpleNamespace(
        database=sqlite, clock=clock, bus=LocalBus(), library=live, settings=settings
    )


def said(day: date) -> Answer:
    pieces = [piece for piece in stored() if piece.kind != "words"]
    words = Stored("service-wide/words", "words", 1, WORDS, "")
    answer = assemble([*pieces, words], HOURS).answer(ENTRY_ID, Nation.WALES, day)
    assert answer
    return answer


def test_an_answer_past_its_review_date_says_so_in_the_chat_and_by_text() -> None:
    fresh, late = said(date(2027, 3, 1)), said(date(2027, 3, 2))
    assert "meant to check" not in fresh.web
    assert late.web == f"{fresh.web}\n\nWe meant to check this by 1 March 2027."
    assert late.sms == f"{fresh.sms} (Not checked since 1 March 2027.)"
    assert size(late.sms).parts <= 2


def test_a_library_without_the_words_says_the_answer_as_it_is() -> None:
    answer = pieces_library().answer(ENTRY_ID, Nation.WALES, date(2028, 1, 1))
    assert answer
    assert answer.sms == said(date(2027, 1, 1)).sms


async def test_overdue_answers_are_withdrawn_where_the_settings_say_so(
    service: Any, sqlite: Database
) -> None:
    assert await withdraw_overdue(service) == []
    service.clock.set(LATE)
    assert await withdraw_overdue(service) == [ENTRY_ID, OTHER_ID]
    assert await sqlite.read(history.is_withdrawn, ENTRY_ID)
    assert await withdraw_overdue(service) == []
    [deed] = await sqlite.read(audit.deeds, subject=f"entry {ENTRY_ID}")
    assert (deed.action, deed.who) == ("withdraw", "")
    assert (await sqlite.read(newest, "safety/suicide")).live == 1


async def test_editors_are_reminded_on_a_monday_once(service: Any) -> None:
    post = Post()
    service.clock.set(LATE - timedelta(days=1))
    assert not await remind(service, [post])
    service.clock.set(LATE)
    assert await remind(service, [post])
    assert not await remind(service, [post])
    service.clock.forward(timedelta(days=7))
    assert await remind(service, [post])
    assert len(post.sent) == 2
    assert "3 past their review date" in post.sent[0]
    assert "https://chat.example.org/staff/entries/dates" in post.sent[0]


async def test_nobody_is_reminded_of_nothing(service: Any) -> None:
    service.clock.set(datetime(2026, 11, 16, 10, 0, tzinfo=UTC))
    post = Post()
    await remind(service, [post])
    assert all("past their review date" not in body for body in post.sent)
