"""The directory: every helpline, office and service that an answer or a safety reply may name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from content.front_matter import load_yaml, validate
from content.nation import Nation
from content.problems import ContentError, Problem


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=2)
    about: str
    kinds: list[str] = Field(min_length=1)
    phone: str = Field(default="", pattern=r"^[0-9 ]*$")
    text: str = ""
    web: str = Field(default="", pattern=r"^(https://\S+)?$")
    hours: str = ""
    cost: str = ""
    nations: list[Nation] = Field(default=list(Nation), min_length=1)
    checked: date
    check_before_launch: bool = False


@dataclass(frozen=True)
class Contact:
    """A service one can turn to. `text` is what to text and where; empty means it has none."""

    key: str
    name: str
    about: str
    kinds: tuple[str, ...]
    phone: str
    text: str
    web: str
    hours: str
    cost: str
    nations: tuple[Nation, ...]
    checked: date
    check_before_launch: bool


def parse_directory(text: str, where: str = "directory.yml") -> dict[str, Contact]:
    """Read the directory file; raise ContentError with every record that is wrong."""
    raw = load_yaml(text, where) or {}
    if not isinstance(raw, Mapping):
        raise ContentError(
            [Problem(where, 1, "The directory is not a list of names.", "Write name: lines.")]
        )
    contacts: dict[str, Contact] = {}
    problems: list[Problem] = []
    for key, facts in raw.items():
        place = f"{where}, {key}"
        try:
            record = validate(_Record, facts, place)
        except ContentError as error:
            problems += error.problems
            continue
        if not (record.phone or record.text or record.web):
            what = "There is no way to reach it."
            problems.append(Problem(place, 0, what, "Give a phone, a text or a web address."))
        contacts[str(key)] = Contact(
            key=str(key),
            name=record.name,
            about=record.about,
            kinds=tuple(record.kinds),
            phone=record.phone,
            text=record.text,
            web=record.web,
            hours=record.hours,
            cost=record.cost,
            nations=tuple(record.nations),
            checked=record.checked,
            check_before_launch=record.check_before_launch,
        )
    if problems:
        raise ContentError(problems)
    return contacts
