"""One row of the directory's CSV file, read into a service; what is wrong with it comes with the mend."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date

from content.nation import Nation
from content.problems import ContentError, Problem
from handoff.services.service import KINDS, Service

COLUMNS = tuple(each.name for each in fields(Service) if each.name != "id")
LISTS = frozenset({"kinds", "areas", "nations"})
_LONGEST: Mapping[str, int] = {
    "key": 80, "name": 120, "areas": 400, "about": 400, "phone": 40, "email": 120, "web": 300,
    "hours": 200, "how_to_refer": 1000,
}  # fmt: skip
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PHONE = re.compile(r"[0-9 +()]*")
_EMAIL = re.compile(r"([^@\s]+@[^@\s]+\.[^@\s]+)?")
_WEB = re.compile(r"(https?://\S+)?")
_BRITISH = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_OLDEST = 99
_Wrong = tuple[str, str]


def read_row(cells: Mapping[str, str], where: str, number: int) -> Service:
    """The service of a row; ContentError with everything that is wrong with it."""
    given = {name: cells.get(name, "") for name in COLUMNS}
    wrong = [*_wrong_texts(given), *_wrong_lists(given), *_wrong_numbers(given)]
    if wrong:
        raise ContentError([Problem(where, number, what, mend) for what, mend in wrong])
    return Service(
        key=given["key"],
        name=given["name"],
        about=given["about"],
        phone=given["phone"],
        email=given["email"],
        web=given["web"],
        hours=given["hours"],
        how_to_refer=given["how_to_refer"],
        kinds=tuple(kind.casefold() for kind in _parts(given["kinds"])),
        areas=_parts(given["areas"]),
        nations=tuple(Nation(each.casefold()) for each in _parts(given["nations"]))
        or tuple(Nation),
        age_from=_age(given["age_from"]),
        age_to=_age(given["age_to"]),
        checked=_day(given["checked"]) or date.min,
        withdrawn=given["withdrawn"].casefold() == "yes",
    )


def _wrong_texts(given: Mapping[str, str]) -> Iterator[_Wrong]:
    if not _KEY.fullmatch(given["key"]):
        yield "The key is missing or not plain.", "Write small letters and hyphens: leeds-housing."
    if len(given["name"]) < 2:
        yield "The name is missing.", "Write what the service is called."
    for name, longest in _LONGEST.items():
        if len(given[name]) > longest:
            yield f"{name} has {len(given[name])} characters.", f"{longest} is the most."
    if not _PHONE.fullmatch(given["phone"]):
        yield f"The phone “{given['phone']}” is no number.", "Write digits and spaces only."
    if not _EMAIL.fullmatch(given["email"]):
        yield f"“{given['email']}” is no e-mail address.", "Write it as name@example.org."
    if not _WEB.fullmatch(given["web"]):
        yield f"“{given['web']}” is no web address.", "Begin with https://."
    if not any(given[name] for name in ("phone", "email", "web", "how_to_refer")):
        yield (
            "There is no way to reach it.",
            "Give a phone, an e-mail, a web address or how to refer.",
        )


def _wrong_lists(given: Mapping[str, str]) -> Iterator[_Wrong]:
    if not _parts(given["kinds"]):
        yield "No kind is named.", f"Name one or more of {', '.join(KINDS)}."
    for kind in _parts(given["kinds"]):
        if kind.casefold() not in KINDS:
            yield f"“{kind}” is no kind.", f"Use {', '.join(KINDS)}; part several by semicolons."
    for nation in _parts(given["nations"]):
        if nation.casefold() not in set(Nation):
            yield (
                f"“{nation}” is no nation.",
                f"Use {', '.join(Nation)}; or leave it empty for all.",
            )
    if given["withdrawn"].casefold() not in ("", "yes", "no"):
        yield f"withdrawn is “{given['withdrawn']}”.", "Write yes, no or nothing."


def _wrong_numbers(given: Mapping[str, str]) -> Iterator[_Wrong]:
    ages = [given["age_from"], given["age_to"]]
    bad = [
        age for age in ages if age and not (age.isascii() and age.isdigit() and int(age) <= _OLDEST)
    ]
    for age in bad:
        yield f"The age “{age}” is no number of years.", "Write it as 16, or leave it empty."
    if not bad and all(ages) and int(ages[0]) > int(ages[1]):
        yield f"It is for ages {ages[0]} to {ages[1]}.", "Write the younger age in age_from."
    if _day(given["checked"]) is None:
        yield (
            f"checked is “{given['checked']}”, not a day.",
            "Write the day on which it was last checked, as 2026-11-17.",
        )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for each in text.split(";") if (part := each.strip())))


def _age(text: str) -> int | None:
    return int(text) if text else None


def _day(text: str) -> date | None:
    """A day as 2026-11-17, or as UK spreadsheets save it, 17/11/2026."""
    british = _BRITISH.fullmatch(text)
    try:
        return date.fromisoformat("-".join(british.groups()[::-1]) if british else text)
    except ValueError:
        return None
