"""Service targets: how long somebody may wait for an adviser, by level, while advisers are here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.decision import Level
from handoff.hours import Hours
from handoff.hours_error import HoursError

_TARGET = re.compile(
    rf"(?P<level>{'|'.join(Level)})\s+(?P<minutes>[1-9][0-9]*)(?P<always>\s+always)?"
)
_LONGEST = 7 * 24 * 60


@dataclass(frozen=True)
class Target:
    """The longest wait of a level; `always` counts it by day and night, for somebody is on call."""

    wait: timedelta
    always: bool = False


@dataclass(frozen=True)
class ServiceTargets:
    """The hours of each channel, and the longest wait of each level."""

    hours: Hours
    levels: Mapping[Level, Target]

    def due(self, level: Level, channel: str, since: datetime) -> datetime:
        """By when an adviser should have picked up what has waited since then."""
        target = self.levels[level]
        if target.always:
            return since + target.wait
        return self.hours.of(channel).later(since, target.wait)


def parse_targets(text: str) -> dict[Level, Target]:
    """Read `emergency 1 always, urgent 5, complex 30, routine 60`: minutes for every level."""
    targets: dict[Level, Target] = {}
    for part in filter(None, (piece.strip().lower() for piece in text.split(","))):
        found = _TARGET.fullmatch(part)
        if not found or Level(found["level"]) in targets or int(found["minutes"]) > _LONGEST:
            message = f"service target {part!r}: write each level once, in minutes, as `urgent 5`"
            raise HoursError(message)
        wait = timedelta(minutes=int(found["minutes"]))
        targets[Level(found["level"])] = Target(wait, always=bool(found["always"]))
    missing = [level for level in Level if level not in targets]
    if missing:
        message = f"service targets: there is none for {' and '.join(missing)}, as `urgent 5`"
        raise HoursError(message)
    return targets
