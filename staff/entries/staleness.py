"""What is stale, what soon will be, and every page that facts rest on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from content.library import Library
from staff.entries.listing import Line

SOON = (30, 90)
CONTACT_KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Due:
    """Something to look at, with the day by which it must be."""

    id: str
    label: str
    day: date
    what: str = ""


@dataclass(frozen=True)
class SourcePage:
    """A page that entries rest on, and the entries."""

    url: str
    name: str
    entries: tuple[tuple[str, str], ...]


def due(lines: Iterable[Line], day: date) -> list[tuple[int, list[Due]]]:
    """What is past its review date (under 0), then what will be within each of the next spans of days."""
    dated = sorted(
        (Due(line.id, line.label, line.review) for line in lines if line.review),
        key=lambda each: (each.day, each.id),
    )
    spans = [(0, date.min, day)]
    start = day
    for days in SOON:
        spans.append((days, start, day + timedelta(days=days)))
        start = day + timedelta(days=days)
    return [
        (days, [each for each in dated if first <= each.day < last]) for days, first, last in spans
    ]


def rates_due(library: Library, day: date) -> list[Due]:
    """Rates that end or change within the longest of the spans, or have no value now."""
    last = day + timedelta(days=SOON[-1])
    found: list[Due] = []
    for name, rate in library.rates.items():
        now = rate.on(day)
        if now is None:
            found.append(Due(name, rate.what, day, "no value today"))
        elif now.end and now.end < last and rate.on(now.end) is None:
            found.append(Due(name, rate.what, now.end, "ends, and nothing follows"))
        found += [
            Due(name, rate.what, value.start, "a new value takes over")
            for value in rate.values
            if day < value.start < last
        ]
    return sorted(found, key=lambda each: (each.day, each.id))


def contacts_due(library: Library, day: date) -> list[Due]:
    """Places in the directory that nobody has checked for a year, or will not have soon."""
    found = [
        Due(contact.key, contact.name, contact.checked + CONTACT_KEPT)
        for contact in library.directory.values()
    ]
    last = day + timedelta(days=SOON[0])
    return sorted((each for each in found if each.day < last), key=lambda each: (each.day, each.id))


def source_pages(library: Library) -> list[SourcePage]:
    """Every source once, with the entries that rest on it, those of most entries first."""
    names: dict[str, str] = {}
    entries: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, live in sorted(library.entries.items()):
        for source in live.entry.sources:
            names.setdefault(source.url, source.name)
            entries[source.url].append((key, live.entry.label))
    pages = [SourcePage(url, name, tuple(entries[url])) for url, name in names.items()]
    return sorted(pages, key=lambda page: (-len(page.entries), page.url))
