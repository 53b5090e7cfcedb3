"""Replay reads whatever a file holds: a line that cannot be used is told with its number and stops nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from app.commands.replay import lines_of
from app.replay import BadLine, Replayed, replay
from bot.decision import Decision
from bot.state import DialogueState
from channels.messages import InboundMessage, Received
from store.clock import SetClock


@dataclass
class Listening:
    """A way in that only notes what it was given."""

    heard: list[InboundMessage] = field(default_factory=list)

    async def receive(self, message: InboundMessage) -> Received:
        self.heard.append(message)
        return Received(False, 1, None, decision=Decision(DialogueState()))


async def played(lines: Sequence[str]) -> tuple[list[Replayed | BadLine], Listening, SetClock]:
    intake, clock = Listening(), SetClock(datetime(2026, 1, 1, tzinfo=UTC))
    return [each async for each in replay(lines, intake, clock)], intake, clock  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[1, 2]",
        '{"conversation": "a"}',
        '{"conversation": "a", "text": 5}',
        '{"conversation": "a", "text": "hi", "channel": "letter"}',
        '{"conversation": "a", "text": "hi", "nation": "france"}',
        '{"conversation": "a", "text": "hi", "at": "yesterday"}',
        '{"conversation": "a", "text": "hi", "at": "0001-01-01T00:00:00+05:00"}',
        f'{{"conversation": {"9" * 5000}, "text": "hi"}}',
        "[" * 100_000,
    ],
)
async def test_a_bad_line_is_told_with_its_number_and_stops_nothing(line: str) -> None:
    found, intake, _ = await played([line, '{"conversation": "a", "text": "still here"}'])
    assert isinstance(found[0], BadLine)
    assert found[0].number == 1
    assert found[0].problem
    assert [message.text for message in intake.heard] == ["still here"]


async def test_half_an_emoji_does_not_stop_the_output() -> None:
    [one], _, _ = await played(['{"conversation": "a", "text": "hi \\ud83d"}'])
    json.dumps(one.as_json(), ensure_ascii=False).encode()


async def test_the_clock_follows_the_lines() -> None:
    _, _, clock = await played(
        ['{"conversation": "a", "text": "hi", "at": "2026-03-29T10:00:00+01:00"}']
    )
    assert clock.now() == datetime(2026, 3, 29, 9, tzinfo=UTC)


def test_only_the_end_of_a_line_ends_a_line() -> None:
    assert lines_of('{"text": "a\u2028b\x85c"}\r\n{"text": "d"}\n') == [
        '{"text": "a\u2028b\x85c"}',
        '{"text": "d"}',
    ]
