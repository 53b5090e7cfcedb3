"""Safety replies: what is said first when there is danger. Content like any other, with versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from content.entry import Source
from content.entry_file import SourceFacts
from content.front_matter import split, validate
from content.languages import WELSH
from content.problems import ContentError, Problem

Occasion = Literal["emergency", "urgent", "friend"]
OCCASIONS: tuple[Occasion, ...] = ("emergency", "urgent", "friend")


class _SafetyFacts(BaseModel):
    model_config = ConfigDict(extra="forbid")
    family: str
    title: str
    contacts: list[str] = Field(min_length=1, max_length=12)
    sources: list[SourceFacts] = Field(default=[])
    facts_date: date
    review: date
    check_before_launch: bool = False
    notes: str = ""


@dataclass(frozen=True)
class SafetyText:
    """The words for one occasion, as web Markdown and as a text that gives nobody away."""

    web: str
    sms: str


@dataclass(frozen=True)
class SafetyReply:
    """What is said for one family of danger, and who can be called."""

    id: str
    title: str
    contacts: tuple[str, ...]
    sources: tuple[Source, ...]
    facts_date: date
    review: date
    check_before_launch: bool
    texts: Mapping[Occasion, SafetyText]
    translations: Mapping[str, Mapping[Occasion, SafetyText]] = field(default_factory=dict)

    def text(self, occasion: Occasion, language: str) -> SafetyText:
        """What is said, in this language where there are words of it, and else in English."""
        return self.translations.get(language, {}).get(occasion) or self.texts[occasion]


def parse_safety(reply_id: str, text: str, where: str | None = None) -> SafetyReply:
    """Read a safety reply; raise ContentError with all that is wrong."""
    where = where or f"safety/{reply_id}"
    raw, sections = split(text, where)
    facts = validate(_SafetyFacts, raw, where)
    found = {section.heading: section.text for section in sections}
    missing = [
        Problem(where, 0, f"The section `# {occasion} {form}` is missing.", "Add it.")
        for occasion in OCCASIONS
        for form in ("web", "sms")
        if not found.get(f"{occasion} {form}")
    ]
    if missing:
        raise ContentError(missing)
    return SafetyReply(
        id=reply_id,
        title=facts.title,
        contacts=tuple(facts.contacts),
        sources=tuple(Source(source.name, source.url) for source in facts.sources),
        facts_date=facts.facts_date,
        review=facts.review,
        check_before_launch=facts.check_before_launch,
        texts={
            occasion: SafetyText(found[f"{occasion} web"], found[f"{occasion} sms"])
            for occasion in OCCASIONS
        },
        translations={WELSH: _translated(found, WELSH)},
    )


def _translated(found: Mapping[str, str], language: str) -> dict[Occasion, SafetyText]:
    """What the file says in another language; an occasion of which a part is missing is left out."""
    texts = {
        occasion: SafetyText(
            found.get(f"{occasion} web {language}", ""), found.get(f"{occasion} sms {language}", "")
        )
        for occasion in OCCASIONS
    }
    return {occasion: text for occasion, text in texts.items() if text.web and text.sms}
