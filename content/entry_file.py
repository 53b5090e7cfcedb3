"""Reading and writing an entry in its file form (docs/content-format.md)."""

from datetime import date
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from content.entry import Entry, Source, Variant
from content.front_matter import Section, split, validate
from content.nation import Nation
from content.problems import ContentError, Problem


class SourceFacts(BaseModel):
    """A source as it is written in front matter."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=3)
    url: str = Field(pattern=r"^https://\S+$")


class _EntryFacts(BaseModel):
    model_config = ConfigDict(extra="forbid")
    label: str = Field(min_length=3, max_length=40)
    audience: Literal["everyone", "16-plus", "adults"] = "everyone"
    sources: list[SourceFacts] = Field(min_length=1)
    facts_date: date
    review: date
    check_before_launch: bool = False
    related: list[str] = Field(default=[], max_length=4)
    notes: str = ""


def parse_entry(
    entry_id: str, text: str, phrases: tuple[str, ...] = (), where: str | None = None
) -> Entry:
    """Read an entry from its file form; raise ContentError with all that is wrong and the mend."""
    where = where or entry_id
    raw, sections = split(text, where)
    facts = validate(_EntryFacts, raw, where)
    return Entry(
        id=entry_id,
        label=facts.label,
        audience=facts.audience,
        sources=tuple(Source(source.name, source.url) for source in facts.sources),
        facts_date=facts.facts_date,
        review=facts.review,
        check_before_launch=facts.check_before_launch,
        related=tuple(facts.related),
        notes=facts.notes.strip(),
        variants=_variants(sections, where),
        phrases=phrases,
    )


def write_entry(entry: Entry) -> str:
    """The file form of an entry. Reading it back gives the same entry, phrases aside."""
    facts: dict[str, object] = {
        "label": entry.label,
        "audience": entry.audience,
        "sources": [{"name": source.name, "url": source.url} for source in entry.sources],
        "facts_date": entry.facts_date,
        "review": entry.review,
        "check_before_launch": entry.check_before_launch,
        "related": list(entry.related),
    }
    if entry.notes:
        facts["notes"] = entry.notes
    head = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=100)
    parts = [f"---\n{head}---"]
    for nation, variant in entry.variants.items():
        suffix = f" {nation}" if nation else ""
        parts.append(f"# web{suffix}\n\n{variant.web}\n\n# sms{suffix}\n\n{variant.sms}")
    return "\n\n".join(parts) + "\n"


def _variants(sections: list[Section], where: str) -> dict[Nation | None, Variant]:
    texts: dict[tuple[str, Nation | None], str] = {}
    problems: list[Problem] = []
    for section in sections:
        form, _, nation_word = section.heading.partition(" ")
        try:
            key = (form, Nation(nation_word) if nation_word else None)
        except ValueError:
            known = ", ".join(Nation)
            what = f"`{nation_word}` is not a nation."
            problems.append(Problem(where, section.line, what, f"Use one of: {known}."))
            continue
        if form not in ("web", "sms"):
            what = f"`# {section.heading}` is not a section of an entry."
            problems.append(Problem(where, section.line, what, "Use `# web` and `# sms`."))
        elif key in texts:
            what = f"`# {section.heading}` stands here twice."
            problems.append(Problem(where, section.line, what, "Keep one of them."))
        elif not section.text:
            what = f"`# {section.heading}` is empty."
            problems.append(Problem(where, section.line, what, "Write the words under it."))
        else:
            texts[key] = section.text
    problems += _missing(texts, where) if not problems else []
    if problems:
        raise ContentError(problems)
    nations = {nation for _, nation in texts}
    order: list[Nation | None] = [None, *Nation]
    return {
        nation: Variant(texts["web", nation], texts["sms", nation])
        for nation in order
        if nation in nations
    }


def _missing(texts: dict[tuple[str, Nation | None], str], where: str) -> list[Problem]:
    nations = {nation for _, nation in texts}
    if None in nations and len(nations) > 1:
        what = "Some sections name a nation and some do not."
        return [Problem(where, 0, what, "Name a nation in all of them or in none.")]
    wanted: list[Nation | None] = [None] if nations <= {None} else list(Nation)
    return [
        Problem(
            where,
            0,
            f"The section `# {form}{f' {nation}' if nation else ''}` is missing.",
            "Add it.",
        )
        for nation in wanted
        for form in ("web", "sms")
        if (form, nation) not in texts
    ]
