"""What the service watches beside its answering: which things, and that a failure ends nothing."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from app.watches import Watch, watches

ALWAYS = {"hours", "advisers", "promises", "planned", "learning", "retention"}


def watched(past_review: str = "say", editors: tuple[str, ...] = ()) -> list[Watch]:
    settings = SimpleNamespace(past_review=past_review, editors=editors)
    hours = SimpleNamespace(now=lambda: None)
    service = SimpleNamespace(settings=settings, hours=hours, database=None, clock=None)
    return watches(service, kept=None)  # type: ignore[arg-type]


async def test_a_failing_look_is_logged_without_its_words_and_tried_again() -> None:
    looked_again, looks = asyncio.Event(), 0

    async def look() -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise ValueError("Ada rang from 07700 900123")
        looked_again.set()

    with capture_logs() as logged:
        keeping = asyncio.create_task(Watch("promises", look, every_seconds=0).keep())
        await asyncio.wait_for(looked_again.wait(), 60)
        keeping.cancel()
    assert [(each["event"], each["watch"], each["error"]) for each in logged] == [
        ("watch.failed", "promises", "ValueError")
    ]
    assert "Ada" not in str(logged)


@pytest.mark.parametrize(
    ("settings", "more"),
    [
        ({}, set()),
        ({"past_review": "withdraw"}, {"past review"}),
        ({"editors": ("mailto://user:pass@example.org",)}, {"reminding", "waiting models"}),
    ],
)
def test_settings_say_what_else_is_watched(settings: dict[str, Any], more: set[str]) -> None:
    names = [watch.name for watch in watched(**settings)]
    assert set(names) == ALWAYS | more
    assert len(names) == len(set(names))
