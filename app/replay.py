"""Replay: transcripts played through the real way in, on a throw-away database, with nothing sent out."""

import json
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from channels.intake import Intake
from channels.messages import InboundMessage, Received
from channels.web.protocol import whole_characters
from content.nation import Nation
from store.clock import SetClock


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")
    conversation: str | int
    channel: Literal["web", "sms"] = "web"
    text: str
    at: datetime | None = None
    nation: Nation | None = None

    @field_validator("text", mode="before")
    @classmethod
    def _with_whole_characters(cls, value: object) -> object:
        return whole_characters(value)

    @field_validator("at")
    @classmethod
    def _in_utc(cls, value: datetime | None) -> datetime | None:
        """A time without a zone is taken for UTC."""
        if value is None:
            return None
        try:
            return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        except OverflowError:
            raise ValueError("no such time") from None


@dataclass(frozen=True)
class BadLine:
    """An input line that could not be read: its number and what is wrong with it."""

    number: int
    problem: str

    def as_json(self) -> dict[str, Any]:
        """The output line that stands for it."""
        return {"line": self.number, "error": self.problem}


@dataclass(frozen=True)
class Replayed:
    """One message as it was taken in, and how many milliseconds that took."""

    conversation: str | int
    n: int
    text: str
    received: Received
    ms: float

    def as_json(self) -> dict[str, Any]:
        """The output line: docs/replay.md describes each field."""
        decision = self.received.decision
        assert decision is not None  # noqa: S101  a replayed message is never a duplicate
        return {
            "conversation": self.conversation,
            "n": self.n,
            "text": self.text,
            "level": decision.level,
            "conversation_level": self.received.conversation_level,
            "signals": [
                {"code": signal.code, "level": signal.level, "evidence": signal.evidence}
                for signal in decision.signals
            ],
            "understood": [
                {"id": ranked.id, "confidence": round(ranked.confidence, 4)}
                for ranked in decision.understood
            ],
            "answers": list(decision.answers),
            "offered": list(decision.offered),
            "replies": [reply.text for reply in self.received.replies],
            "handoff": self.received.handoff,
            "holder": self.received.holder,
            "ms": round(self.ms, 2),
        }


async def replay(
    lines: Iterable[str], intake: Intake, clock: SetClock
) -> AsyncIterator[Replayed | BadLine]:
    """Send each line through the intake in order, the clock following `at`."""
    turns: dict[str | int, int] = {}
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        line = _read(raw, number)
        if isinstance(line, BadLine):
            yield line
            continue
        if line.at:
            clock.set(line.at)
        turns[line.conversation] = turns.get(line.conversation, 0) + 1
        started = time.perf_counter()
        received = await intake.receive(
            InboundMessage(
                channel=line.channel,
                address=f"replay:{line.conversation}",
                external_id=f"replay-{number}",
                text=line.text,
                nation=line.nation,
            )
        )
        spent = (time.perf_counter() - started) * 1000
        yield Replayed(line.conversation, turns[line.conversation], line.text, received, spent)


def _read(raw: str, number: int) -> _Line | BadLine:
    try:
        return _Line.model_validate(json.loads(raw))
    except json.JSONDecodeError as error:
        return BadLine(number, f"not JSON: {error.msg} at character {error.pos + 1}")
    except RecursionError:
        return BadLine(number, "not JSON that can be read: too deep")
    except ValidationError as error:
        faults = [
            f"{fault['loc'][0] if fault['loc'] else 'line'}: {fault['msg']}"
            for fault in error.errors()
        ]
        return BadLine(number, "; ".join(faults))
    except ValueError:
        return BadLine(number, "not JSON that can be read: a number is too long")
