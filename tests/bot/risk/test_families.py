"""The files of danger are whole, and every broken one is named with its mend."""

from pathlib import Path

import pytest

from bot.decision import Level
from bot.risk.families import parse_family, read_beside_danger, read_families
from content.problems import ContentError
from content.starter import CONTENT

GOOD = """
family: storms
about: Bad weather.
codes:
  storms.now: {level: emergency, about: It is here}
  storms.soon: {level: complex, about: It is coming}
patterns:
  - code: storms.now
    any: [roof (gone|off)]
    catches: [the roof is off]
    passes: [my hat is off]
examples:
  storms.soon: [it looks grey]
lookalikes: [storming off]
"""


def problems(text: str) -> str:
    """All that is found wrong in a file."""
    with pytest.raises(ContentError) as error:
        parse_family(text, "storms.yml")
    return str(error.value)


def test_a_family_is_read() -> None:
    family = parse_family(GOOD, "storms.yml")
    assert family.codes["storms.now"].level is Level.EMERGENCY
    assert family.patterns[0].any == ("roof (gone|off)",)
    assert family.examples == {"storms.soon": ("it looks grey",)}


def test_what_stands_beside_danger_are_entries_that_there_are() -> None:
    entries = {f"{file.parent.name}/{file.stem}" for file in CONTENT.glob("entries/*/*.md")}
    assert read_beside_danger() <= entries
    assert "housing/kicked-out" in read_beside_danger()


def test_a_broken_pattern_is_named_with_its_line() -> None:
    broken = GOOD.replace("[roof (gone|off)]", "['roof (gone|off']")
    assert "storms.yml:9: In `roof (gone|off`: A bracket `(` has no partner." in problems(broken)


def test_an_unknown_code_is_named() -> None:
    broken = GOOD.replace("storms.soon: [", "storms.sun: [")
    assert "There is no code `storms.sun`" in problems(broken)


def test_a_code_of_another_family_is_named() -> None:
    assert "is not this family's" in problems(GOOD.replace("  storms.soon: {", "  rain.soon: {"))


def test_an_unknown_level_is_named() -> None:
    assert "codes.storms.now.level" in problems(GOOD.replace("emergency", "dreadful"))


def test_every_file_of_the_service_is_whole() -> None:
    families = read_families()
    assert {"suicide", "self-harm", "home-abuse"} <= {family.name for family in families}


SHARED = {"stories": ("in the film",), "animals": ("my dog",)}


def test_every_pattern_of_danger_is_excused_by_the_shared_words() -> None:
    family = parse_family(GOOD, "storms.yml", excuses=SHARED)
    assert family.patterns[0].unless == ("in the film", "my dog")


def test_need_is_not_excused_by_the_shared_words() -> None:
    need = GOOD.replace("emergency", "complex")
    assert parse_family(need, "storms.yml", excuses=SHARED).patterns[0].unless == ()


def test_a_family_may_be_believed_beside_some_of_the_shared_words() -> None:
    believed = GOOD.replace("about: Bad weather.", "about: Bad weather.\nnot_excused_by: [stories]")
    family = parse_family(believed, "storms.yml", excuses=SHARED)
    assert family.patterns[0].unless == ("my dog",)


def test_an_unknown_group_of_excuses_is_named() -> None:
    wrong = GOOD.replace("about: Bad weather.", "about: Bad weather.\nnot_excused_by: [tales]")
    with pytest.raises(ContentError) as error:
        parse_family(wrong, "storms.yml", excuses=SHARED)
    assert "There is no group of excuses `tales`." in str(error.value)
    assert "Use one of excuses.yml: stories, animals." in str(error.value)


def test_a_copy_of_patterns_from_before_there_were_groups_is_read(tmp_path: Path) -> None:
    (tmp_path / "storms.yml").write_text(GOOD, "utf-8")
    assert [family.name for family in read_families(tmp_path)] == ["storms"]


def test_a_broken_excuse_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "storms.yml").write_text(GOOD, "utf-8")
    (tmp_path / "excuses.yml").write_text("tales: ['(in']", "utf-8")
    with pytest.raises(ContentError) as error:
        read_families(tmp_path)
    assert "excuses.yml:1: In `(in`: A bracket" in str(error.value)
