"""An entry: one question, answered by an editor, in every form a young person may get it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from content.nation import Nation


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
    """One question and its answer. `variants` has the key None, or one key a nation."""

    id: str
    label: str
    audience: str
    sources: tuple[Source, ...]
    facts_date: date
    review: date
    check_before_launch: bool
    related: tuple[str, ...]
    notes: str
    variants: Mapping[Nation | None, Variant]
    phrases: tuple[str, ...] = ()

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
