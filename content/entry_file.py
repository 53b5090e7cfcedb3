"""Reading and writing an entry in its file form (docs/content-format.md)."""

from datetime import date

import yaml
from pydantic import BaseModel, ConfigDict, Field

from content.audience import Audience
from content.entry import Entry, Source, Variant, key_of, read_key
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
    audience: Audience = "everyone"
    not_in_schools: bool = False
    marked_nations: list[Nation] = []
    sources: list[SourceFacts] = Field(min_length=1)
    facts_date: date
    review: date
    check_before_launch: bool = False
    related: list[str] = Field(default=[], max_length=4)
    test_questions: list[str] = Field(default=[], max_length=50)
    notes: str = ""


def parse_entry(
    entry_id: str, text: str, phrases: tuple[str, ...] = (), where: str | None = None
) -> Entry:
    """Read an entry from its file form; raise ContentError with all that is wrong and the mend."""
    where = where or entry_id
    raw, sections = split(text, where)
    facts = validate(_EntryFacts, raw, where)
    texts = _texts(sections, where)
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
        variants=_variants(texts, other=False),
        others=_variants(texts, other=True),
        phrases=phrases,
        test_questions=tuple(each.strip() for each in facts.test_questions if each.strip()),
        not_in_schools=facts.not_in_schools,
        marked_nations=tuple(nation for nation in Nation if nation in facts.marked_nations),
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
    if entry.not_in_schools:
        facts["not_in_schools"] = True
    if entry.marked_nations:
        facts["marked_nations"] = [str(nation) for nation in entry.marked_nations]
    if entry.test_questions:
        facts["test_questions"] = list(entry.test_questions)
    if entry.notes:
        facts["notes"] = entry.notes
    head = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=100)
    parts = [f"---\n{head}---"]
    for key, variant in entry.all_words():
        suffix = f" {key}" if key else ""
        parts.append(f"# web{suffix}\n\n{variant.web}\n\n# sms{suffix}\n\n{variant.sms}")
    return "\n\n".join(parts) + "\n"


def _texts(sections: list[Section], where: str) -> dict[tuple[str, str], str]:
    """The text of each section by form and key: none, `wales`, `other` or `wales other`."""
    texts: dict[tuple[str, str], str] = {}
    problems: list[Problem] = []
    for section in sections:
        form, _, key = section.heading.partition(" ")
        nation, _ = read_key(key)
        if form not in ("web", "sms") and (not nation or nation in set(Nation)):
            what = f"`# {section.heading}` is not a section of an entry."
            problems.append(Problem(where, section.line, what, "Use `# web` and `# sms`."))
        elif nation and nation not in set(Nation):
            known = ", ".join(Nation)
            what = f"`{nation}` is not a nation."
            problems.append(Problem(where, section.line, what, f"Use one of: {known}."))
        elif (form, key) in texts:
            what = f"`# {section.heading}` stands here twice."
            problems.append(Problem(where, section.line, what, "Keep one of them."))
        elif not section.text:
            what = f"`# {section.heading}` is empty."
            problems.append(Problem(where, section.line, what, "Write the words under it."))
        else:
            texts[form, key] = section.text
    problems += _missing(texts, where) if not problems else []
    if problems:
        raise ContentError(problems)
    return texts


def _variants(texts: dict[tuple[str, str], str], *, other: bool) -> dict[Nation | None, Variant]:
    """The wordings whose keys end so: the main ones, or the other ones."""
    order: list[Nation | None] = [None, *Nation]
    keys = {nation: key_of(nation, other=other) for nation in order}
    return {
        nation: Variant(texts["web", key], texts["sms", key])
        for nation, key in keys.items()
        if ("web", key) in texts
    }


def _missing(texts: dict[tuple[str, str], str], where: str) -> list[Problem]:
    nations = {read_key(key)[0] for _, key in texts}
    if "" in nations and len(nations) > 1:
        what = "Some sections name a nation and some do not."
        return [Problem(where, 0, what, "Name a nation in all of them or in none.")]
    wanted = [""] if nations <= {""} else [str(nation) for nation in Nation]
    wanted += sorted({key for _, key in texts if read_key(key)[1]})
    return [
        Problem(where, 0, f"The section `# {f'{form} {key}'.strip()}` is missing.", "Add it.")
        for key in wanted
        for form in ("web", "sms")
        if (form, key) not in texts
    ]
