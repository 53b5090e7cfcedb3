"""Which entries are asked, by nation, channel and hour; what helped, by revision; what nobody asks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from content.library import Library
from store.clock import in_london
from store.learning import ASKED, HELPED, NOT_HELPED, with_danger
from store.tables import EntryUse

SPANS = (7, 28, 90, 365)
HOURS = 24


@dataclass
class Use:
    """How an entry was used. No figure can be traced to a person."""

    entry_id: str
    label: str
    asked: int = 0
    helped: int = 0
    not_helped: int = 0
    nations: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)
    revisions: dict[int, Counter[str]] = field(default_factory=dict)

    def add(self, row: Row[Any]) -> None:
        """Count one kind of use."""
        here = self.revisions.setdefault(row.revision, Counter())
        here[row.what] += row.times
        if row.what == HELPED:
            self.helped += row.times
        elif row.what == NOT_HELPED:
            self.not_helped += row.times
        elif row.what == ASKED:
            self.asked += row.times
            self.nations[row.nation] += row.times
            self.channels[row.channel] += row.times
            self.hours[in_london(row.at).hour] += row.times


def uses(tx: Connection, now: datetime, days: int, entry_id: str = "") -> list[Row[Any]]:
    """How often each kind of use came, by the hour; conversations with danger in them left out."""
    counted = select(
        EntryUse.entry_id,
        EntryUse.revision,
        EntryUse.what,
        EntryUse.channel,
        EntryUse.nation,
        EntryUse.at,
        func.count().label("times"),
    ).where(
        EntryUse.at > now - timedelta(days=days),
        or_(
            EntryUse.conversation_id.is_(None),
            EntryUse.conversation_id.not_in(with_danger()),
        ),
    )
    if entry_id:
        counted = counted.where(EntryUse.entry_id == entry_id)
    return list(
        tx.execute(
            counted.group_by(
                EntryUse.entry_id,
                EntryUse.revision,
                EntryUse.what,
                EntryUse.channel,
                EntryUse.nation,
                EntryUse.at,
            )
        )
    )


def by_entry(rows: Iterable[Row[Any]], library: Library) -> list[Use]:
    """The uses of each entry, the most asked first."""
    found: dict[str, Use] = {}
    for row in rows:
        label = library.label(row.entry_id)
        found.setdefault(row.entry_id, Use(row.entry_id, label)).add(row)
    return sorted(found.values(), key=lambda use: (-use.asked, use.entry_id))


def never_asked(used: Iterable[Use], library: Library) -> list[tuple[str, str]]:
    """Live entries that nobody asked: id and label."""
    asked = {use.entry_id for use in used if use.asked}
    return sorted(
        (key, live.entry.label) for key, live in library.entries.items() if key not in asked
    )


def over_the_day(used: Iterable[Use]) -> list[int]:
    """How often anything was asked in each hour of the UK day."""
    hours: Counter[int] = Counter()
    for use in used:
        hours.update(use.hours)
    return [hours[hour] for hour in range(HOURS)]


def together(counters: Iterable[Mapping[str, int]]) -> list[tuple[str, int]]:
    """Several counts as one, the largest first."""
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return total.most_common()
