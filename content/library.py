"""The library: all published content at one moment, ready to be read without touching the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial

from content.audience import ANYBODY, Reader
from content.checker.model import Checker
from content.dates import date_in_words
from content.directory import Contact
from content.entry import Entry, Source
from content.languages import ENGLISH
from content.nation import Nation
from content.opening.plan import NO_PLAN, OpeningPlan
from content.placeholders import Filler
from content.rates import Rate
from content.replies import Reply
from content.safety import SafetyReply
from content.sms_text import fold, size
from content.words import Blank, Saying


@dataclass(frozen=True)
class Published:
    """An entry with the number of the revision that is live."""

    entry: Entry
    revision: int


@dataclass(frozen=True)
class Answer:
    """An answer with its amounts and numbers filled in, and what it rests on."""

    entry_id: str
    revision: int
    nation: Nation | None
    label: str
    web: str
    sms: str
    sources: tuple[Source, ...]
    facts_date: date
    related: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """A snapshot of what is published. Replaced whole when an editor publishes; never changed.

    `translations` are the service's own sentences in other languages, `language` the one it speaks here.
    """

    entries: Mapping[str, Published]
    rates: Mapping[str, Rate]
    directory: Mapping[str, Contact]
    safety: Mapping[str, SafetyReply]
    words: Mapping[str, Saying]
    checkers: Mapping[str, Checker] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, Saying]] = field(default_factory=dict)
    language: str = ENGLISH
    hours: str = ""
    opening: OpeningPlan = NO_PLAN
    replies: tuple[Reply, ...] | None = None
    """Canned replies for every adviser; none where editors have not published any yet."""
    version: str = ""
    revisions: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def filler(self) -> Filler:
        """Fills placeholders from this snapshot."""
        return Filler(self.rates, self.directory, self.hours, self.opening)

    def withholds(self, entry_id: str, nation: Nation | None, reader: Reader) -> bool:
        """Whether the entry has no words for this reader, so that a person is the way on."""
        published = self.entries.get(entry_id)
        return published is not None and published.entry.withheld(nation, reader)

    def answer(
        self, entry_id: str, nation: Nation | None, day: date, reader: Reader = ANYBODY
    ) -> Answer | None:
        """The answer to give, or None where the entry is unknown, withheld, or needs a nation first."""
        published = self.entries.get(entry_id)
        variant = published.entry.wording(nation, reader) if published else None
        if published is None or variant is None:
            return None
        entry = published.entry
        late = self._late(entry.review) if entry.review < day else Saying("", "")
        web, sms = self.filler.fill(variant.web, day), fold(self.filler.fill(variant.sms, day))
        return Answer(
            entry_id=entry_id,
            revision=published.revision,
            nation=nation if entry.by_nation else None,
            label=entry.label,
            web=f"{web}\n\n{late.web}".rstrip(),
            sms=f"{sms} {late.sms}".rstrip() if size(f"{sms} {late.sms}").parts <= 2 else sms,
            sources=entry.sources,
            facts_date=entry.facts_date,
            related=tuple(other for other in entry.related if other in self.entries),
        )

    def in_language(self, code: str) -> "Library":
        """The same library, speaking this language. Answers stay as their editors wrote them."""
        return self if code == self.language else replace(self, language=code)

    def say(self, key: str, blanks: Mapping[str, Blank]) -> Saying:
        """One of the service's own sentences, with its blanks filled. KeyError on an unknown key.

        A sentence that the language lacks is said in English, and so is what fills its blanks.
        """
        own = self.translations.get(self.language, {})
        saying, language = (own[key], self.language) if key in own else (self.words[key], ENGLISH)
        filled = {
            name: value if isinstance(value, str) else value(language)
            for name, value in blanks.items()
        }
        return Saying(_fill(saying.web, filled), fold(_fill(saying.sms, filled)))

    def _late(self, review: date) -> Saying:
        """What is said below an answer that nobody has checked since its review date."""
        if "past-review" not in self.words:
            return Saying("", "")
        return self.say("past-review", {"date": partial(date_in_words, review)})

    def label(self, entry_id: str) -> str:
        """What an entry is called on a button."""
        published = self.entries.get(entry_id)
        return published.entry.label if published else entry_id


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
