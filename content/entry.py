"""An entry: one question, answered by an editor, in every form a young person may get it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from content.audience import ANYBODY, LEAST_AGE, Audience, Reader
from content.nation import Nation

OTHER = "other"
"""How the sections of the other wording are called."""


def key_of(nation: str | None, *, other: bool) -> str:
    """What a wording is called after its form: none, `wales`, `other`, `wales other`."""
    return f"{nation or ''}{f' {OTHER}' if other else ''}".strip()


def read_key(key: str) -> tuple[str, bool]:
    """The nation's word (none where it is for all), and whether it is the other wording."""
    if key == OTHER:
        return "", True
    return key.removesuffix(f" {OTHER}"), key.endswith(f" {OTHER}")


@dataclass(frozen=True)
class Source:
    """A page that the facts of an entry rest on."""

    name: str
    url: str


@dataclass(frozen=True)
class Variant:
    """The words of one answer: `web` is Markdown, `sms` is one plain paragraph. Both hold placeholders."""

    web: str
    sms: str


@dataclass(frozen=True)
class Entry:
    """One question and its answer. `variants` has the key None, or one key a nation.

    Nothing learns from `test_questions`: they are asked to see whether the entry is found by them.
    `audience` and `not_in_schools` mark for whom it is, in `marked_nations` only where some are named.
    `others` are the words for those it is not for; where it has none they are offered a person.
    """

    id: str
    label: str
    audience: Audience
    sources: tuple[Source, ...]
    facts_date: date
    review: date
    check_before_launch: bool
    related: tuple[str, ...]
    notes: str
    variants: Mapping[Nation | None, Variant]
    phrases: tuple[str, ...] = ()
    test_questions: tuple[str, ...] = ()
    not_in_schools: bool = False
    marked_nations: tuple[Nation, ...] = ()
    others: Mapping[Nation | None, Variant] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        """The first half of the id."""
        return self.id.split("/", 1)[0]

    @property
    def by_nation(self) -> bool:
        """Whether the answer depends on the nation, so that the bot must know it."""
        return None not in self.variants

    def variant(self, nation: Nation | None) -> Variant | None:
        """The words for this nation, or None where the entry needs a nation and there is none."""
        return self.variants.get(nation) if self.by_nation else self.variants[None]

    @property
    def marked(self) -> bool:
        """Whether it is not for everyone."""
        return self.not_in_schools or self.audience != "everyone"

    def wording(self, nation: Nation | None, reader: Reader) -> Variant | None:
        """The words for this nation and reader; None where there are none for them."""
        variant = self.variant(nation)
        if variant is None or self._is_for(reader, nation):
            return variant
        return self.others.get(nation if self.by_nation else None)

    def withheld(self, nation: Nation | None, reader: Reader = ANYBODY) -> bool:
        """Whether it has no words for this reader, whatever the nation turns out to be if it is not known."""
        possible = [nation] if nation or not self.by_nation else list(self.variants)
        return all(self.wording(each, reader) is None for each in possible)

    def all_words(self) -> Iterator[tuple[str, Variant]]:
        """Every wording with the name of its section: none, `wales`, `other`, `wales other`."""
        for nation, variant in self.variants.items():
            yield key_of(nation, other=False), variant
        for nation, variant in self.others.items():
            yield key_of(nation, other=True), variant

    def _is_for(self, reader: Reader, nation: Nation | None) -> bool:
        if self.marked_nations and nation not in self.marked_nations:
            return True
        too_young = reader.age is not None and reader.age < LEAST_AGE[self.audience]
        return not too_young and not (reader.in_school and self.not_in_schools)
