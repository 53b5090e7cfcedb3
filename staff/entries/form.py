"""An entry as the editor's form holds it: everything is text, and nothing typed is ever dropped."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from content.checks.piece import Piece
from content.entry import OTHER, read_key
from content.front_matter import split
from content.nation import Nation
from content.problems import ContentError
from content.repository import ANSWER

FORMS = ("web", "sms")
SAME = (*FORMS, *(f"{form} {OTHER}" for form in FORMS))
PER_NATION = tuple(
    f"{form} {nation}{ending}"
    for ending in ("", f" {OTHER}")
    for nation in Nation
    for form in FORMS
)
SECTIONS = (*SAME, *PER_NATION)
_PLAIN_FIELDS = ("label", "audience", "sources", "facts_date", "review", "related", "notes")
_LINES = ("phrases", "test_questions")
_READS_AS_HEADING = re.compile(r"^(?=# )", re.MULTILINE)


@dataclass
class EntryForm:
    """The fields of an entry. `texts` is by section: `web`, `sms`, `web wales` and so on."""

    label: str = ""
    audience: str = "everyone"
    sources: str = ""
    facts_date: str = ""
    review: str = ""
    check_before_launch: bool = False
    not_in_schools: bool = False
    marked_nations: tuple[str, ...] = ()
    related: str = ""
    notes: str = ""
    by_nation: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    phrases: str = ""
    test_questions: str = ""

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections that this entry may have."""
        return PER_NATION if self.by_nation else SAME

    def body(self) -> str:
        """The file form. What cannot be read yet stays in it as it was typed."""
        facts: dict[str, Any] = {
            "label": self.label.strip(),
            "audience": self.audience.strip(),
            "sources": [_source(line) for line in self.sources.splitlines() if line.strip()],
            "facts_date": _date(self.facts_date),
            "review": _date(self.review),
            "check_before_launch": self.check_before_launch,
            "related": re.findall(r"[^\s,]+", self.related),
        }
        if self.not_in_schools:
            facts["not_in_schools"] = True
        if self.marked_nations:
            facts["marked_nations"] = list(self.marked_nations)
        questions = [line.strip() for line in self.test_questions.splitlines() if line.strip()]
        if questions:
            facts["test_questions"] = questions
        if self.notes.strip():
            facts["notes"] = self.notes.strip()
        head = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=100)
        parts = [f"---\n{head}---"]
        for section in self._written():
            # A heading within a text would begin a new section; a space before it keeps it here.
            text = _READS_AS_HEADING.sub(" ", self.texts.get(section, "").strip())
            parts.append(f"# {section}\n\n{text}".strip())
        return "\n\n".join(parts) + "\n"

    def _written(self) -> Iterator[str]:
        """The sections that are always there, and of the other wording what somebody has begun."""
        for section in self.sections:
            key = section.partition(" ")[2]
            begun = any(self.texts.get(f"{form} {key}", "").strip() for form in FORMS)
            if begun or not read_key(key)[1]:
                yield section

    def piece(self, entry_id: str) -> Piece:
        """The same, ready for checks and for keeping."""
        lines = tuple(line.strip() for line in self.phrases.splitlines() if line.strip())
        return Piece(entry_id, ANSWER, self.body(), lines)


def from_fields(fields: Mapping[str, str]) -> EntryForm:
    """What was typed into the form."""
    typed = {name: clean(fields.get(name, "")) for name in (*_PLAIN_FIELDS, *SECTIONS, *_LINES)}
    return EntryForm(
        **{name: typed[name] for name in _PLAIN_FIELDS},
        check_before_launch=bool(fields.get("check_before_launch")),
        not_in_schools=bool(fields.get("not_in_schools")),
        marked_nations=tuple(nation for nation in Nation if fields.get(f"marked-{nation}")),
        by_nation=fields.get("by_nation") == "yes",
        texts={name: typed[name] for name in SECTIONS},
        **{name: typed[name] for name in _LINES},
    )


def from_body(body: str, phrases: str) -> EntryForm:
    """A stored version as the form shows it, whether or not it passes the checks."""
    try:
        facts, sections = split(body, "entry")
    except ContentError:
        return EntryForm(texts={"web": body}, phrases=phrases)
    facts = facts if isinstance(facts, dict) else {}
    texts = {section.heading: section.text for section in sections if section.heading in SECTIONS}
    return EntryForm(
        label=_text(facts.get("label")),
        audience=_text(facts.get("audience")) or "everyone",
        sources="\n".join(_source_line(source) for source in _list(facts.get("sources"))),
        facts_date=_text(facts.get("facts_date")),
        review=_text(facts.get("review")),
        check_before_launch=facts.get("check_before_launch") is True,
        not_in_schools=facts.get("not_in_schools") is True,
        marked_nations=tuple(_text(each) for each in _list(facts.get("marked_nations"))),
        related=", ".join(_text(other) for other in _list(facts.get("related"))),
        notes=_text(facts.get("notes")).strip(),
        by_nation=any(name in PER_NATION for name in texts),
        texts=texts,
        phrases=phrases,
        test_questions="\n".join(_text(each) for each in _list(facts.get("test_questions"))),
    )


def clean(text: str) -> str:
    """Typed text with the line ends that files have, and no characters that nobody can see."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _source(line: str) -> dict[str, str]:
    name, _, url = line.rpartition("|")
    return {"name": name.strip(), "url": url.strip()}


def _source_line(source: object) -> str:
    if not isinstance(source, dict):
        return _text(source)
    return f"{_text(source.get('name'))} | {_text(source.get('url'))}"


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return text.strip()


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return "" if value is None else str(value)
